package io.lanewise.kernels.contract;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What one run of a contract test is about: a kernel of a backend, by name or as the backend picks
 * it, and a number of threads; or a backend that is not there.
 *
 * @param backend id of the backend
 * @param threads threads to open it with
 * @param kernel name of the variant, or {@link #AUTOMATIC}
 * @param missing why the backend cannot be tested; empty if it can
 * @param variants lists the backend's kernels
 * @param automatic lets the backend pick a kernel
 */
record Subject<S extends Shape, K extends Operation>(
    String backend,
    int threads,
    String kernel,
    Optional<String> missing,
    Function<Kernels, List<Variant<S, K>>> variants,
    BiFunction<Kernels, S, K> automatic) {

  static final String AUTOMATIC = "automatic";

  private static final int[] THREADS = {1, 2};

  /** By backend, threads and operation: every test asks for them again. */
  private static final Map<List<Object>, List<String>> NAMES = new ConcurrentHashMap<>();

  static Stream<Subject<GemmShape, Gemm>> gemm() {
    return subjects("gemm", Kernels::gemmVariants, (kernels, shape) -> kernels.gemm());
  }

  static Stream<Subject<Conv2dShape, Conv2d>> conv2d() {
    return subjects("conv2d", Kernels::conv2dVariants, (kernels, shape) -> kernels.conv2d(shape));
  }

  static Stream<Subject<Pool2dShape, Pool2d>> pool2d() {
    return subjects("pool2d", Kernels::pool2dVariants, (kernels, shape) -> kernels.pool2d(shape));
  }

  /** A backend has one kernel of these, for every size. */
  static Stream<Subject<GemmShape, Elementwise>> elementwise() {
    return subjects("elementwise", kernels -> List.of(), (kernels, shape) -> kernels.elementwise());
  }

  /**
   * Opens the backend; skips the test if it is not there, or fails it if {@code lanewise.require}
   * names the backend.
   */
  Session<S, K> start() {
    missing.ifPresent(this::refuse);
    return new Session<>(this);
  }

  private void refuse(String reason) {
    if (ContractRun.required().contains(backend)) {
      Assertions.fail("backend %s is required by lanewise.require but %s", backend, reason);
    }
    Assumptions.abort("backend " + backend + " " + reason);
  }

  private static <S extends Shape, K extends Operation> Stream<Subject<S, K>> subjects(
      String operation,
      Function<Kernels, List<Variant<S, K>>> variants,
      BiFunction<Kernels, S, K> automatic) {
    List<Subject<S, K>> subjects = new ArrayList<>();
    for (String id : ContractRun.backends()) {
      Optional<String> missing = missing(id);
      if (missing.isPresent()) {
        subjects.add(new Subject<>(id, 1, AUTOMATIC, missing, variants, automatic));
        continue;
      }
      for (int threads : THREADS) {
        List<String> names =
            NAMES.computeIfAbsent(
                List.of(id, threads, operation), key -> names(id, threads, variants));
        // Quick: each kernel with one thread, and the backend's choice among them with more.
        boolean one = threads == 1;
        boolean chosen = !ContractRun.isQuick() || !one || names.isEmpty();
        if (chosen && ContractRun.takes(id + "/" + operation)) {
          subjects.add(new Subject<>(id, threads, AUTOMATIC, missing, variants, automatic));
        }
        for (String name : names) {
          if (ContractRun.takes(name) && (one || !ContractRun.isQuick())) {
            subjects.add(new Subject<>(id, threads, name, missing, variants, automatic));
          }
        }
      }
    }
    return subjects.stream();
  }

  private static <S extends Shape, K extends Operation> List<String> names(
      String id, int threads, Function<Kernels, List<Variant<S, K>>> variants) {
    try (Kernels kernels = Backends.require(id).open(new KernelOptions(threads))) {
      return variants.apply(kernels).stream().map(Variant::name).toList();
    }
  }

  /** Why a backend cannot be tested, as the rest of a sentence that begins with its name. */
  private static Optional<String> missing(String id) {
    Optional<Backend> backend = Backends.find(id);
    if (backend.isEmpty()) {
      String broken = Backends.broken().isEmpty() ? "" : "; not loadable: " + Backends.broken();
      return Optional.of("is not on the class path" + broken);
    }
    return backend.get().unavailable().map(reason -> "is unavailable: " + reason);
  }

  @Override
  public String toString() {
    return backend + ", kernel " + kernel + ", threads " + threads;
  }
}
