package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp, tanh and the logistic function on vectors of floats.
 *
 * <p>Source of the polynomials: S. Moshier, Cephes Mathematical Library, single precision, expf.c.
 */
final class VectorMath {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0x1.63p-1f;
  private static final float LN2_LOW = -2.1219444e-4f;

  /** 1.5 2^23: added to a float below 2^22, it leaves the nearest whole number in the low bits. */
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  private VectorMath() {}

  /** exp(x), to 2 units in the last place; 0 below -104, infinity above 89, NaN for NaN. */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-104f).min(89f);
    FloatVector rounded = bounded.fma(broadcast(LOG2_E), broadcast(ROUND));
    FloatVector y = expOfRest(bounded, rounded.sub(ROUND));
    // Two factors: 2^n alone overflows at n = 128 and is not normal below -126.
    IntVector n = rounded.reinterpretAsInts().sub(ROUND_BITS);
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return y.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  /**
   * tanh(x), to 4 units in the last place: t / (t + 2) with t = exp(2 |x|) - 1, and x's sign.
   *
   * <p>t is 2^n q(r) + (2^n - 1), which has no cancellation near 0, so that one formula does for
   * all x. It is bounded by comparison and choice: the Vector API's min and max are six
   * instructions each for the sake of NaN.
   */
  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector twice = a.add(a);
    twice = twice.blend(20f, twice.compare(VectorOperators.GT, 20f));
    FloatVector rounded = twice.fma(broadcast(LOG2_E), broadcast(ROUND));
    FloatVector scale = powerOfTwo(rounded.reinterpretAsInts());
    FloatVector t = expOfRestLess1(twice, rounded.sub(ROUND)).fma(scale, scale.sub(1f));
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return t.div(t.add(2f)).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** 1 / (1 + exp(-x)), to 4 units in the last place or 2^-126. */
  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1f).div(exp(x.neg()).add(1f));
  }

  /** exp(x - n ln 2), where n is the whole number next to x / ln 2. */
  private static FloatVector expOfRest(FloatVector x, FloatVector n) {
    return expOfRestLess1(x, n).add(1f);
  }

  /** exp(x - n ln 2) - 1. */
  private static FloatVector expOfRestLess1(FloatVector x, FloatVector n) {
    FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), x));
    FloatVector y = broadcast(1.9875691e-4f);
    y = y.fma(r, broadcast(0.0013981999f));
    y = y.fma(r, broadcast(8.333452e-3f));
    y = y.fma(r, broadcast(4.1665796e-2f));
    y = y.fma(r, broadcast(0.16666666f));
    y = y.fma(r, broadcast(0.5f));
    return y.fma(r.mul(r), r);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(V, value);
  }

  /** 2^n, where only the low 9 bits of n count: a float plus {@link #ROUND} will do. */
  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }
}
