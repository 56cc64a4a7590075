package io.lanewise.bench.jmh;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.UnavailableBackendException;
import io.lanewise.kernels.Variant;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One kernel of one backend on one problem. The operands are random in [-1, 1), seeded, and
 * allocated where the backend copies nothing. Before anything is measured the result is checked
 * against the reference; a kernel out of its error bound is not measured at all.
 *
 * <p>One thread calls; the backend uses as many as {@link #threads} says.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(java.util.concurrent.TimeUnit.SECONDS)
public abstract class KernelBenchmark {

  /** Value of {@link #kernel} for what the backend itself would choose. */
  public static final String BEST = "best";

  /** Id of the backend. */
  @Param("vector")
  public String backend = "";

  /** Name of one of its kernels, or {@value #BEST}. */
  @Param(BEST)
  public String kernel = "";

  /** Threads that the backend may use. */
  @Param("1")
  public int threads;

  /** heap, native, or preferred: as the backend says. */
  @Param("preferred")
  public String residence = "";

  private final Arena arena = Arena.ofShared();
  private Kernels kernels;
  private Work work;

  /**
   * A kernel with its operands.
   *
   * @param operation what computes
   * @param run one execution
   * @param check compares the result of one execution with the reference
   * @param flopsPerOp floating-point operations of one execution
   * @param bytesPerOp bytes that one execution must move at least
   */
  protected record Work(
      Operation operation,
      Runnable run,
      java.util.function.Supplier<Accuracy> check,
      double flopsPerOp,
      double bytesPerOp) {}

  /** Opens a kernel and allocates its operands. */
  abstract Work prepare(Kernels kernels);

  /** Starts and checks. */
  @Setup
  public void open() {
    start();
    check();
  }

  /** Opens the kernel and makes its operands; runs nothing. */
  public void start() {
    published(
        () -> {
          kernels =
              BackendCatalog.require(backend).open(KernelOptions.defaults().withThreads(threads));
          work = prepare(kernels);
        });
  }

  /** Runs the kernel once, checks the result and publishes the {@link ForkReport}. */
  public void check() {
    published(
        () -> {
          work.run().run();
          Accuracy accuracy = work.check().get();
          if (!accuracy.withinBound()) {
            throw new IllegalStateException(
                "%s is wrong: relative error %.3g of element %d, the contract allows %.3g"
                    .formatted(
                        work.operation().kernel(),
                        accuracy.maxError(),
                        accuracy.worst(),
                        accuracy.errorBound()));
          }
          report(accuracy).publish();
        });
  }

  /** Publishes why something cannot be measured, if so. */
  private static void published(Runnable step) {
    try {
      step.run();
    } catch (UnavailableBackendException e) {
      ForkReport.failure("unavailable: " + e.getMessage()).publish();
      throw e;
    } catch (UnsupportedOperationException e) {
      ForkReport.failure("unsupported: " + e.getMessage()).publish();
      throw e;
    } catch (RuntimeException | LinkageError e) {
      ForkReport.failure("failed: " + e.getMessage()).publish();
      throw e;
    }
  }

  /** One execution of the kernel. */
  @Benchmark
  public void run() {
    work.run().run();
  }

  /** Closes the kernel and the backend. */
  @TearDown
  public void close() {
    work.operation().close();
    kernels.close();
    arena.close();
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

  private ForkReport report(Accuracy accuracy) {
    Description description = kernels.describe();
    return new ForkReport(
        "ok",
        work.operation().kernel(),
        description.library(),
        description.isa(),
        description.threads(),
        residence().name().toLowerCase(Locale.ROOT),
        work.flopsPerOp(),
        work.bytesPerOp(),
        accuracy.maxError(),
        accuracy.errorBound());
  }

  private Residence residence() {
    return residence.equals("preferred")
        ? kernels.residence()
        : Residence.valueOf(residence.toUpperCase(Locale.ROOT));
  }
}
