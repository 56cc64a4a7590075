package io.lanewise.kernels.vector;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Matrix;
import io.lanewise.kernels.Product;
import java.util.function.Supplier;

/**
 * Packed matrix multiplication. Threads divide the rows or the columns of C, never k, and each
 * packs for itself; so every element of C is the same sum in the same order for any number of
 * threads.
 */
final class VectorGemm extends Gemm {

  /** Operations that each thread gets at least: some 15 microseconds. Chosen, not measured. */
  private static final long FLOPS_PER_THREAD = 2_000_000;

  /**
   * Boundaries between threads are multiples of this, so that tiles are whole wherever they can be.
   */
  private static final int UNIT = 96;

  private final Workers workers;
  private final Supplier<Sgemm> makeSgemm;
  private final Supplier<Dgemm> makeDgemm;
  private final Sgemm[] sgemms;
  private final Dgemm[] dgemms;
  private final Workers.Task sgemmParts = this::sgemmPart;
  private final Workers.Task dgemmParts = this::dgemmPart;

  private int m;
  private int n;
  private int k;

  VectorGemm(String name, Workers workers, Supplier<Sgemm> makeSgemm, Supplier<Dgemm> makeDgemm) {
    super(name, new VectorElementwise());
    this.workers = workers;
    this.makeSgemm = makeSgemm;
    this.makeDgemm = makeDgemm;
    sgemms = new Sgemm[workers.threads()];
    dgemms = new Dgemm[workers.threads()];
  }

  @Override
  public long workspaceBytes() {
    long bytes = super.workspaceBytes();
    for (int i = 0; i < sgemms.length; i++) {
      bytes += sgemms[i] == null ? 0 : sgemms[i].bytes();
      bytes += dgemms[i] == null ? 0 : dgemms[i].bytes();
    }
    return bytes;
  }

  @Override
  protected void computeSgemm(Product product) {
    requireShared("a", product.a());
    requireShared("b", product.b());
    requireShared("c", product.c());
    int parts = partition(product.m(), product.n(), product.k());
    for (int i = 0; i < parts; i++) {
      sgemm(i).set(product);
    }
    runSgemm(parts);
    applyEpilogue(product);
  }

  private void runSgemm(int parts) {
    workers.run(parts, sgemmParts);
    for (int i = 0; i < parts; i++) {
      sgemm(i).clear();
    }
  }

  /** The loops of one thread with their own panels, made when a thread first takes part. */
  private Sgemm sgemm(int part) {
    if (sgemms[part] == null) {
      sgemms[part] = makeSgemm.get();
    }
    return sgemms[part];
  }

  @Override
  protected void computeDgemm(Product product) {
    requireShared("a", product.a());
    requireShared("b", product.b());
    requireShared("c", product.c());
    int parts = partition(product.m(), product.n(), product.k());
    for (int i = 0; i < parts; i++) {
      dgemm(i).set(product);
    }
    runDgemm(parts);
    applyEpilogue(product);
  }

  private void runDgemm(int parts) {
    workers.run(parts, dgemmParts);
    for (int i = 0; i < parts; i++) {
      dgemm(i).clear();
    }
  }

  /** The loops of one thread with their own panels, made when a thread first takes part. */
  private Dgemm dgemm(int part) {
    if (dgemms[part] == null) {
      dgemms[part] = makeDgemm.get();
    }
    return dgemms[part];
  }

  /** Refuses an operand that only the caller's thread may use where there are other threads. */
  private void requireShared(String argument, Matrix operand) {
    if (operand.isNative() && !workers.mayUse(operand.segment())) {
      throw new IllegalArgumentException(
          argument
              + " is in an arena that is confined to one thread, expected a shared one for "
              + workers.threads()
              + " threads");
    }
  }

  /** Remembers the sizes and decides how many threads share the work. */
  private int partition(int m, int n, int k) {
    this.m = m;
    this.n = n;
    this.k = k;
    long byWork = 2L * m * n * k / FLOPS_PER_THREAD;
    int bySize = (Math.max(m, n) + UNIT - 1) / UNIT;
    return (int) Math.max(1, Math.min(workers.threads(), Math.min(byWork, bySize)));
  }

  private void sgemmPart(int part, int parts) {
    run(sgemms[part], part, parts);
  }

  private void dgemmPart(int part, int parts) {
    run(dgemms[part], part, parts);
  }

  private void run(FiveLoops loops, int part, int parts) {
    if (m > n) {
      loops.run(bound(m, part, parts), bound(m, part + 1, parts), 0, n, k);
    } else {
      loops.run(0, m, bound(n, part, parts), bound(n, part + 1, parts), k);
    }
  }

  private static int bound(int size, int part, int parts) {
    int units = (size + UNIT - 1) / UNIT;
    return Math.min(size, (int) ((long) units * part / parts) * UNIT);
  }
}
