package io.lanewise.kernels.contract;

import io.lanewise.kernels.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a run of the contract was asked for, by system properties; without any of them it is the
 * whole contract of {@code scalar} and {@code vector}.
 *
 * <ul>
 *   <li>{@code lanewise.backends}: ids of the backends to test.
 *   <li>{@code lanewise.kernels}: names of the kernels to test, and such as {@code vector/gemm} for
 *       what a backend itself chooses.
 *   <li>{@code lanewise.seed}: another number gives other operands and other random shapes. A
 *       replay line's own seed counts from it.
 *   <li>{@code lanewise.shape}: the only shape to test, in benchdnn's syntax.
 *   <li>{@code lanewise.contract}: {@code quick} takes a small part of the problems, on each kernel
 *       with one thread, and a third of these on the backend's own choice with two; all of them are
 *       problems of the whole contract too, and every kernel still meets every size on either side
 *       of a boundary. A shape that was asked for is tested in every way all the same.
 * </ul>
 */
final class ContractRun {

  private static final List<String> KERNELS = list("lanewise.kernels", "");
  private static final long SEED = Long.getLong("lanewise.seed", 0);
  private static final String SHAPE = withoutName(System.getProperty("lanewise.shape", ""));
  private static final boolean QUICK =
      SHAPE.isEmpty() && System.getProperty("lanewise.contract", "").equals("quick");

  /** Of so many problems, one is left in a quick run. */
  private static final int QUICK_SHARE = 40;

  private ContractRun() {}

  /** The backends to test. */
  static List<String> backends() {
    return list("lanewise.backends", "scalar,vector");
  }

  /** The backends whose absence is a failure. */
  static List<String> required() {
    return list("lanewise.require", "");
  }

  /** Whether to test a kernel. */
  static boolean takes(String kernel) {
    return KERNELS.isEmpty() || KERNELS.contains(kernel);
  }

  /** Whether to test a shape. */
  static boolean takes(Shape shape) {
    return SHAPE.isEmpty() || withoutName(shape.toString()).equals(SHAPE);
  }

  /** The shape that was asked for, if it is one of these; otherwise another one. */
  static <S extends Shape> S shape(Function<String, S> parser, String otherwise) {
    if (!SHAPE.isEmpty()) {
      try {
        return parser.apply(SHAPE);
      } catch (IllegalArgumentException e) {
        // One of another operation: whatever is returned will not be taken.
      }
    }
    return parser.apply(otherwise);
  }

  /** How many of so many problems to take: all, or the first of them. */
  static int count(int problems) {
    return QUICK ? (problems + QUICK_SHARE - 1) / QUICK_SHARE : problems;
  }

  /**
   * Whether to take a pair out of all pairs of two lists: all, or such that every one of the first
   * list meets one in so many of the second, and the other way round.
   */
  static boolean takes(int first, int second, int oneIn) {
    return !QUICK || (first + second) % oneIn == 0;
  }

  /** Whether this run is a quick one. */
  static boolean isQuick() {
    return QUICK;
  }

  /** Random numbers by a problem's own seed and that of the run. */
  static SplittableRandom random(long seed) {
    return new SplittableRandom(seed + 1_000_003 * SEED);
  }

  private static String withoutName(String shape) {
    return Pattern.compile("n\".*\"$").matcher(shape.strip()).replaceFirst("");
  }

  private static List<String> list(String property, String otherwise) {
    return Stream.of(System.getProperty(property, otherwise).split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
