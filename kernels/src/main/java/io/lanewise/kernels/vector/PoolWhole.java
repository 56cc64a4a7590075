package io.lanewise.kernels.vector;

import io.lanewise.kernels.Pool2dShape;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One window over a whole plane, as networks end in: its n taps are the plane itself, one element
 * after the other. In bands, where vectors hold windows, each tap would be a vector of its own with
 * one lane in use.
 */
final class PoolWhole {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private PoolWhole() {}

  /** Whether the only window is the image. */
  static boolean supports(Pool2dShape s) {
    return s.oh() == 1
        && s.ow() == 1
        && s.kh() == s.ih()
        && s.kw() == s.iw()
        && s.dilationH() == 1
        && s.dilationW() == 1
        && s.padTop() == 0
        && s.padLeft() == 0;
  }

  /** The first i &lt; n for which x[at + i] is the largest; a NaN is larger than all. */
  static int maximum(float[] x, int at, int n) {
    float largest = largest(x, at, n);
    return Float.isNaN(largest) ? firstNaN(x, at) : first(x, at, n, largest);
  }

  /** Of zeros of both signs, either. */
  private static float largest(float[] x, int at, int n) {
    FloatVector largest0 = FloatVector.broadcast(V, Float.NEGATIVE_INFINITY);
    FloatVector largest1 = largest0;
    int i = 0;
    for (; i <= n - 2 * VL; i += 2 * VL) {
      largest0 = largest0.max(FloatVector.fromArray(V, x, at + i));
      largest1 = largest1.max(FloatVector.fromArray(V, x, at + i + VL));
    }
    for (; i <= n - VL; i += VL) {
      largest0 = largest0.max(FloatVector.fromArray(V, x, at + i));
    }
    float largest = largest0.max(largest1).reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      largest = Math.max(largest, x[at + i]);
    }
    return largest;
  }

  private static int firstNaN(float[] x, int at) {
    int i = 0;
    while (!Float.isNaN(x[at + i])) {
      i++;
    }
    return i;
  }

  /** The first i for which x[at + i] = value: there is one. */
  private static int first(float[] x, int at, int n, float value) {
    int i = 0;
    for (; i <= n - VL; i += VL) {
      VectorMask<Float> found =
          FloatVector.fromArray(V, x, at + i).compare(VectorOperators.EQ, value);
      if (found.anyTrue()) {
        return i + found.firstTrue();
      }
    }
    while (x[at + i] != value) {
      i++;
    }
    return i;
  }
}
