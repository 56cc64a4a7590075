package io.lanewise.kernels.contract;

import static io.lanewise.kernels.Transpose.NO;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Gemm}'s strided batches, for every kernel of every backend. */
class GemmBatchContractTest {

  private static final String SUBJECTS = "io.lanewise.kernels.contract.Subject#gemm";

  private static final int[][] SIZES = {
    {1, 1, 1}, {1, 19, 7}, {19, 1, 7}, {5, 3, 1}, {13, 18, 11}, {35, 37, 33}
  };

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void everyTransposeAndPlacement(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (int[] size : SIZES) {
          for (Placement placement : Placement.ALL_OF_THREE) {
            for (Transpose transA : Transpose.values()) {
              for (Transpose transB : Transpose.values()) {
                if (session.takes(at++, precision.ordinal(), 5)) {
                  GemmProblem problem =
                      GemmProblem.drawn(precision, size[0], size[1], size[2], 20_000 + size[1])
                          .withPlacement(placement)
                          .withTransposes(transA, transB);
                  exact(session, new Batch(problem, 3, false, false, 0));
                }
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void everyStrideAndNumber(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (int batch : new int[] {0, 1, 2, 7, 33}) {
          for (int apart : new int[] {0, 1, 29}) {
            for (int shared = 0; shared < 4; shared++) {
              for (Placement placement : Placement.PURE) {
                if (session.takes(at++, precision.ordinal(), 5)) {
                  GemmProblem problem =
                      GemmProblem.drawn(precision, 6, 17, 9, 21_000 + batch)
                          .withPlacement(placement);
                  exact(
                      session,
                      new Batch(problem, batch, (shared & 1) != 0, (shared & 2) != 0, apart));
                }
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void emptyOnesAndFactors(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      int[][] sizes = {{0, 5, 3}, {5, 0, 3}, {5, 3, 0}, {0, 0, 0}, {4, 5, 3}};
      for (Precision precision : Precision.values()) {
        for (int[] size : sizes) {
          for (Placement placement : Placement.PURE) {
            for (double alpha : new double[] {0, 1, -2.75}) {
              for (double beta : new double[] {0, 1, 0.5}) {
                GemmProblem problem =
                    GemmProblem.drawn(precision, size[0], size[1], size[2], 22_000)
                        .withPlacement(placement)
                        .withFactors(alpha, beta);
                exact(session, new Batch(problem, 4, false, false, 5));
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void largeOnes(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (Placement placement : Placement.PURE) {
          for (int apart : new int[] {0, 11}) {
            if (session.takes(at++, precision.ordinal(), 5)) {
              GemmProblem problem =
                  GemmProblem.drawn(precision, 91, 110, 130, 23_000 + apart)
                      .withPlacement(placement);
              exact(session, new Batch(problem, 3, false, false, apart));
              exact(session, new Batch(problem, 2, true, true, apart));
            }
          }
        }
      }
    }
  }

  /**
   * A batch of products of small integers, so that every order of summation is exact.
   *
   * @param sharedA whether A's stride is 0
   * @param sharedB whether B's stride is 0
   * @param apart elements between the last of a matrix and the first of the next
   */
  private record Batch(
      GemmProblem problem, int batch, boolean sharedA, boolean sharedB, int apart) {

    Matrices a(Arena arena, RandomGenerator random) {
      int m = problem.shape().m();
      return matrices(arena, random, 0, problem.transA(), m, problem.shape().k(), sharedA);
    }

    Matrices b(Arena arena, RandomGenerator random) {
      int n = problem.shape().n();
      return matrices(arena, random, 1, problem.transB(), problem.shape().k(), n, sharedB);
    }

    Matrices c(Arena arena, RandomGenerator random) {
      return matrices(arena, random, 2, NO, problem.shape().m(), problem.shape().n(), false);
    }

    private Matrices matrices(
        Arena arena,
        RandomGenerator random,
        int operand,
        Transpose trans,
        int rows,
        int columns,
        boolean shared) {
      int storedRows = trans == NO ? rows : columns;
      int storedColumns = trans == NO ? columns : rows;
      int ld = Math.max(1, storedColumns + problem.gap());
      int extent =
          storedRows == 0 || storedColumns == 0 ? 0 : (storedRows - 1) * ld + storedColumns;
      return Matrices.allocate(
          problem.precision(),
          arena,
          problem.placement().isNative(operand),
          random,
          batch,
          storedRows,
          storedColumns,
          ld,
          shared ? 0 : extent + apart);
    }

    double[] expected(Matrices a, Matrices b, Matrices c) {
      GemmShape shape = problem.shape();
      double[] expected = c.operand().values();
      for (int i = 0; i < batch; i++) {
        double[] product =
            Reference.gemm(
                problem.transA(),
                problem.transB(),
                shape.m(),
                shape.n(),
                shape.k(),
                problem.alpha(),
                a.values(i),
                b.values(i),
                problem.beta(),
                c.values(i));
        for (int row = 0; row < shape.m(); row++) {
          for (int column = 0; column < shape.n(); column++) {
            expected[c.at(i, row, column)] = product[row * shape.n() + column];
          }
        }
      }
      return expected;
    }

    @Override
    public String toString() {
      return problem
          + (", batch " + batch + ", apart " + apart)
          + (sharedA ? ", one A" : "")
          + (sharedB ? ", one B" : "");
    }
  }

  private static void exact(Session<GemmShape, Gemm> session, Batch batch) {
    GemmProblem problem = batch.problem();
    GemmShape shape = problem.shape();
    if (!session.takes(shape)) {
      return;
    }
    RandomGenerator random = ContractRun.random(problem.seed());
    DoubleSupplier integers = () -> random.nextInt(-4, 5);
    try (Gemm gemm = session.open(shape);
        Arena arena = Arena.ofShared()) {
      Matrices a = batch.a(arena, random).fill(batch.batch(), integers);
      Matrices b = batch.b(arena, random).fill(batch.batch(), integers);
      Matrices c =
          batch
              .c(arena, random)
              .fill(batch.batch(), problem.beta() == 0 ? () -> Double.NaN : integers);
      a.operand().remember();
      b.operand().remember();
      c.operand().remember();
      double[] expected = batch.expected(a, b, c);
      Replay replay = session.replay(gemm, batch);
      problem
          .precision()
          .gemmBatchStrided(
              gemm,
              problem.transA(),
              problem.transB(),
              shape.m(),
              shape.n(),
              shape.k(),
              problem.alpha(),
              a,
              b,
              problem.beta(),
              c,
              batch.batch(),
              problem.placement().arrays());
      Agreement.assertEqual(c.operand().values(), expected, replay);
      a.operand().assertUnchanged("a", replay);
      b.operand().assertUnchanged("b", replay);
      c.operand().assertCanaries("c", replay);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badOperandsAreRefused(Subject<GemmShape, Gemm> subject) {
    GemmShape shape = GemmShape.of(3, 4, 5);
    try (var session = subject.start()) {
      if (!session.takes(shape)) {
        return;
      }
      for (Precision precision : Precision.values()) {
        try (Gemm gemm = session.open(shape)) {
          new Refusals(
                  precision,
                  session.replay(gemm, precision + " batch " + shape),
                  List.of(
                      Argument.read("a", 16 + 15),
                      Argument.read("b", 21 + 20),
                      Argument.written("c", 13 + 12)),
                  operands -> call(gemm, precision, 16, 21, 13, 2, operands))
              .assertAll();
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badStridesAreRefused(Subject<GemmShape, Gemm> subject) {
    GemmShape shape = GemmShape.of(3, 4, 5);
    try (var session = subject.start()) {
      if (!session.takes(shape)) {
        return;
      }
      for (Precision precision : Precision.values()) {
        try (Gemm gemm = session.open(shape)) {
          Replay replay = session.replay(gemm, precision + " batch " + shape);
          refused(replay, gemm, precision, "batch is -1, expected at least 0", 0, 0, 12, -1);
          refused(replay, gemm, precision, "strideA is -1, expected at least 0", -1, 0, 12, 2);
          refused(replay, gemm, precision, "strideB is -15, expected at least 0", 0, -15, 12, 2);
          refused(replay, gemm, precision, "strideC is 11, expected at least 12", 0, 0, 11, 2);
          refused(replay, gemm, precision, "strideC is -1, expected at least 0", 0, 0, -1, 1);
          refused(
              replay,
              gemm,
              precision,
              "b has 100 elements, expected at least 4294967316",
              0,
              1L << 32,
              12,
              2);
          refused(
              replay,
              gemm,
              precision,
              "a has 100 elements, expected at least 9223372036854775807",
              Long.MAX_VALUE / 2,
              0,
              12,
              4);
        }
      }
    }
  }

  private static void refused(
      Replay replay,
      Gemm gemm,
      Precision precision,
      String message,
      long strideA,
      long strideB,
      long strideC,
      int batch) {
    MemorySegment a = precision.array(100);
    MemorySegment b = precision.array(100);
    MemorySegment c = precision.array(100);
    Refusals.assertRefused(
        replay,
        IllegalArgumentException.class,
        message,
        () -> call(gemm, precision, strideA, strideB, strideC, batch, a, b, c),
        c);
  }

  private static void call(
      Gemm gemm,
      Precision precision,
      long strideA,
      long strideB,
      long strideC,
      int batch,
      MemorySegment... abc) {
    MemorySegment a = abc[0];
    MemorySegment b = abc[1];
    MemorySegment c = abc[2];
    if (precision == Precision.SINGLE) {
      gemm.sgemmBatchStrided(
          NO, NO, 3, 4, 5, 1, a, 5, strideA, b, 4, strideB, 1, c, 4, strideC, batch);
    } else {
      gemm.dgemmBatchStrided(
          NO, NO, 3, 4, 5, 1, a, 5, strideA, b, 4, strideB, 1, c, 4, strideC, batch);
    }
  }
}
