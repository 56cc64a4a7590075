package io.lanewise.kernels.vector;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Permutations of two vectors x and y between rows of an image and their even and odd columns:
 * {@code EVEN.selectFrom(x, y)}. They select integers, as an index of floats is converted each
 * time.
 */
final class FloatPairs {

  private static final VectorSpecies<Integer> INDEX = IntVector.SPECIES_PREFERRED;
  private static final int VL = INDEX.length();

  /** x0 x2 x4 ... y0 y2 ... */
  static final IntVector EVEN = permutation(i -> 2 * i);

  /** x1 x3 x5 ... y1 y3 ... */
  static final IntVector ODD = permutation(i -> 2 * i + 1);

  /** x0 y0 x1 y1 ... from the lower halves. */
  static final IntVector LOW = permutation(i -> i / 2 + i % 2 * VL);

  /** The same from the upper halves. */
  static final IntVector HIGH = permutation(i -> (VL + i) / 2 + i % 2 * VL);

  private FloatPairs() {}

  private static IntVector permutation(IntUnaryOperator lane) {
    int[] lanes = new int[VL];
    Arrays.setAll(lanes, lane);
    return IntVector.fromArray(INDEX, lanes, 0);
  }
}
