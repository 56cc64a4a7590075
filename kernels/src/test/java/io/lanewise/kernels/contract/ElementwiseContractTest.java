package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Elementwise}, for every backend. */
class ElementwiseContractTest {

  private static final String SUBJECTS = "io.lanewise.kernels.contract.Subject#elementwise";

  private static final GemmShape ANY = GemmShape.of(1, 1, 1);

  /** Every length up to past four vectors, then odd ones. */
  private static final int[] LENGTHS = lengths();

  private static final float[] SPECIAL = {
    0,
    -0.0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    1e-40f,
    -1e-40f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-10f,
    -1e-10f,
    1e-4f,
    -1e-4f,
    0.625f,
    -0.625f,
    1,
    -1,
    8,
    -8,
    9.1f,
    -9.1f,
    17,
    -17,
    87.3f,
    -87.3f,
    88.8f,
    -88.8f,
    103.9f,
    -103.9f,
    104.1f,
    -104.1f,
    1000,
    -1000,
    1e30f,
    -1e30f
  };

  private static int[] lengths() {
    int[] lengths = Arrays.copyOf(new int[0], 76);
    Arrays.setAll(lengths, i -> i);
    System.arraycopy(new int[] {127, 129, 255, 257, 1023}, 0, lengths, 71, 5);
    return lengths;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void activationsAtEveryLength(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      for (Activation f : Activation.values()) {
        for (int n : LENGTHS) {
          if (!session.takes(n, f.ordinal(), 4)) {
            continue;
          }
          for (int natives = 0; natives < 4; natives++) {
            RandomGenerator random = ContractRun.random(n);
            double range = n % 2 == 0 ? 2 : 20;
            double[] x = random.doubles(n, -range, range).toArray();
            activate(session, elementwise, f, x, new Placement(false, natives), random);
          }
          RandomGenerator random = ContractRun.random(n);
          double[] x = random.doubles(n, -5, 5).toArray();
          activate(session, elementwise, f, x, Placement.ARRAYS, random);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void activationsOfSpecialValues(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      for (Activation f : Activation.values()) {
        for (int first = 0; first < SPECIAL.length; first++) {
          double[] x = new double[SPECIAL.length];
          for (int i = 0; i < x.length; i++) {
            x[i] = SPECIAL[(first + i) % x.length];
          }
          RandomGenerator random = ContractRun.random(first);
          activate(session, elementwise, f, x, Placement.HEAP, random);
          activate(session, elementwise, f, new double[] {x[0]}, Placement.NATIVE, random);
        }
      }
    }
  }

  /** Every exponent of a float, 40 mantissas each, both signs: 4 ulp leave no gap anywhere. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void activationsOverTheWholeRange(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      RandomGenerator random = ContractRun.random(1);
      double[] x = new double[2 * 255 * 40];
      for (int i = 0; i < x.length; i++) {
        int exponent = i / 80;
        int bits = (i & 1) << 31 | exponent << 23 | random.nextInt(1 << 23);
        x[i] = Float.intBitsToFloat(bits);
      }
      double[] middle = random.doubles(20_000, -20, 20).toArray();
      for (Activation f : Activation.values()) {
        activate(session, elementwise, f, x, Placement.HEAP, random);
        activate(session, elementwise, f, middle, Placement.HEAP, random);
      }
    }
  }

  private static void activate(
      Session<GemmShape, Elementwise> session,
      Elementwise elementwise,
      Activation f,
      double[] inputs,
      Placement placement,
      RandomGenerator random) {
    int n = inputs.length;
    Replay replay = session.replay(elementwise, "activate " + f + " n " + n + ", " + placement);
    try (Arena arena = Arena.ofShared()) {
      Operand x = vector(arena, placement, 0, random, inputs);
      Operand y = vector(arena, placement, 1, random, nan(n));
      double[] expected = Reference.activate(f, x.values());
      double[] bounds = Precision.SINGLE.activationBounds(f, expected, new double[n]);
      if (placement.arrays()) {
        elementwise.activate(f, n, x.floats(), x.offset(), y.floats(), y.offset());
      } else {
        elementwise.activate(f, n, x.segment(), y.segment());
      }
      Agreement.assertWithin(y.values(), expected, bounds, replay);
      x.assertUnchanged("x", replay);
      y.assertCanaries("y", replay);
      if (placement.arrays()) {
        elementwise.activate(f, n, x.floats(), x.offset(), x.floats(), x.offset());
      } else {
        elementwise.activate(f, n, x.segment(), x.segment());
      }
      Agreement.assertWithin(x.values(), expected, bounds, "in place, " + replay);
      x.assertCanaries("x", replay);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void derivatives(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      for (Activation f : Activation.values()) {
        for (int n : LENGTHS) {
          RandomGenerator random = ContractRun.random(n);
          Placement placement =
              n % 5 == 0 ? Placement.ARRAYS : new Placement(false, random.nextInt(8));
          derivative(session, elementwise, f, n, placement, random);
        }
      }
    }
  }

  private static void derivative(
      Session<GemmShape, Elementwise> session,
      Elementwise elementwise,
      Activation f,
      int n,
      Placement placement,
      RandomGenerator random) {
    Replay replay =
        session.replay(elementwise, "activateBackward " + f + " n " + n + ", " + placement);
    double low = f == Activation.SIGMOID || f == Activation.RELU ? 0 : -1;
    double[] outputs = random.doubles(n, low, 1).toArray();
    for (int i = 0; i < n; i += 3) {
      outputs[i] = random.nextInt((int) low, 2);
    }
    try (Arena arena = Arena.ofShared()) {
      Operand y = vector(arena, placement, 0, random, outputs);
      Operand dy = vector(arena, placement, 1, random, random.doubles(n, -3, 3).toArray());
      Operand dx = vector(arena, placement, 2, random, nan(n));
      double[] expected = Reference.activateBackward(f, y.values(), dy.values());
      double[] bounds = Arrays.stream(dy.values()).map(value -> 4 * ulp(value)).toArray();
      if (placement.arrays()) {
        elementwise.activateBackward(
            f, n, y.floats(), y.offset(), dy.floats(), dy.offset(), dx.floats(), dx.offset());
      } else {
        elementwise.activateBackward(f, n, y.segment(), dy.segment(), dx.segment());
      }
      Agreement.assertWithin(dx.values(), expected, bounds, replay);
      y.assertUnchanged("y", replay);
      dy.assertUnchanged("dy", replay);
      dx.assertCanaries("dx", replay);
      if (placement.arrays()) {
        elementwise.activateBackward(
            f, n, y.floats(), y.offset(), dy.floats(), dy.offset(), dy.floats(), dy.offset());
      } else {
        elementwise.activateBackward(f, n, y.segment(), dy.segment(), dy.segment());
      }
      Agreement.assertWithin(dy.values(), expected, bounds, "in place, " + replay);
      y.assertUnchanged("y", replay);
      dy.assertCanaries("dy", replay);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void biasIsAddedAndItsGradientSummed(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      for (int rows : new int[] {0, 1, 2, 3, 7, 16, 33}) {
        for (int columns : LENGTHS) {
          if (session.takes(rows, columns, 3)) {
            RandomGenerator random = ContractRun.random(100L * rows + columns);
            Placement placement =
                columns % 5 == 0 ? Placement.ARRAYS : new Placement(false, random.nextInt(4));
            bias(session, elementwise, rows, columns, placement, random);
          }
        }
      }
    }
  }

  private static void bias(
      Session<GemmShape, Elementwise> session,
      Elementwise elementwise,
      int rows,
      int columns,
      Placement placement,
      RandomGenerator random) {
    Replay replay =
        session.replay(elementwise, "bias rows " + rows + " columns " + columns + ", " + placement);
    int n = rows * columns;
    try (Arena arena = Arena.ofShared()) {
      Operand b = vector(arena, placement, 0, random, random.doubles(columns, -1, 1).toArray());
      Operand x = vector(arena, placement, 1, random, random.doubles(n, -1, 1).toArray());
      Operand sums = vector(arena, placement, 0, random, nan(columns));
      double[] dy = x.values();
      double[] expected = Reference.addBias(rows, columns, b.values(), dy);
      double[] expectedSums = Reference.biasGradient(rows, columns, dy);
      double[] bounds =
          Agreement.scaled(
              (rows + 1) * 0x1p-24, Reference.biasGradient(rows, columns, Reference.abs(dy)));
      if (placement.arrays()) {
        elementwise.biasGradient(
            rows, columns, x.floats(), x.offset(), sums.floats(), sums.offset());
      } else {
        elementwise.biasGradient(rows, columns, x.segment(), sums.segment());
      }
      Agreement.assertWithin(sums.values(), expectedSums, bounds, "biasGradient, " + replay);
      sums.assertCanaries("dBias", replay);
      x.assertUnchanged("dy", replay);
      if (placement.arrays()) {
        elementwise.addBias(rows, columns, b.floats(), b.offset(), x.floats(), x.offset());
      } else {
        elementwise.addBias(rows, columns, b.segment(), x.segment());
      }
      Agreement.assertEqual(x.values(), expected, "addBias, " + replay);
      b.assertUnchanged("bias", replay);
      x.assertCanaries("x", replay);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void softmaxWithCrossEntropy(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      double[] ranges = {0, 1, 30, 1000, 3e38};
      for (double range : ranges) {
        for (int rows : new int[] {0, 1, 3, 8}) {
          for (int columns : new int[] {1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 31, 33, 64, 100}) {
            RandomGenerator random = ContractRun.random(1000L * rows + columns);
            Placement placement =
                columns % 5 == 0 ? Placement.ARRAYS : new Placement(false, random.nextInt(4));
            softmax(session, elementwise, rows, columns, range, placement, random);
          }
        }
      }
    }
  }

  private static void softmax(
      Session<GemmShape, Elementwise> session,
      Elementwise elementwise,
      int rows,
      int columns,
      double range,
      Placement placement,
      RandomGenerator random) {
    int n = rows * columns;
    float scale = random.nextBoolean() ? 1 : 0.125f;
    Replay replay =
        session.replay(
            elementwise,
            ("softmaxCrossEntropy rows " + rows + " columns " + columns)
                + (" scores to " + range + " scale " + scale + ", " + placement));
    int labelsOffset = random.nextInt(3);
    int[] labels = new int[labelsOffset + rows];
    Arrays.fill(labels, -7);
    double[] scores = new double[n];
    Arrays.setAll(scores, i -> (float) (range * random.nextDouble(-1, 1)));
    try (Arena arena = Arena.ofShared()) {
      Operand x = vector(arena, placement, 0, random, scores);
      Operand dx = vector(arena, placement, 1, random, nan(n));
      double[] expected = new double[n];
      double loss = 0;
      for (int row = 0; row < rows; row++) {
        int label = random.nextInt(columns);
        labels[labelsOffset + row] = label;
        double[] rowScores = Arrays.copyOfRange(scores, row * columns, (row + 1) * columns);
        double[] p = Reference.softmax(rowScores);
        for (int c = 0; c < columns; c++) {
          expected[row * columns + c] = scale * (p[c] - (c == label ? 1 : 0));
        }
        loss += Reference.crossEntropy(rowScores, label);
      }
      double[] bounds = new double[n];
      Arrays.fill(bounds, (columns + 8) * 0x1p-24 * scale);
      double actual =
          softmaxCall(elementwise, rows, columns, x, labels, labelsOffset, scale, dx, placement);
      assertLoss(actual, loss, rows, replay);
      Agreement.assertWithin(dx.values(), expected, bounds, replay);
      x.assertUnchanged("x", replay);
      dx.assertCanaries("dx", replay);
      double inPlace =
          softmaxCall(elementwise, rows, columns, x, labels, labelsOffset, scale, x, placement);
      assertLoss(inPlace, loss, rows, "in place, " + replay);
      Agreement.assertWithin(x.values(), expected, bounds, "in place, " + replay);
      x.assertCanaries("x", replay);
    }
  }

  private static double softmaxCall(
      Elementwise elementwise,
      int rows,
      int columns,
      Operand x,
      int[] labels,
      int labelsOffset,
      float scale,
      Operand dx,
      Placement placement) {
    return placement.arrays()
        ? elementwise.softmaxCrossEntropy(
            rows,
            columns,
            x.floats(),
            x.offset(),
            labels,
            labelsOffset,
            scale,
            dx.floats(),
            dx.offset())
        : elementwise.softmaxCrossEntropy(
            rows, columns, x.segment(), labels, labelsOffset, scale, dx.segment());
  }

  /** 2^-20 relative; per row also absolute, as the loss of a sure row is a difference near 0. */
  private static void assertLoss(double actual, double expected, int rows, Object replay) {
    assertThat(Math.abs(actual - expected))
        .as("%s: loss is %s, expected %s", replay, actual, expected)
        .isLessThanOrEqualTo(0x1p-20 * (expected + rows));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void sgdMomentum(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      for (int n : LENGTHS) {
        RandomGenerator random = ContractRun.random(n);
        Placement placement =
            n % 5 == 0 ? Placement.ARRAYS : new Placement(false, random.nextInt(8));
        float momentum = n % 3 == 0 ? 0 : 0.9f;
        float weightDecay = n % 2 == 0 ? 0 : 0.01f;
        step(session, elementwise, n, 0.1f, momentum, weightDecay, placement, random);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void velocityThatDecaysBecomesZero(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var elementwise = session.open(ANY)) {
      for (int n : LENGTHS) {
        float[] v = new float[n];
        float[] w = new float[n];
        Arrays.fill(v, 0, n / 2, 8 * Float.MIN_VALUE);
        Arrays.fill(v, n / 2, n, -Float.MIN_NORMAL);
        Arrays.fill(w, 1);
        float[] expected = w.clone();
        elementwise.sgdMomentum(n, 0.1f, 0.9f, 0, new float[n], 0, v, 0, w, 0);
        Replay replay = session.replay(elementwise, "sgdMomentum of subnormal velocities, n " + n);
        assertThat(v).as(replay.toString()).isEqualTo(new float[n]);
        assertThat(w).as(replay.toString()).isEqualTo(expected);
      }
    }
  }

  private static void step(
      Session<GemmShape, Elementwise> session,
      Elementwise elementwise,
      int n,
      float rate,
      float momentum,
      float weightDecay,
      Placement placement,
      RandomGenerator random) {
    Replay replay =
        session.replay(
            elementwise,
            ("sgdMomentum n " + n + " rate " + rate + " momentum " + momentum)
                + (" weightDecay " + weightDecay + ", " + placement));
    try (Arena arena = Arena.ofShared()) {
      Operand g = vector(arena, placement, 0, random, random.doubles(n, -1, 1).toArray());
      Operand v = vector(arena, placement, 1, random, random.doubles(n, -1, 1).toArray());
      Operand w = vector(arena, placement, 2, random, random.doubles(n, -1, 1).toArray());
      double[] velocity = new double[n];
      double[] weight = new double[n];
      double[] velocityBounds = new double[n];
      double[] weightBounds = new double[n];
      for (int i = 0; i < n; i++) {
        double decay = (double) weightDecay * w.get(0, i);
        velocity[i] = (double) momentum * v.get(0, i) + g.get(0, i) + decay;
        weight[i] = w.get(0, i) - rate * velocity[i];
        double magnitude =
            momentum * Math.abs(v.get(0, i)) + Math.abs(g.get(0, i)) + Math.abs(decay);
        velocityBounds[i] = Precision.SINGLE.gamma(4) * magnitude;
        weightBounds[i] = Precision.SINGLE.gamma(6) * (Math.abs(w.get(0, i)) + rate * magnitude);
      }
      if (placement.arrays()) {
        elementwise.sgdMomentum(
            n,
            rate,
            momentum,
            weightDecay,
            g.floats(),
            g.offset(),
            v.floats(),
            v.offset(),
            w.floats(),
            w.offset());
      } else {
        elementwise.sgdMomentum(
            n, rate, momentum, weightDecay, g.segment(), v.segment(), w.segment());
      }
      Agreement.assertWithin(v.values(), velocity, velocityBounds, "v, " + replay);
      Agreement.assertWithin(w.values(), weight, weightBounds, "w, " + replay);
      g.assertUnchanged("g", replay);
      v.assertCanaries("v", replay);
      w.assertCanaries("w", replay);
    }
  }

  private static Operand vector(
      Arena arena, Placement placement, int index, RandomGenerator random, double[] values) {
    return Operand.floats(arena, placement.isNative(index), random, values.length)
        .fill(values)
        .remember();
  }

  private static double[] nan(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static double ulp(double value) {
    return Math.ulp((float) value);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badOperandsAreRefused(Subject<GemmShape, Elementwise> subject) {
    int[] labels = {0, 2};
    try (var session = subject.start();
        var e = session.open(ANY)) {
      Replay replay = session.replay(e, "bad operands");
      refusals(
          replay,
          o -> e.activate(Activation.TANH, 6, o[0], o[1]),
          Argument.read("x", 6),
          Argument.written("y", 6));
      refusals(
          replay,
          o -> e.activateBackward(Activation.TANH, 6, o[0], o[1], o[2]),
          Argument.read("y", 6),
          Argument.read("dy", 6),
          Argument.written("dx", 6));
      refusals(
          replay,
          o -> e.addBias(2, 3, o[0], o[1]),
          Argument.read("bias", 3),
          Argument.written("x", 6));
      refusals(
          replay,
          o -> e.biasGradient(2, 3, o[0], o[1]),
          Argument.read("dy", 6),
          Argument.written("dBias", 3));
      refusals(
          replay,
          o -> e.softmaxCrossEntropy(2, 3, o[0], labels, 0, 1, o[1]),
          Argument.read("x", 6),
          Argument.written("dx", 6));
      refusals(
          replay,
          o -> e.sgdMomentum(6, 1, 0, 0, o[0], o[1], o[2]),
          Argument.read("g", 6),
          Argument.written("v", 6),
          Argument.written("w", 6));
    }
  }

  private static void refusals(Replay replay, Refusals.Call call, Argument... arguments) {
    new Refusals(Precision.SINGLE, replay, List.of(arguments), call).assertAll();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badSizesAndLabelsAreRefused(Subject<GemmShape, Elementwise> subject) {
    try (var session = subject.start();
        var e = session.open(ANY)) {
      float[] x = {1, 2, 3, 4, 5, 6};
      float[] y = {7, 7, 7, 7, 7, 7};
      refused(e, y, "n is -1, ", () -> e.activate(Activation.RELU, -1, x, 0, y, 0));
      refused(e, y, "xOffset is -1, ", () -> e.activate(Activation.RELU, 6, x, -1, y, 0));
      refused(e, y, "y has 5 ", () -> e.activate(Activation.RELU, 6, x, 0, y, 1));
      refused(e, y, "rows is -2, ", () -> e.addBias(-2, 3, x, 0, y, 0));
      refused(e, y, "columns is -3, ", () -> e.biasGradient(2, -3, x, 0, y, 0));
      refused(e, y, "rows columns is 4294967296, ", () -> e.biasGradient(65536, 65536, x, 0, y, 0));
      refused(
          e,
          y,
          "columns is 0, ",
          () -> e.softmaxCrossEntropy(2, 0, x, 0, new int[] {0, 0}, 0, 1, y, 0));
      refused(
          e,
          y,
          "labels[1] is 3, ",
          () -> e.softmaxCrossEntropy(2, 3, x, 0, new int[] {0, 3}, 0, 1, y, 0));
      refused(
          e,
          y,
          "labels[2] is -1, ",
          () -> e.softmaxCrossEntropy(2, 3, x, 0, new int[] {9, 0, -1}, 1, 1, y, 0));
      refused(
          e,
          y,
          "labels has 1 ",
          () -> e.softmaxCrossEntropy(2, 3, x, 0, new int[] {0, 1}, 1, 1, y, 0));
      Refusals.assertRefused(
          session.replay(e, "f null"),
          NullPointerException.class,
          "f is null.*",
          () -> e.activate(null, 6, x, 0, y, 0),
          MemorySegment.ofArray(y));
      e.close();
      e.close();
      Refusals.assertRefused(
          session.replay(e, "closed"),
          IllegalStateException.class,
          e.kernel() + " is closed",
          () -> e.activate(Activation.RELU, 6, x, 0, y, 0),
          MemorySegment.ofArray(y));
    }
  }

  private static void refused(
      Elementwise elementwise, float[] output, String message, ThrowingCallable call) {
    Refusals.assertRefused(
        elementwise,
        IllegalArgumentException.class,
        Pattern.quote(message) + ".*",
        call,
        MemorySegment.ofArray(output));
  }
}
