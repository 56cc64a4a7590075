package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Conv2d}, for every kernel of every backend, in all three directions. */
class Conv2dContractTest {

  private static final Activation[] ACTIVATIONS = Activation.values();

  private static final String SUBJECTS = "io.lanewise.kernels.contract.Subject#conv2d";

  /** Each says what it is for. */
  private static final List<String> SHAPES =
      List.of(
          "mb1ic1ih1oc1kh1n\"one pixel\"",
          "mb3ic5ih4iw7oc6kh1kw1n\"1x1\"",
          "mb2ic3ih9iw8oc4kh1kw1sh2sw3n\"1x1 with stride\"",
          "mb2ic2ih5iw6oc3kh1kw1ph1pw2n\"1x1 with padding\"",
          "mb1ic2ih11iw9oc3kh2kw2sh4sw3n\"stride over kernel size\"",
          "mb3ic1ih28oc6oh28kh5ph2n\"LeNet-5, first\"",
          "mb5ic6ih14oc16oh10kh5n\"LeNet-5, second\"",
          "mb3ic16ih5oc120oh1kh5n\"LeNet-5, third: the kernel covers the image\"",
          "mb2ic3ih7iw12oc5oh5ow10kh3kw3n\"H unlike W\"",
          "mb1ic3ih8iw6oc4oh9ow7kh3kw3sh1sw1ph1pw1n\"more rows below than above, as in ceil mode\"",
          "mb2ic2ih10iw9oc3oh4ow3kh3kw3sh2sw2ph0pw0n\"unused rows: negative padding below\"",
          "mb1ic2ih6iw6oc3oh2ow3kh3kw2sh1sw1ph0pw0n\"unused columns\"",
          "mb1ic2ih4iw5oc3oh8ow9kh2kw2sh1sw1ph3pw3n\"windows wholly in the padding\"",
          "mb1ic1ih3iw3oc2oh6ow6kh2kw2sh3sw3ph5pw4n\"stride over size, in the padding\"",
          "mb2ic3ih13iw11oc4oh9ow7kh3kw3sh1sw1ph0pw0dh1dw1n\"dilation\"",
          "mb1ic2ih12iw14oc3oh6ow5kh3kw2sh2sw3ph2pw1dh2dw3n\"dilation, stride and padding\"",
          "mb1ic1ih4iw4oc1oh2ow2kh3kw3sh1sw1ph3pw3dh3dw3n\"dilation beyond the image\"",
          "g2mb2ic6ih7iw6oc4oh7ow6kh3kw3ph1pw1n\"two groups\"",
          "g3mb1ic3ih9oc3oh9kh3ph1n\"depthwise\"",
          "g4mb3ic4ih8iw5oc8oh4ow3kh3kw3sh2sw2ph1pw1n\"depthwise with multiplier\"",
          "g40mb2ic40ih7oc40oh7kh3ph1n\"depthwise, small planes\"",
          "g24mb2ic24ih14oc24oh7kh3sh2ph1n\"depthwise, small planes with stride\"",
          "g20mb2ic20ih5iw16oc20oh7ow14kh3kw3sh1sw1ph2pw0n\"depthwise, rows of a vector\"",
          "g17mb2ic17ih9iw11oc17oh5ow6kh3kw3sh2sw2ph2pw1n\"depthwise, short rows, uneven padding\"",
          "g5mb1ic10ih4iw4oc15oh4ow4kh1kw1ph0pw0n\"1x1 in groups\"",
          "mb1ic1ih1iw33oc2oh1ow31kh1kw3n\"one row\"",
          "mb1ic1ih40iw1oc2oh38ow1kh3kw1n\"one column\"",
          "mb2ic17ih6iw19oc18oh6ow19kh3kw3ph1pw1n\"channels past a vector\"",
          "mb2ic32ih5iw14oc48oh5ow14kh3kw3ph1pw1n\"whole vectors of channels\"",
          "g2mb2ic36ih5iw10oc70oh5ow10kh3kw3ph1pw1n\"channels past vectors in groups\"",
          "mb1ic40ih7iw16oc50oh4ow8kh3kw3sh2sw2ph1pw1n\"channels past vectors with stride\"",
          "mb17ic3ih6oc5oh6kh3ph1n\"images past a vector\"",
          "mb33ic3ih5oc2oh5kh3ph1n\"more images than two vectors, odd sizes\"",
          "mb1ic33ih3oc34oh3kh3ph1n\"more channels than pixels\"",
          "mb2ic8ih6iw33oc32oh6ow33kh3kw3ph1pw1n\"rows past two vectors\"",
          "mb5ic4ih7iw23oc5oh3ow5kh3kw11sh3sw3ph1pw0n\"tiles of every third tap\"",
          "g12mb4ic12ih5iw18oc12oh1ow6kh3kw7sh4sw2ph1pw0dh2dw0n\"tiles of every second tap\"");

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void namedShapes(Subject<Conv2dShape, Conv2d> subject) {
    try (var session = subject.start()) {
      int seed = 1000;
      int combinations = 2 * Placement.PURE.size();
      for (String problem : SHAPES) {
        for (Placement placement : Placement.PURE) {
          for (boolean bias : new boolean[] {true, false}) {
            // A quick run takes one for each shape, and each in its turn.
            if (session.takes(seed / combinations, seed % combinations, combinations)) {
              Activation activation = ACTIVATIONS[seed % ACTIVATIONS.length];
              Conv2dShape shape = Conv2dShape.parse(problem);
              exact(session, new Conv2dProblem(shape, bias, activation, placement, seed));
            }
            seed++;
          }
        }
      }
    }
  }

  /** The shape that somebody asked for, see {@link ContractRun}. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void oneShapeInEveryPlace(Subject<Conv2dShape, Conv2d> subject) {
    Conv2dShape shape = ContractRun.shape(Conv2dShape::parse, "mb2ic3ih7iw6oc5kh3kw2ph1pw0");
    try (var session = subject.start()) {
      int at = 0;
      for (Placement placement : Placement.PURE) {
        for (Activation activation : ACTIVATIONS) {
          if (session.takes(at++, 0, 5)) {
            var problem = new Conv2dProblem(shape, true, activation, placement, 10_000);
            exact(session, problem);
            RandomGenerator random = ContractRun.random(problem.seed());
            check(session, problem, random, Values.reals(random));
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void randomShapesInIntegers(Subject<Conv2dShape, Conv2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < session.count(600); i++) {
        exact(session, drawn(20_000 + i));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void errorsStayWithinTheBound(Subject<Conv2dShape, Conv2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < session.count(340); i++) {
        Conv2dProblem problem = drawn(30_000 + i);
        RandomGenerator random = ContractRun.random(problem.seed());
        check(session, problem, random, Values.reals(random));
      }
      for (int i = 0; i < SHAPES.size(); i++) {
        // A quick run has each shape in integers already.
        if (session.takes(i, 0, 11)) {
          var problem = named(SHAPES.get(i), true, 40_000);
          RandomGenerator random = ContractRun.random(problem.seed());
          check(session, problem, random, Values.reals(random));
        }
      }
    }
  }

  /** Bias, activation, place of the operands and direction change from call to call. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void oneInstanceServesManyCalls(Subject<Conv2dShape, Conv2d> subject) {
    Conv2dShape s = Conv2dShape.parse("g2mb2ic6ih7iw6oc4oh7ow6kh3kw3ph1pw1");
    try (var session = subject.start()) {
      if (!session.takes(s)) {
        return;
      }
      try (Conv2d conv = session.open(s)) {
        for (int i = 0; i < 24; i++) {
          Placement placement = Placement.PURE.get(i % Placement.PURE.size());
          var problem =
              new Conv2dProblem(s, i % 4 > 0, ACTIVATIONS[i / 2 % 4], placement, 80_000 + i);
          RandomGenerator random = ContractRun.random(problem.seed());
          try (Arena arena = Arena.ofShared()) {
            Replay replay = session.replay(conv, problem);
            forward(conv, problem, replay, arena, random, Values.integers(random));
            if (i % 3 == 0) {
              backwardData(conv, problem, replay, arena, random, Values.integers(random));
            }
            backwardWeights(conv, problem, replay, arena, random, Values.integers(random));
          }
        }
      }
    }
  }

  /** One element of a few hundred; the zeros of the padding times weights stay zeros. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void nanAndInfinityPropagate(Subject<Conv2dShape, Conv2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(100); i++) {
        Conv2dProblem problem = drawn(60_000 + i);
        RandomGenerator random = ContractRun.random(problem.seed());
        check(session, problem, random, Values.special(random));
      }
    }
  }

  /**
   * What operands are filled with.
   *
   * @param images of what the window moves over: src, and diffDst in backwardData
   * @param weights of the others
   * @param rounding whether sums may be rounded
   */
  private record Values(DoubleSupplier images, DoubleSupplier weights, boolean rounding) {

    static Values integers(RandomGenerator random) {
      DoubleSupplier integers = () -> random.nextInt(-4, 5);
      return new Values(integers, integers, false);
    }

    static Values reals(RandomGenerator random) {
      DoubleSupplier reals = () -> random.nextDouble(-1, 1);
      return new Values(reals, reals, true);
    }

    static Values special(RandomGenerator random) {
      double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
      DoubleSupplier integers = () -> random.nextInt(-4, 5);
      return new Values(
          () -> random.nextInt(300) == 0 ? special[random.nextInt(3)] : random.nextInt(-4, 5),
          integers,
          false);
    }
  }

  /** Every parameter from the seed; sizes so that small tensors of odd lengths come out. */
  private static Conv2dProblem drawn(long seed) {
    var random = ContractRun.random(seed);
    Placement placement =
        random.nextInt(4) == 0 ? Placement.ARRAYS : new Placement(false, random.nextInt(16));
    Activation activation =
        random.nextBoolean() ? Activation.IDENTITY : ACTIVATIONS[random.nextInt(4)];
    return new Conv2dProblem(
        RandomShapes.conv2d(random), random.nextBoolean(), activation, placement, seed);
  }

  private static Conv2dProblem named(String shape, boolean bias, long seed) {
    return new Conv2dProblem(
        Conv2dShape.parse(shape), bias, Activation.IDENTITY, Placement.HEAP, seed);
  }

  private static void exact(Session<Conv2dShape, Conv2d> session, Conv2dProblem problem) {
    RandomGenerator random = ContractRun.random(problem.seed());
    check(session, problem, random, Values.integers(random));
  }

  private static void check(
      Session<Conv2dShape, Conv2d> session,
      Conv2dProblem problem,
      RandomGenerator random,
      Values values) {
    Conv2dShape s = problem.shape();
    if (!session.takes(s)) {
      return;
    }
    try (Arena arena = Arena.ofShared();
        Conv2d conv = session.open(s)) {
      Replay replay = session.replay(conv, problem);
      forward(conv, problem, replay, arena, random, values);
      backwardData(conv, problem, replay, arena, random, values);
      backwardWeights(conv, problem, replay, arena, random, values);
    }
  }

  private static void forward(
      Conv2d conv,
      Conv2dProblem problem,
      Replay replay,
      Arena arena,
      RandomGenerator random,
      Values values) {
    Conv2dShape s = problem.shape();
    Placement placement = problem.placement();
    Operand src =
        operand(arena, placement, 0, random, s.srcElements()).fill(values.images()).remember();
    Operand weights =
        operand(arena, placement, 1, random, s.weightElements()).fill(values.weights()).remember();
    Operand bias =
        problem.bias()
            ? operand(arena, placement, 2, random, s.oc()).fill(values.weights()).remember()
            : null;
    Operand dst = output(arena, placement, 3, random, s.dstElements());
    double[] b = bias == null ? null : bias.values();
    double[] sums = Reference.conv2dForward(s, src.values(), weights.values(), b);
    double[] sumBounds =
        values.rounding()
            ? bounds(
                (double) s.ic() / s.groups() * s.kh() * s.kw(),
                Reference.conv2dForward(
                    s,
                    Reference.abs(src.values()),
                    Reference.abs(weights.values()),
                    b == null ? null : Reference.abs(b)))
            : new double[sums.length];
    double[] expected = Reference.activate(problem.activation(), sums);
    double[] bounds = Precision.SINGLE.activationBounds(problem.activation(), expected, sumBounds);
    problem.forward(conv, src, weights, bias, dst);
    Agreement.assertWithin(dst.values(), expected, bounds, "forward, " + replay);
    dst.assertCanaries("dst", replay);
    src.assertUnchanged("src", replay);
    weights.assertUnchanged("weights", replay);
    if (bias != null) {
      bias.assertUnchanged("bias", replay);
    }
  }

  private static void backwardData(
      Conv2d conv,
      Conv2dProblem problem,
      Replay replay,
      Arena arena,
      RandomGenerator random,
      Values values) {
    Conv2dShape s = problem.shape();
    Placement placement = problem.placement();
    Operand diffDst =
        operand(arena, placement, 0, random, s.dstElements()).fill(values.images()).remember();
    Operand weights =
        operand(arena, placement, 1, random, s.weightElements()).fill(values.weights()).remember();
    Operand diffSrc = output(arena, placement, 2, random, s.srcElements());
    double[] expected = Reference.conv2dBackwardData(s, diffDst.values(), weights.values());
    problem.backwardData(conv, diffDst, weights, diffSrc);
    Agreement.assertWithin(
        diffSrc.values(),
        expected,
        values.rounding()
            ? bounds(
                (double) s.oc() / s.groups() * s.kh() * s.kw(),
                Reference.conv2dBackwardData(
                    s, Reference.abs(diffDst.values()), Reference.abs(weights.values())))
            : new double[expected.length],
        "backwardData, " + replay);
    diffSrc.assertCanaries("diffSrc", replay);
    diffDst.assertUnchanged("diffDst", replay);
    weights.assertUnchanged("weights", replay);
  }

  private static void backwardWeights(
      Conv2d conv,
      Conv2dProblem problem,
      Replay replay,
      Arena arena,
      RandomGenerator random,
      Values values) {
    Conv2dShape s = problem.shape();
    Placement placement = problem.placement();
    Operand src =
        operand(arena, placement, 0, random, s.srcElements()).fill(values.images()).remember();
    Operand diffDst =
        operand(arena, placement, 1, random, s.dstElements()).fill(values.weights()).remember();
    Operand diffWeights = output(arena, placement, 2, random, s.weightElements());
    Operand diffBias = problem.bias() ? output(arena, placement, 3, random, s.oc()) : null;
    double terms = (double) s.mb() * s.oh() * s.ow();
    double[] expected = Reference.conv2dBackwardWeights(s, src.values(), diffDst.values());
    problem.backwardWeights(conv, src, diffDst, diffWeights, diffBias);
    double[] dy = Reference.abs(diffDst.values());
    Agreement.assertWithin(
        diffWeights.values(),
        expected,
        values.rounding()
            ? bounds(terms, Reference.conv2dBackwardWeights(s, Reference.abs(src.values()), dy))
            : new double[expected.length],
        "backwardWeights, " + replay);
    diffWeights.assertCanaries("diffWeights", replay);
    src.assertUnchanged("src", replay);
    diffDst.assertUnchanged("diffDst", replay);
    if (diffBias != null) {
      Agreement.assertWithin(
          diffBias.values(),
          Reference.conv2dBackwardBias(s, diffDst.values()),
          values.rounding()
              ? bounds(terms, Reference.conv2dBackwardBias(s, dy))
              : new double[s.oc()],
          "backwardWeights, bias, " + replay);
      diffBias.assertCanaries("diffBias", replay);
    }
  }

  private static Operand operand(
      Arena arena, Placement placement, int index, RandomGenerator random, long elements) {
    return Operand.floats(arena, placement.isNative(index), random, elements);
  }

  /** An operand to be written, full of NaN. */
  private static Operand output(
      Arena arena, Placement placement, int index, RandomGenerator random, long elements) {
    return operand(arena, placement, index, random, elements).fill(() -> Double.NaN).remember();
  }

  private static double[] bounds(double terms, double[] magnitude) {
    double gamma = Precision.SINGLE.gamma(terms + 2) + Precision.DOUBLE.gamma(terms + 2);
    return Agreement.scaled(gamma, magnitude);
  }

  /** In integers both sides of the identities are exact. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void theBackwardDirectionsAreAdjoint(Subject<Conv2dShape, Conv2d> subject) {
    try (var session = subject.start()) {
      List<Conv2dProblem> problems = new ArrayList<>();
      for (int i = 0; i < SHAPES.size(); i++) {
        if (session.takes(i, 1, 7)) {
          problems.add(named(SHAPES.get(i), false, 50_000));
        }
      }
      for (int i = 0; i < ContractRun.count(60); i++) {
        problems.add(drawn(51_000 + i));
      }
      for (Conv2dProblem problem : problems) {
        if (session.takes(problem.shape())) {
          adjoint(session, problem);
        }
      }
    }
  }

  private static void adjoint(Session<Conv2dShape, Conv2d> session, Conv2dProblem problem) {
    Conv2dShape s = problem.shape();
    Placement placement = problem.placement();
    RandomGenerator random = ContractRun.random(problem.seed());
    DoubleSupplier values = () -> random.nextInt(-4, 5);
    try (Arena arena = Arena.ofShared();
        Conv2d conv = session.open(s)) {
      Operand x = operand(arena, placement, 0, random, s.srcElements()).fill(values);
      Operand w = operand(arena, placement, 1, random, s.weightElements()).fill(values);
      Operand y = operand(arena, placement, 0, random, s.dstElements()).fill(values);
      Operand dst = output(arena, placement, 3, random, s.dstElements());
      Operand diffSrc = output(arena, placement, 2, random, s.srcElements());
      Operand diffWeights = output(arena, placement, 2, random, s.weightElements());
      problem.withoutActivation().forward(conv, x, w, null, dst);
      problem.backwardData(conv, y, w, diffSrc);
      problem.backwardWeights(conv, x, y, diffWeights, null);
      double inner = dot(dst, y);
      Replay replay = session.replay(conv, problem);
      assertThat(dot(x, diffSrc))
          .as("%s: <conv(x), y> = <x, backwardData(y)>", replay)
          .isEqualTo(inner);
      assertThat(dot(w, diffWeights))
          .as("%s: <conv(x), y> = <w, backwardWeights(x, y)>", replay)
          .isEqualTo(inner);
    }
  }

  private static double dot(Operand left, Operand right) {
    double[] x = left.values();
    double[] y = right.values();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badOperandsAreRefused(Subject<Conv2dShape, Conv2d> subject) {
    Conv2dShape s = Conv2dShape.parse("mb2ic3ih6iw5oc4kh3kw2ph1pw1");
    try (var session = subject.start()) {
      if (!session.takes(s)) {
        return;
      }
      try (Conv2d conv = session.open(s)) {
        Replay replay = session.replay(conv, s);
        badOperands(replay, conv);
        badArrays(replay, conv);
        Packing packing = new Packing(replay, conv);
        packing.assertRefusals();
        conv.close();
        conv.close();
        packing.assertClosed();
        MemorySegment x = packing.allocate(Tensor.SRC);
        MemorySegment w = packing.allocate(Tensor.WEIGHTS);
        MemorySegment y = packing.allocate(Tensor.DST);
        packing.assertClosed(() -> conv.forward(x, w, null, y), y);
        packing.assertClosed(() -> conv.backwardData(y, w, x), x);
        packing.assertClosed(() -> conv.backwardWeights(x, y, w, null), w);
      }
    }
  }

  private static void badOperands(Replay replay, Conv2d conv) {
    Argument src = Argument.read("src", conv.elements(Tensor.SRC));
    Argument weights = Argument.read("weights", conv.elements(Tensor.WEIGHTS));
    Argument diffDst = Argument.read("diffDst", conv.elements(Tensor.DST));
    refusals(
        replay,
        o -> conv.forward(o[0], o[1], o[2], Activation.TANH, o[3]),
        src,
        weights,
        Argument.read("bias", conv.shape().oc()).orNull(),
        Argument.written("dst", conv.elements(Tensor.DST)));
    refusals(
        replay,
        o -> conv.backwardData(o[0], o[1], o[2]),
        diffDst,
        weights,
        Argument.written("diffSrc", conv.elements(Tensor.SRC)));
    refusals(
        replay,
        o -> conv.backwardWeights(o[0], o[1], o[2], o[3]),
        src,
        diffDst,
        Argument.written("diffWeights", conv.elements(Tensor.WEIGHTS)),
        Argument.written("diffBias", conv.shape().oc()).orNull());
  }

  private static void refusals(Replay replay, Refusals.Call call, Argument... arguments) {
    new Refusals(Precision.SINGLE, replay, List.of(arguments), call).assertAll();
  }

  private static void badArrays(Replay replay, Conv2d conv) {
    float[] x = new float[(int) conv.elements(Tensor.SRC)];
    float[] w = new float[(int) conv.elements(Tensor.WEIGHTS)];
    float[] y = new float[(int) conv.elements(Tensor.DST)];
    MemorySegment out = MemorySegment.ofArray(y);
    Refusals.assertRefused(
        replay,
        NullPointerException.class,
        "src is null.*",
        () -> conv.forward(null, 0, w, 0, null, 0, y, 0),
        out);
    Refusals.assertRefused(
        replay,
        NullPointerException.class,
        "activation is null.*",
        () ->
            conv.forward(
                MemorySegment.ofArray(x), MemorySegment.ofArray(w), null, (Activation) null, out),
        out);
    Refusals.assertRefused(
        replay,
        IllegalArgumentException.class,
        "weightsOffset is -1, expected at least 0",
        () -> conv.forward(x, 0, w, -1, null, 0, y, 0),
        out);
    Refusals.assertRefused(
        replay,
        IllegalArgumentException.class,
        "dst has " + (y.length - 1) + " elements from offset 1, expected at least " + y.length,
        () -> conv.forward(x, 0, w, 0, null, 0, y, 1),
        out);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void packedTensorsComeBack(Subject<Conv2dShape, Conv2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(40); i++) {
        Conv2dShape s = drawn(70_000 + i).shape();
        if (session.takes(s)) {
          try (Conv2d conv = session.open(s)) {
            new Packing(session.replay(conv, s), conv).assertRoundTrips(i);
          }
        }
      }
    }
  }
}
