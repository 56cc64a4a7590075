package io.lanewise.kernels.contract;

import static io.lanewise.kernels.Transpose.NO;
import static io.lanewise.kernels.Transpose.YES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Gemm} with an {@link Epilogue}, for every kernel of every backend. */
class GemmEpilogueContractTest {

  private static final String SUBJECTS = "io.lanewise.kernels.contract.Subject#gemm";

  /**
   * A row longer than any block of a pass over C, tiles and parts of tiles, one row, one column.
   */
  private static final int[][] SIZES = {
    {1, 1, 1}, {1, 4100, 3}, {2100, 1, 3}, {5, 3, 1}, {13, 18, 11}, {35, 37, 33}, {97, 129, 20}
  };

  private static final double[] ALPHAS = {0, 1, -2.5};
  private static final double[] BETAS = {0, 1, 0.5};

  /** The last three have as many columns as a vector of some width has floats. */
  private static final int[][] SMALL = {
    {1, 1, 1}, {3, 17, 5}, {13, 18, 11}, {25, 50, 4}, {15, 16, 5}, {15, 8, 5}, {15, 4, 5}
  };

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void everySizeAndFunction(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        for (int[] size : SIZES) {
          for (int seed = 0; seed < ContractRun.count(3); seed++) {
            GemmProblem problem =
                GemmProblem.drawn(precision, size[0], size[1], size[2], 30_000 + 7 * seed);
            everyEpilogue(session, problem, problem.random().nextBoolean(), Values.REALS);
            everyEpilogue(session, problem, problem.random().nextBoolean(), Values.INTEGERS);
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void everyPlacementAndFactor(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        int at = 0;
        for (int[] size : SMALL) {
          for (Placement placement : Placement.ALL_OF_THREE) {
            for (int i = 0; i < ALPHAS.length; i++) {
              for (int j = 0; j < BETAS.length; j++) {
                if (session.takes(at++, precision.ordinal(), 19)) {
                  GemmProblem drawn =
                      GemmProblem.drawn(precision, size[0], size[1], size[2], 31_000 + at);
                  // Of two placements one after the other, one has B as it is.
                  Transpose transB = at / (ALPHAS.length * BETAS.length) % 2 == 0 ? NO : YES;
                  GemmProblem problem =
                      drawn
                          .withTransposes(drawn.transA(), transB)
                          .withPlacement(placement)
                          .withFactors(ALPHAS[i], BETAS[j]);
                  everyEpilogue(session, problem, false, Values.INTEGERS);
                  everyEpilogue(session, problem, true, Values.INTEGERS);
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
  void emptySizes(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      int[][] sizes = {{0, 5, 3}, {5, 0, 3}, {5, 3, 0}, {0, 0, 0}, {1, 1, 0}};
      for (Precision precision : Precision.values()) {
        for (int[] size : sizes) {
          for (Placement placement : Placement.PURE) {
            for (double beta : new double[] {0, 1, -1}) {
              GemmProblem problem =
                  GemmProblem.drawn(precision, size[0], size[1], size[2], 32_000)
                      .withPlacement(placement)
                      .withFactors(1, beta);
              everyEpilogue(session, problem, placement.isNative(3), Values.INTEGERS);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void infinitiesAndNaNPropagate(Subject<GemmShape, Gemm> subject) {
    try (var session = subject.start()) {
      for (Precision precision : Precision.values()) {
        for (int i = 0; i < ContractRun.count(30); i++) {
          var sizes = ContractRun.random(i);
          GemmProblem problem =
              GemmProblem.drawn(
                  precision,
                  1 + sizes.nextInt(40),
                  1 + sizes.nextInt(40),
                  1 + sizes.nextInt(10),
                  33_000 + i);
          everyEpilogue(session, problem, i % 2 == 0, Values.MOSTLY_FINITE);
        }
      }
    }
  }

  /** What the operands are filled with. */
  private enum Values {
    /** So small that alpha op(A) op(B) + beta C + bias is exact in every order. */
    INTEGERS,
    /** As those, and now and then an infinity or NaN. */
    MOSTLY_FINITE,
    REALS;

    private static final double[] RARE = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
    };

    DoubleSupplier from(RandomGenerator random) {
      return switch (this) {
        case INTEGERS -> () -> random.nextInt(-4, 5);
        case MOSTLY_FINITE ->
            () -> random.nextInt(50) == 0 ? RARE[random.nextInt(3)] : random.nextInt(-4, 5);
        case REALS -> () -> random.nextDouble(-1, 1);
      };
    }
  }

  private static void everyEpilogue(
      Session<GemmShape, Gemm> session, GemmProblem problem, boolean nativeBias, Values values) {
    if (!session.takes(problem.shape())) {
      return;
    }
    try (Gemm gemm = session.open(problem.shape())) {
      for (Epilogue.Bias bias : Epilogue.Bias.values()) {
        for (Activation f : Activation.values()) {
          if (session.takes(bias.ordinal() + f.ordinal(), values.ordinal(), 2)) {
            run(session, gemm, problem, bias, f, nativeBias, values);
          }
        }
      }
    }
  }

  private static void run(
      Session<GemmShape, Gemm> session,
      Gemm gemm,
      GemmProblem problem,
      Epilogue.Bias bias,
      Activation f,
      boolean nativeBias,
      Values values) {
    RandomGenerator random = problem.random();
    DoubleSupplier drawn = values.from(random);
    try (Arena arena = Arena.ofShared()) {
      Operand a = problem.a(arena, random, drawn).remember();
      Operand b = problem.b(arena, random, drawn).remember();
      Operand c =
          problem.c(arena, random, problem.beta() == 0 ? () -> Double.NaN : drawn).remember();
      int elements = bias == Epilogue.Bias.PER_ROW ? problem.shape().m() : problem.shape().n();
      Operand biases =
          Operand.matrix(
                  problem.precision(),
                  arena,
                  nativeBias,
                  random,
                  1,
                  elements,
                  Math.max(1, elements))
              .fill(drawn)
              .remember();
      double[] expected =
          Reference.activate(
              f, withBias(problem, bias, problem.expected(a, b, c), biases.values()));
      double[] sumBounds =
          values == Values.REALS
              ? sumBounds(problem, bias, problem.magnitude(a, b, c), biases.values())
              : new double[expected.length];
      double[] bounds = problem.precision().activationBounds(f, expected, sumBounds);
      Epilogue epilogue = epilogue(problem, bias, f, biases);
      Replay replay =
          session.replay(
              gemm, problem + ", " + epilogue + (nativeBias ? ", native bias, " : ", ") + values);
      problem.run(gemm, a, b, c, epilogue);
      Agreement.assertWithin(c.values(), expected, bounds, replay);
      a.assertUnchanged("a", replay);
      b.assertUnchanged("b", replay);
      biases.assertUnchanged("bias", replay);
      c.assertCanaries("c", replay);
    }
  }

  /** Each sum with its bias. */
  private static double[] withBias(
      GemmProblem problem, Epilogue.Bias bias, double[] sums, double[] biases) {
    int n = problem.shape().n();
    double[] all = sums.clone();
    for (int i = 0; i < all.length && bias != Epilogue.Bias.NONE; i++) {
      all[i] += biases[bias == Epilogue.Bias.PER_ROW ? i / n : i % n];
    }
    return all;
  }

  private static double[] sumBounds(
      GemmProblem problem, Epilogue.Bias bias, double[] magnitudes, double[] biases) {
    // The reference is double precision with k + 3 roundings of its own.
    int roundings = problem.shape().k() + 3;
    double gamma = problem.precision().gamma(roundings) + Precision.DOUBLE.gamma(roundings);
    return Agreement.scaled(gamma, withBias(problem, bias, magnitudes, Reference.abs(biases)));
  }

  private static Epilogue epilogue(
      GemmProblem problem, Epilogue.Bias bias, Activation f, Operand biases) {
    boolean arrays = problem.placement().arrays() && !biases.segment().isNative();
    boolean single = problem.precision() == Precision.SINGLE;
    return switch (bias) {
      case NONE -> Epilogue.of(f);
      case PER_ROW -> {
        if (!arrays) {
          yield Epilogue.perRow(biases.segment(), f);
        }
        yield single
            ? Epilogue.perRow(biases.floats(), biases.offset(), f)
            : Epilogue.perRow(biases.doubles(), biases.offset(), f);
      }
      case PER_COLUMN -> {
        if (!arrays) {
          yield Epilogue.perColumn(biases.segment(), f);
        }
        yield single
            ? Epilogue.perColumn(biases.floats(), biases.offset(), f)
            : Epilogue.perColumn(biases.doubles(), biases.offset(), f);
      }
    };
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
          for (boolean rows : new boolean[] {true, false}) {
            new Refusals(
                    precision,
                    session.replay(gemm, precision + " " + shape + ", bias per row: " + rows),
                    List.of(
                        Argument.read("a", 15),
                        Argument.read("b", 20),
                        Argument.written("c", 12),
                        Argument.read("bias", rows ? 3 : 4)),
                    operands -> call(gemm, precision, rows, operands))
                .assertAll();
          }
        }
      }
    }
  }

  private static void call(
      Gemm gemm, Precision precision, boolean rows, MemorySegment... operands) {
    MemorySegment a = operands[0];
    MemorySegment b = operands[1];
    MemorySegment c = operands[2];
    Epilogue epilogue =
        rows
            ? Epilogue.perRow(operands[3], Activation.RELU)
            : Epilogue.perColumn(operands[3], Activation.RELU);
    if (precision == Precision.SINGLE) {
      gemm.sgemm(NO, NO, 3, 4, 5, 1, a, 5, b, 4, 1, c, 4, epilogue);
    } else {
      gemm.dgemm(NO, NO, 3, 4, 5, 1, a, 5, b, 4, 1, c, 4, epilogue);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void noEpilogueIsRefused(Subject<GemmShape, Gemm> subject) {
    GemmShape shape = GemmShape.of(1, 1, 1);
    float[] x = {3, 4, 5};
    try (var session = subject.start();
        Gemm gemm = session.open(shape)) {
      Refusals.assertRefused(
          session.replay(gemm, shape),
          NullPointerException.class,
          "epilogue is null.*",
          () -> gemm.sgemm(NO, NO, 1, 1, 1, 1, x, 0, 1, x, 1, 1, 0, x, 2, 1, null),
          MemorySegment.ofArray(x));
    }
  }

  @Test
  void badEpiloguesAreRefused() {
    assertThatThrownBy(() -> Epilogue.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("activation is null");
    assertThatThrownBy(() -> Epilogue.perRow(new float[3], 4, Activation.RELU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("biasOffset is 4, expected at most the array's length 3");
    assertThatThrownBy(() -> Epilogue.perColumn(new double[3], -1, Activation.RELU))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("biasOffset is -1, expected at least 0");
  }
}
