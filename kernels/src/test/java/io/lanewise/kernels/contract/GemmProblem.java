package io.lanewise.kernels.contract;

import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.Arena;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/** One multiplication of the contract test: everything that its seed does not decide. */
record GemmProblem(
    Precision precision,
    Transpose transA,
    Transpose transB,
    GemmShape shape,
    double alpha,
    double beta,
    int gap,
    Placement placement,
    long seed) {

  private static final Transpose[] TRANSPOSES = Transpose.values();
  private static final double[] ALPHAS = {1, 1, -1, 2, 0.5};
  private static final double[] BETAS = {0, 0, 1, -1, 3};

  /** A problem of this size with everything else drawn from the seed. */
  static GemmProblem drawn(Precision precision, int m, int n, int k, long seed) {
    var random = ContractRun.random(seed);
    return new GemmProblem(
        precision,
        TRANSPOSES[random.nextInt(2)],
        TRANSPOSES[random.nextInt(2)],
        GemmShape.of(m, n, k),
        ALPHAS[random.nextInt(ALPHAS.length)],
        BETAS[random.nextInt(BETAS.length)],
        random.nextBoolean() ? 0 : 1 + random.nextInt(9),
        Placement.ALL_OF_THREE.get(random.nextInt(Placement.ALL_OF_THREE.size())),
        seed);
  }

  GemmProblem withTransposes(Transpose newTransA, Transpose newTransB) {
    return new GemmProblem(
        precision, newTransA, newTransB, shape, alpha, beta, gap, placement, seed);
  }

  GemmProblem withFactors(double newAlpha, double newBeta) {
    return new GemmProblem(
        precision, transA, transB, shape, newAlpha, newBeta, gap, placement, seed);
  }

  GemmProblem withPlacement(Placement newPlacement) {
    return new GemmProblem(precision, transA, transB, shape, alpha, beta, gap, newPlacement, seed);
  }

  RandomGenerator random() {
    return ContractRun.random(seed);
  }

  Operand a(Arena arena, RandomGenerator random, DoubleSupplier values) {
    return matrix(arena, random, 0, transA, shape.m(), shape.k()).fill(values);
  }

  Operand b(Arena arena, RandomGenerator random, DoubleSupplier values) {
    return matrix(arena, random, 1, transB, shape.k(), shape.n()).fill(values);
  }

  Operand c(Arena arena, RandomGenerator random, DoubleSupplier values) {
    return matrix(arena, random, 2, Transpose.NO, shape.m(), shape.n()).fill(values);
  }

  private Operand matrix(
      Arena arena, RandomGenerator random, int operand, Transpose trans, int rows, int columns) {
    int storedRows = trans == Transpose.NO ? rows : columns;
    int storedColumns = trans == Transpose.NO ? columns : rows;
    int ld = Math.max(1, storedColumns + gap);
    return Operand.matrix(
        precision, arena, placement.isNative(operand), random, storedRows, storedColumns, ld);
  }

  void run(Gemm gemm, Operand a, Operand b, Operand c) {
    run(gemm, a, b, c, Epilogue.NONE);
  }

  void run(Gemm gemm, Operand a, Operand b, Operand c, Epilogue epilogue) {
    precision.gemm(
        gemm,
        transA,
        transB,
        shape.m(),
        shape.n(),
        shape.k(),
        alpha,
        a,
        b,
        beta,
        c,
        epilogue,
        placement.arrays());
  }

  double[] expected(Operand a, Operand b, Operand c) {
    return Reference.gemm(
        transA,
        transB,
        shape.m(),
        shape.n(),
        shape.k(),
        alpha,
        a.values(),
        b.values(),
        beta,
        c.values());
  }

  /** |alpha| |op(A)| |op(B)| + |beta| |C|. */
  double[] magnitude(Operand a, Operand b, Operand c) {
    return Reference.gemm(
        transA,
        transB,
        shape.m(),
        shape.n(),
        shape.k(),
        Math.abs(alpha),
        Reference.abs(a.values()),
        Reference.abs(b.values()),
        Math.abs(beta),
        Reference.abs(c.values()));
  }

  @Override
  public String toString() {
    return (precision == Precision.SINGLE ? "sgemm " : "dgemm ")
        + ("" + transA.letter() + transB.letter() + " " + shape)
        + (" alpha " + alpha + " beta " + beta + ", ld wider by " + gap)
        + (", " + placement + ", seed " + seed);
  }
}
