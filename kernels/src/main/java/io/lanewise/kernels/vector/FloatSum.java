package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in a fixed order: of a vector's lanes, halves added to halves, and of an array. {@code
 * reduceLanes} may add in another order once it is compiled, so that a training gave other last
 * bits in its second run in one JVM.
 */
final class FloatSum {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(V, 8 % VL, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(V, 4 % VL, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(V, 2 % VL, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(V, 1 % VL, 1, true);

  /** Of rows in two vectors, the first halves; rows of VL elements, of VL / 2, and so on. */
  private static final IntVector[] FIRST = halves(0);

  /** The second halves. */
  private static final IntVector[] SECOND = halves(1);

  private FloatSum() {}

  /** The sum of all lanes. */
  static float of(FloatVector v) {
    if (VL > 16) {
      return v.reduceLanes(VectorOperators.ADD);
    }
    FloatVector sum = v;
    if (VL > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (VL > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (VL > 2) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    if (VL > 1) {
      sum = sum.add(sum.rearrange(BY_1));
    }
    return sum.lane(0);
  }

  /** The sum of x[at .. at + n). */
  static float of(float[] x, int at, int n) {
    FloatVector sum0 = FloatVector.zero(V);
    FloatVector sum1 = FloatVector.zero(V);
    int i = 0;
    for (; i <= n - 2 * VL; i += 2 * VL) {
      sum0 = sum0.add(FloatVector.fromArray(V, x, at + i));
      sum1 = sum1.add(FloatVector.fromArray(V, x, at + i + VL));
    }
    for (; i <= n - VL; i += VL) {
      sum0 = sum0.add(FloatVector.fromArray(V, x, at + i));
    }
    float sum = of(sum0.add(sum1));
    for (; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  /** Elements that {@link #ofEach} works on for n vectors: a multiple of VL vectors. */
  static int elements(int n) {
    return GemmBlocking.roundUp(n, VL) * VL;
  }

  /**
   * The sums of n vectors, to the same bits: x[at + i] = the sum of the lanes of x[at + i VL ..].
   * What is behind them is overwritten, up to {@link #elements}. Two permutations and an addition
   * for each vector.
   */
  static void ofEach(int n, float[] x, int at) {
    int vectors = GemmBlocking.roundUp(n, VL);
    for (int round = 0; round < FIRST.length; round++) {
      vectors /= 2;
      fold(vectors, x, at, FIRST[round], SECOND[round]);
    }
  }

  /** Two vectors of rows become one: the halves of each row are added. */
  private static void fold(int n, float[] x, int at, IntVector first, IntVector second) {
    for (int i = 0; i < n; i++) {
      IntVector a = FloatVector.fromArray(V, x, at + 2 * i * VL).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(V, x, at + (2 * i + 1) * VL).reinterpretAsInts();
      first
          .selectFrom(a, b)
          .reinterpretAsFloats()
          .add(second.selectFrom(a, b).reinterpretAsFloats())
          .intoArray(x, at + i * VL);
    }
  }

  private static IntVector[] halves(int half) {
    IntVector[] halves = new IntVector[Integer.numberOfTrailingZeros(VL)];
    for (int round = 0; round < halves.length; round++) {
      int width = VL >> round + 1;
      int[] lanes = new int[VL];
      for (int i = 0; i < VL; i++) {
        lanes[i] = i / width * 2 * width + half * width + i % width;
      }
      halves[round] = IntVector.fromArray(IntVector.SPECIES_PREFERRED, lanes, 0);
    }
    return halves;
  }
}
