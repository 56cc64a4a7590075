package io.lanewise.bench.jmh;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Residence;
import io.lanewise.kernels.Shape;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;

/**
 * One kernel of one backend on one problem, its operands allocated where the backend copies
 * nothing, unless {@link #residence} says otherwise.
 */
public abstract class KernelBenchmark extends CheckedBenchmark {

  /** Name of one of the backend's kernels, or {@value Selection#BEST}. */
  @Param(Selection.BEST)
  public String kernel = "";

  /** heap, native, or preferred: as the backend says. */
  @Param("preferred")
  public String residence = "";

  /**
   * Whether the flags of the JVM leave OpenBLAS the core type that it detects; a parameter so that
   * viewers of JMH's JSON can tell the two apart.
   */
  @Param("false")
  public boolean detected;

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
      IntFunction<Accuracy> check,
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
        operation::workspaceBytes,
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

  /**
   * Opens the kernel asked for.
   *
   * @param best what the backend would choose
   * @throws UnsupportedOperationException if it does not compute the shape
   */
  static <S extends Shape, K extends Operation> K select(
      Selection<S, K> selection, S shape, Supplier<K> best) {
    selection
        .obstacle(shape)
        .ifPresent(
            reason -> {
              throw new UnsupportedOperationException(reason);
            });
    return selection.isBest() ? best.get() : selection.named().open(shape);
  }

  private Residence residence() {
    return residence.equals("preferred")
        ? kernels.residence()
        : Residence.valueOf(residence.toUpperCase(Locale.ROOT));
  }
}
