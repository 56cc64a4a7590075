package io.lanewise.bench.jmh;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Param;

/**
 * One kernel of one backend on one problem, its operands allocated where the backend copies
 * nothing, unless {@link #residence} says otherwise.
 */
public abstract class KernelBenchmark extends CheckedBenchmark {

  /** Value of {@link #kernel} for what the backend itself would choose. */
  public static final String BEST = "best";

  /** Name of one of the backend's kernels, or {@value #BEST}. */
  @Param(BEST)
  public String kernel = "";

  /** heap, native, or preferred: as the backend says. */
  @Param("preferred")
  public String residence = "";

  private final Arena arena = Arena.ofShared();
  private Kernels kernels;

  /** Opens a kernel and allocates its operands. */
  abstract Work prepare(Kernels kernels);

  @Override
  final Work prepare() {
    kernels = BackendCatalog.require(backend).open(KernelOptions.defaults().withThreads(threads));
    return prepare(kernels);
  }

  /** What {@link #prepare(Kernels)} returns; closing it closes everything. */
  final Work work(
      Operation operation,
      Runnable run,
      Supplier<Accuracy> check,
      double flopsPerOp,
      double bytesPerOp) {
    Description found = kernels.describe();
    return new Work(
        new Performer(
            operation.kernel(), found.library(), found.isa(), found.threads(), residence()),
        run,
        check,
        flopsPerOp,
        bytesPerOp,
        () -> {
          operation.close();
          kernels.close();
          arena.close();
        });
  }

  final Operand random(ElementType type, long elements, long seed) {
    return Operand.random(arena, residence(), type, elements, seed);
  }

  final Operand zeros(ElementType type, long elements) {
    return Operand.zeros(arena, residence(), type, elements);
  }

  /** The kernel with the name asked for. */
  final <S extends Shape, K extends Operation> K named(List<Variant<S, K>> variants, S shape) {
    Variant<S, K> named =
        variants.stream()
            .filter(variant -> variant.name().equals(kernel))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(unknown(variants)));
    if (!named.supports().test(shape)) {
      throw new UnsupportedOperationException("the kernel does not compute this shape");
    }
    return named.open(shape);
  }

  private <S extends Shape, K extends Operation> String unknown(List<Variant<S, K>> variants) {
    String names = variants.stream().map(Variant::name).collect(Collectors.joining(", "));
    return "kernel is \"%s\", expected %s or one of %s".formatted(kernel, BEST, names);
  }

  private Residence residence() {
    return residence.equals("preferred")
        ? kernels.residence()
        : Residence.valueOf(residence.toUpperCase(Locale.ROOT));
  }
}
