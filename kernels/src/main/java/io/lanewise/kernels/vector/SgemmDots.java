package io.lanewise.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products of rows that lie along k: no packing, each vector of a row is loaded once for four
 * products, and the lanes are summed at the end.
 */
final class SgemmDots {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  /** Elements of the scratch for sums whose lanes are not added up yet. */
  static final int LANES = FloatSum.elements(16);

  private SgemmDots() {}

  /**
   * t[tAt + i ti + j tj] = sum over p of x[xAt + i ldx + p] y[yAt + j ldy + p], i &lt; 4, j &lt; 4:
   * 16 accumulators, 8 vectors loaded for 16 FMAs.
   *
   * @param kc terms of the sum, a multiple of the vector's length
   * @param lanes scratch, {@link #LANES} elements: vectors given to another method would be boxed
   */
  static void fourByFour(
      int kc,
      float[] x,
      int xAt,
      int ldx,
      float[] y,
      int yAt,
      int ldy,
      float[] lanes,
      float[] t,
      int tAt,
      int ti,
      int tj) {
    FloatVector s00 = FloatVector.zero(V);
    FloatVector s01 = FloatVector.zero(V);
    FloatVector s02 = FloatVector.zero(V);
    FloatVector s03 = FloatVector.zero(V);
    FloatVector s10 = FloatVector.zero(V);
    FloatVector s11 = FloatVector.zero(V);
    FloatVector s12 = FloatVector.zero(V);
    FloatVector s13 = FloatVector.zero(V);
    FloatVector s20 = FloatVector.zero(V);
    FloatVector s21 = FloatVector.zero(V);
    FloatVector s22 = FloatVector.zero(V);
    FloatVector s23 = FloatVector.zero(V);
    FloatVector s30 = FloatVector.zero(V);
    FloatVector s31 = FloatVector.zero(V);
    FloatVector s32 = FloatVector.zero(V);
    FloatVector s33 = FloatVector.zero(V);
    int x1 = xAt + ldx;
    int x2 = x1 + ldx;
    int x3 = x2 + ldx;
    int y1 = yAt + ldy;
    int y2 = y1 + ldy;
    int y3 = y2 + ldy;
    for (int p = 0; p < kc; p += VL) {
      FloatVector v0 = FloatVector.fromArray(V, y, yAt + p);
      FloatVector v1 = FloatVector.fromArray(V, y, y1 + p);
      FloatVector v2 = FloatVector.fromArray(V, y, y2 + p);
      FloatVector v3 = FloatVector.fromArray(V, y, y3 + p);
      FloatVector u0 = FloatVector.fromArray(V, x, xAt + p);
      s00 = u0.fma(v0, s00);
      s01 = u0.fma(v1, s01);
      s02 = u0.fma(v2, s02);
      s03 = u0.fma(v3, s03);
      FloatVector u1 = FloatVector.fromArray(V, x, x1 + p);
      s10 = u1.fma(v0, s10);
      s11 = u1.fma(v1, s11);
      s12 = u1.fma(v2, s12);
      s13 = u1.fma(v3, s13);
      FloatVector u2 = FloatVector.fromArray(V, x, x2 + p);
      s20 = u2.fma(v0, s20);
      s21 = u2.fma(v1, s21);
      s22 = u2.fma(v2, s22);
      s23 = u2.fma(v3, s23);
      FloatVector u3 = FloatVector.fromArray(V, x, x3 + p);
      s30 = u3.fma(v0, s30);
      s31 = u3.fma(v1, s31);
      s32 = u3.fma(v2, s32);
      s33 = u3.fma(v3, s33);
    }
    s00.intoArray(lanes, 0);
    s01.intoArray(lanes, VL);
    s02.intoArray(lanes, 2 * VL);
    s03.intoArray(lanes, 3 * VL);
    s10.intoArray(lanes, 4 * VL);
    s11.intoArray(lanes, 5 * VL);
    s12.intoArray(lanes, 6 * VL);
    s13.intoArray(lanes, 7 * VL);
    s20.intoArray(lanes, 8 * VL);
    s21.intoArray(lanes, 9 * VL);
    s22.intoArray(lanes, 10 * VL);
    s23.intoArray(lanes, 11 * VL);
    s30.intoArray(lanes, 12 * VL);
    s31.intoArray(lanes, 13 * VL);
    s32.intoArray(lanes, 14 * VL);
    s33.intoArray(lanes, 15 * VL);
    FloatSum.ofEach(16, lanes, 0);
    for (int i = 0; i < 16; i++) {
      t[tAt + i / 4 * ti + i % 4 * tj] = lanes[i];
    }
  }

  /**
   * t[tAt + i ti] = sum over p of x[xAt + i ldx + p] y[yAt + p], i &lt; 4, a matrix times a vector:
   * every element of the matrix is used once, so that its loads decide.
   *
   * @param kc terms of the sum, a multiple of the vector's length
   * @param lanes scratch, {@link #LANES} elements: vectors given to another method would be boxed
   */
  static void fourByOne(
      int kc,
      float[] x,
      int xAt,
      int ldx,
      float[] y,
      int yAt,
      float[] lanes,
      float[] t,
      int tAt,
      int ti) {
    FloatVector s0 = FloatVector.zero(V);
    FloatVector s1 = FloatVector.zero(V);
    FloatVector s2 = FloatVector.zero(V);
    FloatVector s3 = FloatVector.zero(V);
    int x1 = xAt + ldx;
    int x2 = x1 + ldx;
    int x3 = x2 + ldx;
    for (int p = 0; p < kc; p += VL) {
      FloatVector v = FloatVector.fromArray(V, y, yAt + p);
      s0 = FloatVector.fromArray(V, x, xAt + p).fma(v, s0);
      s1 = FloatVector.fromArray(V, x, x1 + p).fma(v, s1);
      s2 = FloatVector.fromArray(V, x, x2 + p).fma(v, s2);
      s3 = FloatVector.fromArray(V, x, x3 + p).fma(v, s3);
    }
    s0.intoArray(lanes, 0);
    s1.intoArray(lanes, VL);
    s2.intoArray(lanes, 2 * VL);
    s3.intoArray(lanes, 3 * VL);
    FloatSum.ofEach(4, lanes, 0);
    for (int i = 0; i < 4; i++) {
      t[tAt + i * ti] = lanes[i];
    }
  }

  /** Adds the products of the last steps, fewer than a vector's, to sums of rows x columns. */
  static void addLast(
      int steps,
      int rows,
      float[] x,
      int xAt,
      int ldx,
      int columns,
      float[] y,
      int yAt,
      int ldy,
      float[] t,
      int tAt,
      int ti,
      int tj) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = t[tAt + i * ti + j * tj];
        for (int p = 0; p < steps; p++) {
          sum = Math.fma(x[xAt + i * ldx + p], y[yAt + j * ldy + p], sum);
        }
        t[tAt + i * ti + j * tj] = sum;
      }
    }
  }
}
