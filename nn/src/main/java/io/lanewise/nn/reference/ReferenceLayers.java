package io.lanewise.nn.reference;

import io.lanewise.nn.ActivationLayer;
import io.lanewise.nn.Conv2dLayer;
import io.lanewise.nn.DenseLayer;
import io.lanewise.nn.DropoutLayer;
import io.lanewise.nn.FlattenLayer;
import io.lanewise.nn.Layer;
import io.lanewise.nn.MaxoutLayer;
import io.lanewise.nn.Pool2dLayer;
import io.lanewise.nn.RbfLayer;
import io.lanewise.nn.ScaledTanhLayer;
import io.lanewise.nn.SoftmaxLayer;
import io.lanewise.nn.SubsampleLayer;
import io.lanewise.nn.ThresholdLayer;
import io.lanewise.nn.data.Features;

/** Which class here computes which layer of a network. */
final class ReferenceLayers {

  private ReferenceLayers() {}

  /**
   * The layer in float64.
   *
   * @param layer the layer
   * @param input sizes of one sample going in
   * @param place its place among the layers that are not views, from 0
   */
  static ReferenceLayer of(Layer layer, Features input, int place) {
    if (layer instanceof ActivationLayer activation) {
      return activation(activation);
    } else if (layer instanceof ThresholdLayer threshold) {
      return threshold.kind().equals("sign") ? ReferenceActivation.SIGN : ReferenceActivation.STEP;
    } else if (layer instanceof ScaledTanhLayer) {
      return ReferenceActivation.SCALED_TANH;
    } else if (layer instanceof SoftmaxLayer) {
      return new ReferenceSoftmax();
    } else if (layer instanceof MaxoutLayer maxout) {
      return new ReferenceMaxout(maxout.pieces(), input.rows() * input.columns());
    } else if (layer instanceof DenseLayer dense) {
      int out = dense.output(input).elements();
      return new ReferenceDense(input.elements(), out, dense.hasBias());
    } else if (layer instanceof Conv2dLayer conv2d) {
      return new ReferenceConv2d(conv2d.shape(1, input), conv2d.connections());
    } else if (layer instanceof Pool2dLayer pool2d) {
      return new ReferencePool2d(pool2d.shape(1, input));
    } else if (layer instanceof SubsampleLayer subsample) {
      return new ReferenceSubsample(
          new ReferencePool2d(subsample.shape(1, input)), input.channels());
    } else if (layer instanceof RbfLayer rbf) {
      return new ReferenceRbf(rbf.centres());
    } else if (layer instanceof DropoutLayer dropout) {
      return new ReferenceDropout(dropout.rate(), place);
    } else if (layer instanceof FlattenLayer) {
      return new ReferenceFlatten();
    }
    throw new IllegalArgumentException(
        "layer is " + layer + ", expected one whose formula is here");
  }

  private static ReferenceLayer activation(ActivationLayer layer) {
    return switch (layer.function()) {
      case IDENTITY -> ReferenceActivation.IDENTITY;
      case RELU -> ReferenceActivation.RELU;
      case SIGMOID -> ReferenceActivation.SIGMOID;
      case TANH -> ReferenceActivation.TANH;
    };
  }
}
