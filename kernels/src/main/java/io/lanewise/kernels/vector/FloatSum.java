package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sum of a vector's lanes, halves added to halves. {@code reduceLanes} may add in another order
 * once it is compiled, so that a training gave other last bits in its second run in one JVM.
 */
final class FloatSum {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(V, 8 % VL, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(V, 4 % VL, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(V, 2 % VL, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(V, 1 % VL, 1, true);

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

  /**
   * The sums of m x n vectors that lie one behind the other: t[tAt + i ti + j tj] = the sum of the
   * lanes of x[(i n + j) VL ..].
   */
  static void ofEach(float[] x, int m, int n, float[] t, int tAt, int ti, int tj) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[tAt + i * ti + j * tj] = of(FloatVector.fromArray(V, x, (i * n + j) * VL));
      }
    }
  }
}
