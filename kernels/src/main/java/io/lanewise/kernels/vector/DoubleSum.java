package io.lanewise.kernels.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The sum of a vector's lanes, halves added to halves, for the reason of {@link FloatSum}. */
final class DoubleSum {

  private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final VectorShuffle<Double> BY_4 = VectorShuffle.iota(V, 4 % VL, 1, true);
  private static final VectorShuffle<Double> BY_2 = VectorShuffle.iota(V, 2 % VL, 1, true);
  private static final VectorShuffle<Double> BY_1 = VectorShuffle.iota(V, 1 % VL, 1, true);

  private DoubleSum() {}

  /** The sum of all lanes. */
  static double of(DoubleVector v) {
    if (VL > 8) {
      return v.reduceLanes(VectorOperators.ADD);
    }
    DoubleVector sum = v;
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
   * lanes of x[(i n + j) VL ..]. Two lanes are added as scalars: HotSpot has no shuffle of them in
   * registers, and boxed them.
   */
  static void ofEach(double[] x, int m, int n, double[] t, int tAt, int ti, int tj) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = (i * n + j) * VL;
        t[tAt + i * ti + j * tj] =
            VL == 2 ? x[at] + x[at + 1] : of(DoubleVector.fromArray(V, x, at));
      }
    }
  }
}
