package io.lanewise.kernels.contract;

import static io.lanewise.kernels.Transpose.NO;
import static io.lanewise.kernels.Transpose.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Gemm}, for every kernel of every backend, in both precisions. */
class GemmContractTest {

  private static final String SUBJECTS = "io.lanewise.kernels.contract.Subject#gemm";

  /** Around multiples of 1 to 16 lanes times small factors: a tile is not part of the contract. */
  private static final int[] SIZES = {
    1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 37, 41, 47, 48, 49, 61,
    63, 64, 65, 95, 96, 97, 113, 127, 128, 129
  };

  /** Around the usual sizes of a block of k, and the next primes. */
  private static final int[] DEPTHS = {
    193, 255, 256, 257, 263, 383, 384, 385, 389, 511, 512, 513, 521
  };

  private static final double[] FACTORS = {0, 1, -1, 0.5, -2.75};

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void identityIsExact(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        for (int i = 0; i < SIZES.length; i++) {
          if (session.takes(i, precision.ordinal(), 5)) {
            int n = SIZES[i];
            GemmProblem problem = GemmProblem.drawn(precision, n, n, n, 1000 + n).withFactors(1, 0);
            multiplyByIdentity(session, problem, true);
            multiplyByIdentity(session, problem, false);
          }
        }
      }
    }
  }

  private static void multiplyByIdentity(
      Session<GemmShape, Gemm> session, GemmProblem drawn, boolean left) {
    GemmProblem problem =
        left
            ? drawn.withTransposes(Transpose.NO, drawn.transB())
            : drawn.withTransposes(drawn.transA(), Transpose.NO);
    RandomGenerator random = problem.random();
    DoubleSupplier reals = () -> random.nextDouble(-1, 1);
    run(
        session,
        problem,
        arena ->
            left ? identity(problem.a(arena, random, () -> 0)) : problem.a(arena, random, reals),
        arena ->
            left ? problem.b(arena, random, reals) : identity(problem.b(arena, random, () -> 0)),
        arena -> problem.c(arena, random, () -> Double.NaN),
        0);
  }

  private static Operand identity(Operand matrix) {
    for (int i = 0; i < matrix.columns(); i++) {
      matrix.set(i, i, 1);
    }
    return matrix;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void integersAreExactAtEverySize(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (int i = 0; i < SIZES.length; i++) {
          for (int j = 0; j < SIZES.length; j++) {
            if (session.takes(i, j, 6)) {
              int k = SIZES[(5 * i + 7 * j) % SIZES.length];
              GemmProblem drawn = GemmProblem.drawn(precision, SIZES[i], SIZES[j], k, 2000 + at);
              exact(session, drawn);
              // What is called most, which one draw in a hundred is.
              exact(
                  session,
                  drawn
                      .withTransposes(drawn.transA(), NO)
                      .withFactors(1, 0)
                      .withPlacement(Placement.ARRAYS));
            }
            at++;
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void integersAreExactAtEveryDepth(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (int k : DEPTHS) {
          for (int m : new int[] {1, 6, 17}) {
            for (int n : new int[] {1, 5, 16, 33}) {
              if (session.takes(at++, precision.ordinal(), 5)) {
                exact(session, GemmProblem.drawn(precision, m, n, k, 4000 + k));
              }
            }
          }
        }
      }
    }
  }

  /** The shape that somebody asked for, see {@link ContractRun}. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void oneShapeStoredInEveryWay(Subject<GemmShape, Gemm> subject) {
    GemmShape shape = ContractRun.shape(GemmShape::parse, "37x41:41x43");
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (Placement placement : Placement.ALL_OF_THREE) {
          for (Transpose transA : Transpose.values()) {
            for (Transpose transB : Transpose.values()) {
              if (session.takes(at++, precision.ordinal(), 5)) {
                GemmProblem problem =
                    GemmProblem.drawn(precision, shape.m(), shape.n(), shape.k(), 3000)
                        .withTransposes(transA, transB)
                        .withPlacement(placement);
                exact(session, problem);
                bounded(session, problem);
              }
            }
          }
        }
      }
    }
  }

  /** Few rows, few columns, a short k, and more of each than any blocking takes at a time. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void integersAreExactAtExtremeShapes(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      int[][] sizes = {
        {300, 70, 20},
        {9, 520, 530},
        {50, 7, 130},
        {7, 50, 130},
        {1, 400, 700},
        {400, 1, 700},
        {270, 70, 1100},
        {140, 1060, 33},
        {2060, 40, 520}
      };
      int at = 0;
      for (Precision precision : Precision.values()) {
        for (int[] size : sizes) {
          GemmProblem drawn =
              GemmProblem.drawn(precision, size[0], size[1], size[2], 5000 + size[1]);
          for (Transpose transA : Transpose.values()) {
            for (Transpose transB : Transpose.values()) {
              // A quick run has each size in one precision, stored in one way.
              if (session.takes(at / 4, at % 4, 4)
                  && session.takes(at / 4, precision.ordinal(), 2)) {
                GemmProblem problem =
                    drawn
                        .withTransposes(transA, transB)
                        .withPlacement(Placement.PURE.get(at % Placement.PURE.size()));
                exact(session, problem.withFactors(1, at / 2 % 2));
              }
              at++;
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void everyTransposePlacementAndFactor(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      // The last three have as many columns as a vector of some width has floats.
      int[][] sizes = {
        {1, 1, 1},
        {1, 19, 7},
        {19, 1, 7},
        {5, 3, 1},
        {13, 18, 11},
        {35, 37, 33},
        {29, 16, 9},
        {29, 8, 9},
        {29, 4, 9}
      };
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (int[] size : sizes) {
          for (Placement placement : Placement.ALL_OF_THREE) {
            GemmProblem drawn =
                GemmProblem.drawn(precision, size[0], size[1], size[2], 6000 + size[1])
                    .withPlacement(placement);
            for (Transpose transA : Transpose.values()) {
              for (Transpose transB : Transpose.values()) {
                if (session.takes(at++, precision.ordinal(), 5)) {
                  everyFactor(session, drawn.withTransposes(transA, transB));
                }
              }
            }
          }
        }
      }
    }
  }

  private static void everyFactor(Session<GemmShape, Gemm> session, GemmProblem problem) {
    for (int i = 0; i < FACTORS.length; i++) {
      for (int j = 0; j < FACTORS.length; j++) {
        if (session.takes(i, j, FACTORS.length)) {
          exact(session, problem.withFactors(FACTORS[i], FACTORS[j]));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void errorsStayWithinTheBound(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        var random = ContractRun.random(7);
        for (int i = 0; i < ContractRun.count(200); i++) {
          int m = 1 + random.nextInt(random.nextInt(1, 150));
          int n = 1 + random.nextInt(random.nextInt(1, 150));
          int k = 1 + random.nextInt(random.nextInt(1, 300));
          bounded(session, GemmProblem.drawn(precision, m, n, k, 8000 + i));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void largeOnesCrossEveryBlock(Subject<GemmShape, Gemm> subject) {
    int[][] sizes = {{200, 300, 700}, {401, 97, 263}, {3, 2053, 129}, {1031, 5, 67}, {2, 3, 4099}};
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        for (int i = 0; i < sizes.length; i++) {
          if (session.takes(i, precision.ordinal(), 2)) {
            int[] size = sizes[i];
            bounded(session, GemmProblem.drawn(precision, size[0], size[1], size[2], 9001 + i));
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void oneInstanceServesManySizes(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      if (!session.isAutomatic()) {
        return;
      }
      try (Gemm gemm = session.open(GemmShape.of(1, 1, 1))) {
        for (int i = 0; i < ContractRun.count(100); i++) {
          Precision precision = i % 2 == 0 ? Precision.SINGLE : Precision.DOUBLE;
          var random = ContractRun.random(i);
          int m = random.nextInt(70);
          int n = random.nextInt(70);
          exact(session, gemm, GemmProblem.drawn(precision, m, n, random.nextInt(70), i));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void emptySizes(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      int[][] sizes = {
        {0, 5, 3}, {5, 0, 3}, {5, 3, 0}, {0, 0, 3}, {0, 3, 0}, {3, 0, 0}, {0, 0, 0}, {1, 1, 0}
      };
      for (Precision precision : Precision.values()) {
        for (int[] size : sizes) {
          for (Placement placement : Placement.PURE) {
            GemmProblem drawn =
                GemmProblem.drawn(precision, size[0], size[1], size[2], 11_000)
                    .withPlacement(placement);
            everyFactor(session, drawn);
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void withoutAlphaNothingOfAAndBIsRead(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        for (double beta : FACTORS) {
          GemmProblem problem = GemmProblem.drawn(precision, 9, 17, 5, 12_000).withFactors(0, beta);
          RandomGenerator random = problem.random();
          run(
              session,
              problem,
              arena -> problem.a(arena, random, () -> Double.NaN),
              arena -> problem.b(arena, random, () -> Double.POSITIVE_INFINITY),
              arena -> problem.c(arena, random, beta == 0 ? () -> Double.NaN : integers(random)),
              0);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void infinitiesAndNaNPropagate(Subject<GemmShape, Gemm> subject) {
    double[] rare = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        for (int i = 0; i < ContractRun.count(60); i++) {
          var sizes = ContractRun.random(i);
          GemmProblem problem =
              GemmProblem.drawn(
                  precision,
                  1 + sizes.nextInt(40),
                  1 + sizes.nextInt(40),
                  1 + sizes.nextInt(40),
                  13_000 + i);
          RandomGenerator random = problem.random();
          DoubleSupplier mostlyFinite =
              () -> random.nextInt(50) == 0 ? rare[random.nextInt(3)] : random.nextInt(-4, 5);
          run(
              session,
              problem,
              arena -> problem.a(arena, random, mostlyFinite),
              arena -> problem.b(arena, random, mostlyFinite),
              arena -> problem.c(arena, random, integers(random)),
              0);
        }
      }
    }
  }

  /** Integers so small that every partial sum is below 2^24: any order of summation is exact. */
  private static DoubleSupplier integers(RandomGenerator random) {
    return () -> random.nextInt(-4, 5);
  }

  private static void exact(Session<GemmShape, Gemm> session, GemmProblem problem) {
    if (session.takes(problem.shape())) {
      try (Gemm gemm = session.open(problem.shape())) {
        exact(session, gemm, problem);
      }
    }
  }

  private static void exact(Session<GemmShape, Gemm> session, Gemm gemm, GemmProblem problem) {
    RandomGenerator random = problem.random();
    run(
        session,
        gemm,
        problem,
        arena -> problem.a(arena, random, integers(random)),
        arena -> problem.b(arena, random, integers(random)),
        arena ->
            problem.c(arena, random, problem.beta() == 0 ? () -> Double.NaN : integers(random)),
        0);
  }

  private static void bounded(Session<GemmShape, Gemm> session, GemmProblem problem) {
    RandomGenerator random = problem.random();
    DoubleSupplier reals = () -> random.nextDouble(-1, 1);
    // The reference is double precision with k + 2 roundings of its own.
    int roundings = problem.shape().k() + 2;
    run(
        session,
        problem,
        arena -> problem.a(arena, random, reals),
        arena -> problem.b(arena, random, reals),
        arena -> problem.c(arena, random, problem.beta() == 0 ? () -> Double.NaN : reals),
        problem.precision().gamma(roundings) + Precision.DOUBLE.gamma(roundings));
  }

  private interface Allocation {
    Operand in(Arena arena);
  }

  private static void run(
      Session<GemmShape, Gemm> session,
      GemmProblem problem,
      Allocation allocateA,
      Allocation allocateB,
      Allocation allocateC,
      double gamma) {
    if (session.takes(problem.shape())) {
      try (Gemm gemm = session.open(problem.shape())) {
        run(session, gemm, problem, allocateA, allocateB, allocateC, gamma);
      }
    }
  }

  private static void run(
      Session<GemmShape, Gemm> session,
      Gemm gemm,
      GemmProblem problem,
      Allocation allocateA,
      Allocation allocateB,
      Allocation allocateC,
      double gamma) {
    try (Arena arena = Arena.ofShared()) {
      Operand a = allocateA.in(arena).remember();
      Operand b = allocateB.in(arena).remember();
      Operand c = allocateC.in(arena).remember();
      double[] expected = problem.expected(a, b, c);
      double[] bounds =
          gamma == 0
              ? new double[expected.length]
              : Agreement.scaled(gamma, problem.magnitude(a, b, c));
      Replay replay = session.replay(gemm, problem);
      problem.run(gemm, a, b, c);
      Agreement.assertWithin(c.values(), expected, bounds, replay);
      a.assertUnchanged("a", replay);
      b.assertUnchanged("b", replay);
      c.assertCanaries("c", replay);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void resultsRepeat(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        GemmProblem problem = GemmProblem.drawn(precision, 67, 45, 131, 14_000).withFactors(1, 0);
        if (session.takes(problem.shape())) {
          double[] first = repeated(session, problem);
          assertThat(Arrays.equals(repeated(session, problem), first))
              .as("%s: equal results of equal calls", problem)
              .isTrue();
        }
      }
    }
  }

  private static double[] repeated(Session<GemmShape, Gemm> session, GemmProblem problem) {
    RandomGenerator random = problem.random();
    DoubleSupplier reals = () -> random.nextDouble(-1, 1);
    try (Arena arena = Arena.ofShared();
        Gemm gemm = session.open(problem.shape())) {
      Operand a = problem.a(arena, random, reals);
      Operand b = problem.b(arena, random, reals);
      Operand c = problem.c(arena, random, () -> Double.NaN);
      problem.run(gemm, a, b, c);
      return c.values();
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
                  session.replay(gemm, precision + " " + shape),
                  List.of(
                      Argument.read("a", 15), Argument.read("b", 20), Argument.written("c", 12)),
                  operands -> call(gemm, precision, NO, NO, 3, 4, 5, 5, 4, 4, operands))
              .assertAll();
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badSizesAreRefused(Subject<GemmShape, Gemm> subject) {
    GemmShape shape = GemmShape.of(3, 4, 5);
    try (var session = subject.start()) {
      if (!session.takes(shape)) {
        return;
      }
      for (Precision precision : Precision.values()) {
        try (Gemm gemm = session.open(shape)) {
          Bad bad = new Bad(session.replay(gemm, precision + " " + shape), gemm, precision);
          bad.sizes("m is -1, expected at least 0", NO, NO, -1, 4, 5, 5, 4, 4);
          bad.sizes("n is -1, expected at least 0", NO, NO, 3, -1, 5, 5, 4, 4);
          bad.sizes("k is -2147483648, expected at least 0", NO, NO, 3, 4, 1 << 31, 5, 4, 4);
          bad.sizes("lda is 4, expected at least 5", NO, NO, 3, 4, 5, 4, 4, 4);
          bad.sizes("lda is 2, expected at least 3", YES, NO, 3, 4, 5, 2, 4, 4);
          bad.sizes("ldb is 3, expected at least 4", NO, NO, 3, 4, 5, 5, 3, 4);
          bad.sizes("ldb is 4, expected at least 5", NO, YES, 3, 4, 5, 5, 4, 4);
          bad.sizes("ldc is 3, expected at least 4", NO, NO, 3, 4, 5, 5, 4, 3);
          bad.sizes("ldc is 0, expected at least 1", NO, NO, 0, 0, 0, 1, 1, 0);
          bad.sizes(
              "a has 100 elements, expected at least 2147483651",
              NO,
              NO,
              3,
              4,
              5,
              1073741823,
              4,
              4);
          gemm.close();
          gemm.close();
          assertThatThrownBy(
                  () -> call(gemm, precision, NO, NO, 3, 4, 5, 5, 4, 4, bad.a, bad.b, bad.c))
              .as("%s", bad.replay)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining(gemm.kernel() + " is closed");
        }
      }
    }
  }

  /** Good operands for a call that is refused for its sizes. */
  private static final class Bad {
    final Replay replay;
    final Gemm gemm;
    final Precision precision;
    final MemorySegment a;
    final MemorySegment b;
    final MemorySegment c;

    Bad(Replay replay, Gemm gemm, Precision precision) {
      this.replay = replay;
      this.gemm = gemm;
      this.precision = precision;
      a = precision.array(100);
      b = precision.array(100);
      c = precision.array(100);
    }

    void sizes(
        String message,
        Transpose transA,
        Transpose transB,
        int m,
        int n,
        int k,
        int lda,
        int ldb,
        int ldc) {
      Refusals.assertRefused(
          replay,
          IllegalArgumentException.class,
          message,
          () -> call(gemm, precision, transA, transB, m, n, k, lda, ldb, ldc, a, b, c),
          c);
    }
  }

  private static void call(
      Gemm gemm,
      Precision precision,
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      int lda,
      int ldb,
      int ldc,
      MemorySegment... abc) {
    if (precision == Precision.SINGLE) {
      gemm.sgemm(transA, transB, m, n, k, 1, abc[0], lda, abc[1], ldb, 1, abc[2], ldc);
    } else {
      gemm.dgemm(transA, transB, m, n, k, 1, abc[0], lda, abc[1], ldb, 1, abc[2], ldc);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badArraysAreRefused(Subject<GemmShape, Gemm> subject) {
    GemmShape shape = GemmShape.of(2, 2, 2);
    try (var session = subject.start()) {
      if (!session.takes(shape)) {
        return;
      }
      try (Gemm gemm = session.open(shape)) {
        badFloats(gemm, session.replay(gemm, shape));
        badDoubles(gemm, session.replay(gemm, shape));
      }
    }
  }

  private static void badFloats(Gemm gemm, Replay replay) {
    float[] x = {1, 2, 3, 4, 5};
    float[] c = {1, 2, 3, 4, 5, 6, 7, 8};
    MemorySegment out = MemorySegment.ofArray(c);
    Class<IllegalArgumentException> refusal = IllegalArgumentException.class;
    Refusals.assertRefused(
        replay,
        NullPointerException.class,
        "a is null.*",
        () -> gemm.sgemm(NO, NO, 2, 2, 2, 1, null, 0, 2, x, 0, 2, 1, c, 0, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "aOffset is -1, expected at least 0",
        () -> gemm.sgemm(NO, NO, 2, 2, 2, 1, x, -1, 2, x, 0, 2, 1, c, 0, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "b has 3 elements from offset 2, expected at least 4",
        () -> gemm.sgemm(NO, NO, 2, 2, 2, 1, x, 1, 2, x, 2, 2, 1, c, 0, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "cOffset is 9, expected at most the array's length 8",
        () -> gemm.sgemm(NO, NO, 2, 2, 2, 1, x, 1, 2, x, 0, 2, 1, c, 9, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "c overlaps b.*",
        () -> gemm.sgemm(NO, NO, 2, 2, 2, 1, x, 1, 2, c, 3, 2, 1, c, 0, 2),
        out);
    gemm.sgemm(NO, NO, 2, 2, 2, 1, c, 4, 2, c, 4, 2, 0, c, 0, 2);
    assertThat(c)
        .as("%s: side by side in one array", replay)
        .containsExactly(67, 78, 91, 106, 5, 6, 7, 8);
  }

  private static void badDoubles(Gemm gemm, Replay replay) {
    double[] x = {1, 2, 3, 4, 5};
    double[] c = {1, 2, 3, 4, 5, 6, 7, 8};
    MemorySegment out = MemorySegment.ofArray(c);
    Class<IllegalArgumentException> refusal = IllegalArgumentException.class;
    Refusals.assertRefused(
        replay,
        NullPointerException.class,
        "b is null.*",
        () -> gemm.dgemm(NO, NO, 2, 2, 2, 1, x, 0, 2, null, 0, 2, 1, c, 0, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "cOffset is -1, expected at least 0",
        () -> gemm.dgemm(NO, NO, 2, 2, 2, 1, x, 0, 2, x, 0, 2, 1, c, -1, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "a has 3 elements from offset 2, expected at least 4",
        () -> gemm.dgemm(NO, NO, 2, 2, 2, 1, x, 2, 2, x, 0, 2, 1, c, 0, 2),
        out);
    Refusals.assertRefused(
        replay,
        refusal,
        "c overlaps a.*",
        () -> gemm.dgemm(NO, NO, 2, 2, 2, 1, c, 1, 2, x, 0, 2, 1, c, 4, 2),
        out);
    gemm.dgemm(NO, NO, 2, 2, 2, 1, c, 4, 2, c, 4, 2, 0, c, 0, 2);
    assertThat(c)
        .as("%s: side by side in one array", replay)
        .containsExactly(67, 78, 91, 106, 5, 6, 7, 8);
  }
}
