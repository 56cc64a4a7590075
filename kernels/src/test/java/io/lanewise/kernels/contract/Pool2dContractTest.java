package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.contract.Refusals.Argument;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of {@link Pool2d}, for every kernel of every backend, forward and backward. */
class Pool2dContractTest {

  private static final String SUBJECTS = "io.lanewise.kernels.contract.Subject#pool2d";

  /** Each says what it is for. */
  private static final List<String> SHAPES =
      List.of(
          "mb1ic1ih1kh1n\"one pixel\"",
          "mb3ic6ih28oh14kh2sh2n\"LeNet-5, first\"",
          "mb5ic16ih10oh5kh2sh2n\"LeNet-5, second\"",
          "mb2ic3ih13iw13kh3kw3sh2sw2n\"windows overlap\"",
          "mb1ic2ih11iw8kh2kw2sh3sw3n\"stride over size\"",
          "mb2ic3ih7iw12kh3kw2sh1sw2n\"H unlike W\"",
          "mb2ic3ih8iw5kh1kw1n\"1x1\"",
          "mb1ic2ih9iw10kh1kw1sh2sw3n\"1x1 with stride\"",
          "mb2ic2ih8iw9kh3kw3sh2sw2ph1pw1n\"padding\"",
          "mb3ic5ih24iw40oh12ow20kh3kw3sh2sw2ph1pw1n\"3x3, padding above and on the left\"",
          "mb3ic4ih25iw39oh12ow19kh3kw3sh2sw2ph0pw0n\"3x3, no padding\"",
          "mb2ic5ih25iw39oh13ow20kh3kw3sh2sw2ph1pw1n\"3x3, padding on all sides\"",
          "mb2ic5ih24iw38oh12ow19kh3kw3sh2sw2ph0pw0n\"3x3, ceil mode\"",
          "mb2ic3ih27iw43oh12ow20kh3kw3sh2sw2ph1pw1n\"3x3, unused rows and columns\"",
          "mb1ic4ih200iw40oh100ow20kh3kw3sh2sw2ph1pw1n\"3x3, several bands\"",
          "mb2ic40ih5iw1oh3ow1kh3kw3sh2sw2ph1pw1n\"3x3, a column\"",
          "mb1ic3ih6iw7oh4ow4kh2kw2sh2sw2ph0pw0n\"ceil mode\"",
          "mb1ic2ih9iw9oh2ow3kh3kw3sh2sw2ph0pw0n\"unused rows and columns\"",
          "mb2ic2ih4iw5oh8ow9kh2kw2sh1sw1ph3pw3n\"windows wholly in the padding\"",
          "mb1ic1ih3iw3oh6ow6kh2kw2sh3sw3ph5pw4n\"stride over size, in the padding\"",
          "mb1ic2ih13iw11oh9ow7kh3kw3sh1sw1ph0pw0dh1dw1n\"dilation\"",
          "mb2ic2ih12iw14oh6ow5kh3kw2sh2sw3ph2pw1dh2dw3n\"dilation, stride and padding\"",
          "mb1ic1ih4iw4oh2ow2kh3kw3sh1sw1ph3pw3dh3dw3n\"taps on both sides of the image\"",
          "mb1ic19ih7iw7oh1ow1kh7kw7n\"global\"",
          "mb2ic3ih11iw13oh1ow1kh11kw13sh4sw13n\"global, several vectors\"",
          "mb1ic2ih17iw20oh1ow1kh17kw20n\"global, more taps than a byte counts\"",
          "mb3ic2ih3iw4oh1ow1kh3kw4n\"global, less than a vector\"",
          "mb17ic3ih6oh3kh2sh2n\"images past a vector\"",
          "mb1ic1ih4iw67oh2ow33kh2kw2sh2sw2n\"rows past two vectors\"",
          "mb1ic2ih3iw40oh3ow40kh3kw3sh1sw1ph1pw1n\"same size\"",
          "mb1ic1ih1iw33oh1ow31kh1kw3n\"one row\"",
          "mb1ic1ih40iw1oh38ow1kh3kw1n\"one column\"");

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void namedShapes(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      int seed = 1000;
      int placements = Placement.PURE.size();
      for (String problem : SHAPES) {
        for (PoolKind kind : PoolKind.values()) {
          for (Placement placement : Placement.PURE) {
            if (session.takes(seed / placements, seed % placements, placements)) {
              Pool2dShape shape = Pool2dShape.parse(problem).withKind(kind);
              reals(session, new Pool2dProblem(shape, placement, seed));
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
  void oneShapeInEveryPlace(Subject<Pool2dShape, Pool2d> subject) {
    Pool2dShape shape = ContractRun.shape(Pool2dShape::parse, "mb2ic3ih9iw8kh3kw2sh2sw1ph1pw0");
    try (var session = subject.start()) {
      for (Placement placement : Placement.PURE) {
        reals(session, new Pool2dProblem(shape, placement, 10_000));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void randomShapes(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(400); i++) {
        reals(session, drawn(20_000 + i));
      }
    }
  }

  /** Few values, so that most windows hold their maximum more than once; zeros of both signs. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void theFirstOfEqualMaximaWins(Subject<Pool2dShape, Pool2d> subject) {
    double[] few = {-1, -0.0, 0.0, -1, -0.0, 0.0, 1};
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(200); i++) {
        RandomGenerator random = ContractRun.random(i);
        int values = 1 + random.nextInt(few.length);
        check(session, maximum(30_000 + i), random, () -> few[random.nextInt(values)]);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void minusInfinityIsAMaximumLikeAnyOther(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(100); i++) {
        RandomGenerator random = ContractRun.random(i);
        DoubleSupplier mostlyInfinite =
            () -> random.nextInt(4) > 0 ? Double.NEGATIVE_INFINITY : random.nextInt(-2, 2);
        check(session, maximum(40_000 + i), random, mostlyInfinite);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void theFirstNaNIsTheMaximum(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(100); i++) {
        Pool2dProblem problem = maximum(50_000 + i);
        if (session.takes(problem.shape()) && propagatesNaN(session, problem)) {
          RandomGenerator random = ContractRun.random(i);
          check(
              session,
              problem,
              random,
              () -> random.nextInt(9) == 0 ? Double.NaN : random.nextInt(-3, 3));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void sumsPassNaNOn(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(100); i++) {
        Pool2dProblem problem = drawn(60_000 + i);
        if (problem.shape().kind() != PoolKind.MAX) {
          RandomGenerator random = ContractRun.random(i);
          check(
              session,
              problem,
              random,
              () -> random.nextInt(20) == 0 ? Double.NaN : random.nextInt(-3, 3));
        }
      }
    }
  }

  /** The places of the maxima are those of the latest forward. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void oneInstanceServesManyCalls(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      Pool2dShape shape = Pool2dShape.of(PoolKind.MAX, 2, 3, 9, 11, 3, 2, 1);
      if (!session.takes(shape)) {
        return;
      }
      try (Pool2d pool = session.open(shape);
          Arena arena = Arena.ofShared()) {
        for (int i = 0; i < 12; i++) {
          var problem =
              new Pool2dProblem(shape, Placement.PURE.get(i % Placement.PURE.size()), 70_000 + i);
          RandomGenerator random = ContractRun.random(problem.seed());
          check(
              pool, problem, session.replay(pool, problem), arena, random, () -> random.nextInt(5));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void onlyAMaximumNeedsAForwardBefore(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (PoolKind kind : PoolKind.values()) {
        Pool2dShape shape = Pool2dShape.of(kind, 1, 1, 4, 4, 2, 2, 0);
        if (session.takes(shape)) {
          try (Pool2d pool = session.open(shape);
              Arena arena = Arena.ofShared()) {
            RandomGenerator random = ContractRun.random(1);
            Operand dy = Operand.floats(arena, false, random, 4).fill(() -> 4);
            Operand dx = Operand.floats(arena, false, random, 16).fill(() -> 0);
            var problem = new Pool2dProblem(shape, Placement.HEAP, 1);
            var thrown = catchThrowable(() -> problem.backward(pool, dy, dx));
            if (kind == PoolKind.MAX) {
              assertThat(thrown)
                  .as("%s", session.replay(pool, shape))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("forward");
              assertThat(dx.values()).containsOnly(0);
            } else {
              assertThat(thrown).as("%s", session.replay(pool, shape)).isNull();
              assertThat(dx.values()).containsOnly(kind == PoolKind.SUM ? 4 : 1);
            }
          }
        }
      }
    }
  }

  private static boolean propagatesNaN(
      Session<Pool2dShape, Pool2d> session, Pool2dProblem problem) {
    try (Pool2d pool = session.open(problem.shape())) {
      return pool.propagatesNaN();
    }
  }

  private static Pool2dProblem drawn(long seed) {
    var random = ContractRun.random(seed);
    Placement placement =
        random.nextInt(4) == 0 ? Placement.ARRAYS : new Placement(false, random.nextInt(4));
    return new Pool2dProblem(RandomShapes.pool2d(random), placement, seed);
  }

  private static Pool2dProblem maximum(long seed) {
    Pool2dProblem drawn = drawn(seed);
    return new Pool2dProblem(drawn.shape().withKind(PoolKind.MAX), drawn.placement(), seed);
  }

  private static void reals(Session<Pool2dShape, Pool2d> session, Pool2dProblem problem) {
    RandomGenerator random = ContractRun.random(problem.seed());
    check(session, problem, random, () -> random.nextDouble(-1, 1));
  }

  private static void check(
      Session<Pool2dShape, Pool2d> session,
      Pool2dProblem problem,
      RandomGenerator random,
      DoubleSupplier values) {
    if (session.takes(problem.shape())) {
      try (Arena arena = Arena.ofShared();
          Pool2d pool = session.open(problem.shape())) {
        check(pool, problem, session.replay(pool, problem), arena, random, values);
      }
    }
  }

  private static void check(
      Pool2d pool,
      Pool2dProblem problem,
      Replay replay,
      Arena arena,
      RandomGenerator random,
      DoubleSupplier values) {
    Pool2dShape s = problem.shape();
    Placement placement = problem.placement();
    Operand src =
        Operand.floats(arena, placement.isNative(0), random, s.srcElements())
            .fill(values)
            .remember();
    Operand dst =
        Operand.floats(arena, placement.isNative(1), random, s.dstElements())
            .fill(() -> Double.NaN)
            .remember();
    problem.forward(pool, src, dst);
    double[] x = src.values();
    Agreement.assertWithin(
        dst.values(),
        Reference.pool2dForward(s, x),
        s.kind() == PoolKind.MAX
            ? new double[(int) s.dstElements()]
            : bounds(s, Reference.pool2dForward(s, Reference.abs(x))),
        "forward, " + replay);
    src.assertUnchanged("src", replay);
    dst.assertCanaries("dst", replay);

    Operand diffDst =
        Operand.floats(arena, placement.isNative(0), random, s.dstElements())
            .fill(() -> random.nextDouble(-1, 1))
            .remember();
    Operand diffSrc =
        Operand.floats(arena, placement.isNative(1), random, s.srcElements())
            .fill(() -> Double.NaN)
            .remember();
    problem.backward(pool, diffDst, diffSrc);
    double[] dy = diffDst.values();
    Agreement.assertWithin(
        diffSrc.values(),
        Reference.pool2dBackward(s, x, dy),
        bounds(s, Reference.pool2dBackward(s, x, Reference.abs(dy))),
        "backward, " + replay);
    diffDst.assertUnchanged("diffDst", replay);
    diffSrc.assertCanaries("diffSrc", replay);
  }

  private static double[] bounds(Pool2dShape s, double[] magnitude) {
    double roundings = (double) s.kh() * s.kw() + 1;
    double gamma = Precision.SINGLE.gamma(roundings) + Precision.DOUBLE.gamma(roundings);
    return Agreement.scaled(gamma, magnitude);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void badOperandsAreRefused(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (PoolKind kind : PoolKind.values()) {
        Pool2dShape s = Pool2dShape.of(kind, 2, 3, 7, 5, 3, 2, 1);
        if (session.takes(s)) {
          try (Pool2d pool = session.open(s)) {
            badOperands(session.replay(pool, s), pool);
          }
        }
      }
    }
  }

  private static void badOperands(Replay replay, Pool2d pool) {
    float[] x = new float[(int) pool.elements(Tensor.SRC)];
    float[] y = new float[(int) pool.elements(Tensor.DST)];
    MemorySegment out = MemorySegment.ofArray(y);
    pool.forward(x, 0, y, 0);
    new Refusals(
            Precision.SINGLE,
            replay,
            List.of(Argument.read("src", x.length), Argument.written("dst", y.length)),
            o -> pool.forward(o[0], o[1]))
        .assertAll();
    new Refusals(
            Precision.SINGLE,
            replay,
            List.of(Argument.read("diffDst", y.length), Argument.written("diffSrc", x.length)),
            o -> pool.backward(o[0], o[1]))
        .assertAll();
    Refusals.assertRefused(
        replay,
        NullPointerException.class,
        "src is null.*",
        () -> pool.forward(null, 0, y, 0),
        out);
    Refusals.assertRefused(
        replay,
        IllegalArgumentException.class,
        "dstOffset is -3, expected at least 0",
        () -> pool.forward(x, 0, y, -3),
        out);
    Packing packing = new Packing(replay, pool);
    packing.assertRefusals();
    pool.close();
    pool.close();
    packing.assertClosed();
    packing.assertClosed(() -> pool.forward(x, 0, y, 0), out);
    packing.assertClosed(() -> pool.backward(y, 0, x, 0), MemorySegment.ofArray(x));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource(SUBJECTS)
  void packedTensorsComeBack(Subject<Pool2dShape, Pool2d> subject) {
    try (var session = subject.start()) {
      for (int i = 0; i < ContractRun.count(40); i++) {
        Pool2dShape s = drawn(80_000 + i).shape();
        if (session.takes(s)) {
          try (Pool2d pool = session.open(s)) {
            new Packing(session.replay(pool, s), pool).assertRoundTrips(i);
          }
        }
      }
    }
  }
}
