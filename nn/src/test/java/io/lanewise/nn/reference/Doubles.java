package io.lanewise.nn.reference;

import java.util.Arrays;

/** Floats as doubles. */
public final class Doubles {

  private Doubles() {}

  /** The same values. */
  public static double[] of(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** The same rows. */
  public static double[][] of(float[][] rows) {
    return Arrays.stream(rows).map(Doubles::of).toArray(double[][]::new);
  }
}
