package io.lanewise.nn.reference;

import io.lanewise.nn.data.RandomStreams;

/**
 * In training y = x / (1 - rate) for the elements that are kept, 0 for the others, and dx from dy
 * in the same way; else y = x. An element is dropped with probability rate, which its random number
 * u in [0, 1) decides: kept where u is at least rate. The number comes from the key of the step,
 * the layer's place and the element's place in the batch.
 *
 * @param rate probability that an element is dropped
 * @param place place of the layer among those of the network that are not views, from 0
 */
record ReferenceDropout(double rate, int place) implements ReferenceLayer {

  @Override
  public double[] forward(Pass pass, double[] w, double[] x) {
    return pass.training() ? masked(pass, x) : x;
  }

  @Override
  public double[] backward(
      Pass pass, double[] w, double[] x, double[] y, double[] dy, double[] dw) {
    return pass.training() ? masked(pass, dy) : dy;
  }

  private double[] masked(Pass pass, double[] values) {
    double[] masked = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      masked[i] = uniform(pass, values.length, i) >= rate ? values[i] / (1 - rate) : 0;
    }
    return masked;
  }

  private double uniform(Pass pass, int elements, int element) {
    long layer = RandomStreams.key(pass.key(), place);
    long bits = RandomStreams.key(layer, (long) pass.sample() * elements + element);
    return (bits >>> 11) * 0x1p-53;
  }
}
