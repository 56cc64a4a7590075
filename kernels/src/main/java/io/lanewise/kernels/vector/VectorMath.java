package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp and tanh on vectors of floats, in calls of the Vector API alone, which the JDK forces inline.
 * C2 left helpers of our own out of exp in one of three JVMs, in the one looked into when exp had
 * been profiled for 25 ms, and vectors passed to them were boxed: 111 KB in a step of LeNet-5.
 *
 * <p>Source of the polynomials: S. Moshier, Cephes Mathematical Library, single precision, expf.c.
 */
final class VectorMath {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0x1.63p-1f;
  private static final float LN2_LOW = -2.1219444e-4f;

  /** Coefficients of exp(r) - 1 - r, from r^2 on. */
  private static final float C2 = 0.5f;

  private static final float C3 = 0.16666666f;
  private static final float C4 = 4.1665796e-2f;
  private static final float C5 = 8.333452e-3f;
  private static final float C6 = 0.0013981999f;
  private static final float C7 = 1.9875691e-4f;

  /** 1.5 2^23: added to a float below 2^22, it leaves the nearest whole number in the low bits. */
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  private VectorMath() {}

  /**
   * exp(x), to 2 units in the last place; 0 below -104, infinity above 89, NaN for NaN: 2^n exp(r),
   * where n is the whole number next to x / ln 2 and r = x - n ln 2.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-104f).min(89f);
    FloatVector rounded =
        bounded.fma(FloatVector.broadcast(V, LOG2_E), FloatVector.broadcast(V, ROUND));
    FloatVector n = rounded.sub(ROUND);
    FloatVector r =
        n.fma(
            FloatVector.broadcast(V, -LN2_LOW),
            n.fma(FloatVector.broadcast(V, -LN2_HIGH), bounded));
    FloatVector y = FloatVector.broadcast(V, C7);
    y = y.fma(r, FloatVector.broadcast(V, C6));
    y = y.fma(r, FloatVector.broadcast(V, C5));
    y = y.fma(r, FloatVector.broadcast(V, C4));
    y = y.fma(r, FloatVector.broadcast(V, C3));
    y = y.fma(r, FloatVector.broadcast(V, C2));
    y = y.fma(r.mul(r), r).add(1f);
    // Two factors: 2^n alone overflows at n = 128 and is not normal below -126.
    IntVector exponent = rounded.reinterpretAsInts().sub(ROUND_BITS);
    IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
    IntVector rest = exponent.sub(half);
    return y.mul(half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
        .mul(rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
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
    FloatVector rounded =
        twice.fma(FloatVector.broadcast(V, LOG2_E), FloatVector.broadcast(V, ROUND));
    FloatVector n = rounded.sub(ROUND);
    FloatVector r =
        n.fma(
            FloatVector.broadcast(V, -LN2_LOW), n.fma(FloatVector.broadcast(V, -LN2_HIGH), twice));
    FloatVector q = FloatVector.broadcast(V, C7);
    q = q.fma(r, FloatVector.broadcast(V, C6));
    q = q.fma(r, FloatVector.broadcast(V, C5));
    q = q.fma(r, FloatVector.broadcast(V, C4));
    q = q.fma(r, FloatVector.broadcast(V, C3));
    q = q.fma(r, FloatVector.broadcast(V, C2));
    q = q.fma(r.mul(r), r);
    // Of the exponent's sum only the low 9 bits count: ROUND's are above.
    FloatVector scale =
        rounded
            .reinterpretAsInts()
            .add(127)
            .lanewise(VectorOperators.LSHL, 23)
            .reinterpretAsFloats();
    FloatVector t = q.fma(scale, scale.sub(1f));
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return t.div(t.add(2f)).reinterpretAsInts().or(sign).reinterpretAsFloats();
  }
}
