package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.PoolKind;

/** Makes layers, under the names by which a network is read. */
public final class Layers {

  private Layers() {}

  /** y = W x + b with W of [features][inputs], Glorot-uniform weights. */
  public static DenseLayer dense(int features) {
    return new DenseLayer(features, true, Initialization.GLOROT_UNIFORM, Regularizer.NONE);
  }

  /** Convolution with a square kernel, stride 1 and no padding, Glorot-uniform weights. */
  public static Conv2dLayer conv2d(int channels, int kernel) {
    return conv2d(channels, kernel, kernel);
  }

  /** Convolution with a kernel of kh x kw, stride 1 and no padding, Glorot-uniform weights. */
  public static Conv2dLayer conv2d(int channels, int kh, int kw) {
    return new Conv2dLayer(channels, kh, kw);
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

  /** Sum over squares that do not overlap, with a trainable factor and bias for each channel. */
  public static SubsampleLayer subsample(int kernel) {
    return new SubsampleLayer(kernel);
  }

  /** Channels of images as one vector, in the order in which they lie. */
  public static FlattenLayer flatten() {
    return new FlattenLayer();
  }

  /** Drops elements with this probability, in training only. */
  public static DropoutLayer dropout(double rate) {
    return new DropoutLayer(rate);
  }

  /** y = x. */
  public static ActivationLayer identity() {
    return new ActivationLayer(Activation.IDENTITY);
  }

  /** y = 1 where x &gt; 0, else 0. */
  public static ThresholdLayer step() {
    return new ThresholdLayer(false);
  }

  /** y = 1 where x &gt; 0, -1 where x &lt; 0, else 0. */
  public static ThresholdLayer sign() {
    return new ThresholdLayer(true);
  }

  /** y = 1 / (1 + exp(-x)). */
  public static ActivationLayer sigmoid() {
    return new ActivationLayer(Activation.SIGMOID);
  }

  /** y = tanh(x). */
  public static ActivationLayer tanh() {
    return new ActivationLayer(Activation.TANH);
  }

  /** y = 1.7159 tanh(2 x / 3). */
  public static ScaledTanhLayer scaledTanh() {
    return new ScaledTanhLayer();
  }

  /** y = max(x, 0). */
  public static ActivationLayer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  /** Scores to probabilities that sum to 1. */
  public static SoftmaxLayer softmax() {
    return new SoftmaxLayer();
  }

  /** The largest of each so many neighbouring channels. */
  public static MaxoutLayer maxout(int pieces) {
    return new MaxoutLayer(pieces);
  }

  /** Minus the squared distance from each of these fixed centres; they are copied. */
  public static RbfLayer rbf(float[]... centres) {
    return new RbfLayer(centres);
  }

  /**
   * The layer of this description, as a layer's {@code toString} gives it.
   *
   * @throws IllegalArgumentException if there is no such layer; the message holds the text and what
   *     is wrong with it
   */
  public static Layer parse(String text) {
    return new LayerText(text).layer();
  }

  /** What a layer's description says of its weights, beginning with a blank; empty by default. */
  static String settings(Initialization initialization, Regularizer regularizer) {
    return (initialization.equals(Initialization.GLOROT_UNIFORM)
            ? ""
            : " initialization " + initialization)
        + (regularizer.l1() == 0 ? "" : " l1 " + regularizer.l1())
        + (regularizer.l2() == 0 ? "" : " l2 " + regularizer.l2());
  }
}
