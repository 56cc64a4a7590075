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

  private final Workers workers;
  private final Supplier<Sgemm> makeSgemm;
  private final Supplier<Dgemm> makeDgemm;
  private final SgemmInPlace sgemmInPlace;
  private final Sgemm[] sgemms;
  private final Dgemm[] dgemms;
  private final Workers.Task sgemmParts = this::sgemmPart;
  private final Workers.Task dgemmParts = this::dgemmPart;

  private GemmPath path = GemmPath.PACKED;
  private int m;
  private int n;
  private int k;

  VectorGemm(
      String name,
      Workers workers,
      Supplier<Sgemm> makeSgemm,
      Supplier<Dgemm> makeDgemm,
      SgemmInPlace sgemmInPlace) {
    super(name, new VectorElementwise());
    this.workers = workers;
    this.makeSgemm = makeSgemm;
    this.makeDgemm = makeDgemm;
    this.sgemmInPlace = sgemmInPlace;
    sgemms = new Sgemm[workers.threads()];
    dgemms = new Dgemm[workers.threads()];
  }

  @Override
  public long workspaceBytes() {
    long bytes = super.workspaceBytes() + sgemmInPlace.bytes();
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
    requireShared("bias", product.bias());
    path = GemmPath.of(product);
    if (path == GemmPath.SMALL) {
      SgemmSmall.multiply(product);
      return;
    }
    if (path == GemmPath.IN_PLACE) {
      sgemmInPlace.multiply(product);
      return;
    }
    if (path == GemmPath.ONE_VECTOR) {
      SgemmOneVector.multiply(product);
      return;
    }
    int parts = partition(product.m(), product.n(), product.k());
    for (int i = 0; i < parts; i++) {
      sgemm(i).set(product, path);
    }
    runSgemm(parts);
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
    path = GemmPath.of(product);
    if (path == GemmPath.SMALL) {
      DgemmSmall.multiply(product);
      return;
    }
    int parts = partition(product.m(), product.n(), product.k());
    for (int i = 0; i < parts; i++) {
      dgemm(i).set(product, path);
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

  private void requireShared(String argument, Matrix operand) {
    if (operand.isNative()) {
      workers.requireShared(argument, operand.segment());
    }
  }

  /** Remembers the sizes and decides how many threads share the work. */
  private int partition(int m, int n, int k) {
    this.m = m;
    this.n = n;
    this.k = k;
    return FiveLoops.parts(m, n, k, workers.threads());
  }

  private void sgemmPart(int part, int parts) {
    run(sgemms[part], part, parts);
  }

  private void dgemmPart(int part, int parts) {
    run(dgemms[part], part, parts);
  }

  private void run(FiveLoops loops, int part, int parts) {
    int m0 = FiveLoops.firstRow(m, n, part, parts);
    int m1 = FiveLoops.endRow(m, n, part, parts);
    int n0 = FiveLoops.firstColumn(m, n, part, parts);
    int n1 = FiveLoops.endColumn(m, n, part, parts);
    switch (path) {
      case FEW_COLUMNS -> loops.fewColumns(m0, m1, n, k);
      case FEW_ROWS_ALONG_K -> loops.fewRows(m, n0, n1, k);
      case FEW_ROWS -> loops.run(m0, m1, n0, n1, k, GemmPath.FEW_ROWS_KC);
      case SHORT_K -> loops.runByRows(m0, m1, n0, n1, k, k, loops.blocking.nc());
      case SMALL, IN_PLACE, ONE_VECTOR -> throw new AssertionError(path);
      case B_IN_PLACE, PACKED -> loops.run(m0, m1, n0, n1, k, loops.blocking.kc());
    }
  }
}
