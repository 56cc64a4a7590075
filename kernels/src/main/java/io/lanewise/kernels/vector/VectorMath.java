package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp, tanh and the logistic function on vectors of floats.
 *
 * <p>Source of the polynomials: S. Moshier, Cephes Mathematical Library, single precision, expf.c
 * and tanhf.c.
 */
final class VectorMath {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

  private static final float LOG2_E = 1.442695f;
  private static final float LN2_HIGH = 0x1.63p-1f;
  private static final float LN2_LOW = -2.1219444e-4f;

  /** 1.5 2^23: added to a float below 2^22, it leaves the nearest whole number in the low bits. */
  private static final float ROUND = 12582912f;

  private VectorMath() {}

  /** exp(x), to 2 units in the last place; 0 below -104, infinity above 89, NaN for NaN. */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-104f).min(89f);
    FloatVector n = bounded.mul(LOG2_E).add(ROUND).sub(ROUND);
    FloatVector r = n.fma(broadcast(-LN2_HIGH), bounded);
    r = n.fma(broadcast(-LN2_LOW), r);
    FloatVector y = broadcast(1.9875691e-4f);
    y = y.fma(r, broadcast(0.0013981999f));
    y = y.fma(r, broadcast(8.333452e-3f));
    y = y.fma(r, broadcast(4.1665796e-2f));
    y = y.fma(r, broadcast(0.16666666f));
    y = y.fma(r, broadcast(0.5f));
    y = y.fma(r.mul(r), r).add(1f);
    // Two factors: 2^n alone overflows at n = 128 and is not normal below -126.
    IntVector whole = (IntVector) n.convertShape(VectorOperators.F2I, I, 0);
    IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
    return y.mul(powerOfTwo(half)).mul(powerOfTwo(whole.sub(half)));
  }

  /** tanh(x), to 4 units in the last place. */
  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    VectorMask<Float> small = magnitude.compare(VectorOperators.LT, 0.625f);
    FloatVector z = x.mul(x);
    FloatVector p = broadcast(-5.7049887e-3f);
    p = p.fma(z, broadcast(2.0639088e-2f));
    p = p.fma(z, broadcast(-0.053739715f));
    p = p.fma(z, broadcast(0.13331442f));
    p = p.fma(z, broadcast(-0.3333328f));
    FloatVector near = p.mul(z).fma(x, x);
    FloatVector e = exp(magnitude.add(magnitude));
    FloatVector far = broadcast(1f).sub(broadcast(2f).div(e.add(1f)));
    FloatVector signed = far.lanewise(VectorOperators.NEG, x.compare(VectorOperators.LT, 0f));
    return signed.blend(near, small);
  }

  /** 1 / (1 + exp(-x)), to 4 units in the last place or 2^-126. */
  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1f).div(exp(x.neg()).add(1f));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(V, value);
  }

  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }
}
