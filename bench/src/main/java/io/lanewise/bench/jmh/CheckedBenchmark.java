package io.lanewise.bench.jmh;

import io.lanewise.kernels.Residence;
import io.lanewise.kernels.UnavailableBackendException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * A benchmark whose result is compared with the reference before anything is measured; what is out
 * of its error bound is not measured at all. The operands are random in [-1, 1) and seeded.
 *
 * <p>One thread calls; what is called uses as many as {@link #threads} says.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public abstract class CheckedBenchmark {

  /** By then the kernel is compiled, and so is the reference: a larger sample costs the same. */
  private static final int AGAIN = 8;

  /** Id of the backend, or of a {@link io.lanewise.bench.peer.Peer}. */
  @Param("vector")
  public String backend = "";

  /** Threads that it may use. */
  @Param("1")
  public int threads;

  /** Whether the result is compared once more when everything has been measured. */
  @Param("false")
  public boolean checkAgain;

  private Work work;

  /**
   * Who computes.
   *
   * @param kernel name of the kernel
   * @param library name and version of the library
   * @param isa instruction set in effect, or empty
   * @param threads threads in effect
   * @param residence where the operands are
   */
  protected record Performer(
      String kernel, String library, String isa, int threads, Residence residence) {}

  /**
   * What is measured, with its operands.
   *
   * @param performer who computes
   * @param run one execution
   * @param check compares the result of one execution with the reference, on as many times the
   *     usual sample as it is told
   * @param flopsPerOp floating-point operations of one execution
   * @param bytesPerOp bytes that one execution must move at least
   * @param workspaceBytes scratch memory that it holds now; null if that is not known
   * @param close ends it
   */
  protected record Work(
      Performer performer,
      Runnable run,
      IntFunction<Accuracy> check,
      double flopsPerOp,
      double bytesPerOp,
      Supplier<@Nullable Long> workspaceBytes,
      Runnable close) {}

  /** Opens what is measured and makes its operands; runs nothing. */
  abstract Work prepare();

  /** Starts and checks. */
  @Setup
  public void open() {
    start();
    check();
  }

  /** Opens what is measured and makes its operands; runs nothing. */
  public void start() {
    published(() -> work = prepare());
  }

  /** Runs once, checks the result and publishes the {@link ForkReport}. */
  public void check() {
    check(1);
  }

  private void check(int times) {
    published(
        () -> {
          work.run().run();
          Accuracy accuracy = work.check().apply(times);
          if (!accuracy.withinBound()) {
            throw new IllegalStateException(
                "%s is wrong: relative error %.3g of element %d, the contract allows %.3g"
                    .formatted(
                        work.performer().kernel(),
                        accuracy.maxError(),
                        accuracy.worst(),
                        accuracy.errorBound()));
          }
          report(accuracy).publish();
        });
  }

  /** Floating-point operations of one execution, of what is open. */
  public double flopsPerOp() {
    return work.flopsPerOp();
  }

  /** Bytes that one execution must move at least, of what is open. */
  public double bytesPerOp() {
    return work.bytesPerOp();
  }

  /** One execution. */
  @Benchmark
  public void run() {
    work.run().run();
  }

  /** Name of the kernel that runs, after {@link #start}. */
  public String kernelInUse() {
    return work.performer().kernel();
  }

  /** Checks again if that was asked for, and closes what {@link #start} opened. */
  @TearDown
  public void close() {
    if (checkAgain) {
      check(AGAIN);
    }
    work.close().run();
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

  private ForkReport report(Accuracy accuracy) {
    Performer performer = work.performer();
    return new ForkReport(
        "ok",
        performer.kernel(),
        performer.library(),
        performer.isa(),
        performer.threads(),
        performer.residence().name().toLowerCase(Locale.ROOT),
        work.flopsPerOp(),
        work.bytesPerOp(),
        work.workspaceBytes().get(),
        accuracy.maxError(),
        accuracy.errorBound());
  }
}
