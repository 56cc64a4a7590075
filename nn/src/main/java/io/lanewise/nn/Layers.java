package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.PoolKind;

/** Makes layers, under the names by which a network is read. */
public final class Layers {

  private Layers() {}

  /** y = W x + b with W of [features][inputs], Glorot-uniform weights. */
  public static DenseLayer dense(int features) {
    return new DenseLayer(features, Initialization.GLOROT_UNIFORM);
  }

  /** Convolution with a square kernel, stride 1 and no padding, Glorot-uniform weights. */
  public static Conv2dLayer conv2d(int channels, int kernel) {
    return new Conv2dLayer(channels, kernel, 1, 0, Initialization.GLOROT_UNIFORM);
  }

  /** Average over squares that do not overlap. */
  public static Pool2dLayer averagePool2d(int kernel) {
    return new Pool2dLayer(PoolKind.AVERAGE_EXCLUDE_PADDING, kernel, kernel, 0);
  }

  /** Maximum over squares that do not overlap. */
  public static Pool2dLayer maxPool2d(int kernel) {
    return new Pool2dLayer(PoolKind.MAX, kernel, kernel, 0);
  }

  /** Sum over squares that do not overlap. */
  public static Pool2dLayer sumPool2d(int kernel) {
    return new Pool2dLayer(PoolKind.SUM, kernel, kernel, 0);
  }

  /** y = tanh(x). */
  public static ActivationLayer tanh() {
    return new ActivationLayer(Activation.TANH);
  }

  /** y = max(x, 0). */
  public static ActivationLayer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  /** y = 1 / (1 + exp(-x)). */
  public static ActivationLayer sigmoid() {
    return new ActivationLayer(Activation.SIGMOID);
  }

  /** Channels of images as one vector, in the order in which they lie. */
  public static FlattenLayer flatten() {
    return new FlattenLayer();
  }
}
