package io.lanewise.kernels.contract;

import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Shape;
import io.lanewise.kernels.Variant;

/** A subject with its backend open, for one test method. */
final class Session<S extends Shape, K extends Operation> implements AutoCloseable {

  private final Subject<S, K> subject;
  private final Kernels kernels;

  Session(Subject<S, K> subject) {
    this.subject = subject;
    kernels = Backends.require(subject.backend()).open(new KernelOptions(subject.threads()));
  }

  boolean isAutomatic() {
    return subject.kernel().equals(Subject.AUTOMATIC);
  }

  /** How many of so many problems to take: all with one thread, a sixth with more. */
  int count(int problems) {
    int taken = ContractRun.count(problems);
    return subject.threads() == 1 ? taken : taken / 6;
  }

  /** As {@link ContractRun#takes(int, int, int)}, with more threads than one a third of it. */
  boolean takes(int first, int second, int oneIn) {
    return ContractRun.takes(first, second, subject.threads() == 1 ? oneIn : 3 * oneIn);
  }

  /**
   * Whether to run this shape: it was not left out by {@link ContractRun}, and the kernel computes
   * it. The automatic choice computes all.
   */
  boolean takes(S shape) {
    return ContractRun.takes(shape) && (isAutomatic() || variant().supports().test(shape));
  }

  /** The operation under test. */
  K open(S shape) {
    return isAutomatic() ? subject.automatic().apply(kernels, shape) : variant().open(shape);
  }

  /** The line that a failure prints. */
  Replay replay(K operation, Object problem) {
    return new Replay(
        subject.backend(),
        operation.kernel(),
        subject.kernel(),
        kernels.options().threads(),
        kernels.describe().isa(),
        problem);
  }

  private Variant<S, K> variant() {
    return subject.variants().apply(kernels).stream()
        .filter(variant -> variant.name().equals(subject.kernel()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    kernels.close();
  }
}
