package io.lanewise.nn;

import static io.lanewise.nn.Layers.averagePool2d;
import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.rbf;
import static io.lanewise.nn.Layers.scaledTanh;
import static io.lanewise.nn.Layers.subsample;
import static io.lanewise.nn.Layers.tanh;

import io.lanewise.nn.data.Features;

/**
 * LeNet-5 for images of 28x28. Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based
 * learning applied to document recognition, Proceedings of the IEEE 86 (1998).
 */
public final class LeNet5 {

  private static final Features IMAGE = new Features(1, 28, 28);

  private LeNet5() {}

  /**
   * The network as it is usually drawn: the image is padded with zeros to 32x32, the second
   * convolution is fully connected, pooling is a plain average, tanh between, ten scores at the
   * end. 61,706 parameters.
   *
   * <p>The padding belongs to the first convolution, which gives the same numbers as padding the
   * image and moves less memory.
   */
  public static Sequential padded32() {
    return plain(2);
  }

  /** The same without padding: 44,426 parameters. */
  public static Sequential valid28() {
    return plain(0);
  }

  private static Sequential plain(int pad) {
    return Sequential.of(
        IMAGE,
        conv2d(6, 5).pad(pad),
        tanh(),
        averagePool2d(2),
        conv2d(16, 5),
        tanh(),
        averagePool2d(2),
        flatten(),
        dense(120),
        tanh(),
        dense(84),
        tanh(),
        dense(10));
  }

  /**
   * The network of 1998: trainable sub-sampling, the partial connections of its table I, scaled
   * tanh, and radial basis functions about fixed bitmaps of the digits at the end. 60,000
   * parameters.
   */
  public static Sequential classic() {
    return Sequential.of(
        IMAGE,
        conv2d(6, 5).pad(2).initialization(Initialization.LECUN_UNIFORM),
        scaledTanh(),
        subsample(2),
        scaledTanh(),
        conv2d(16, 5).connections(Connections.LENET5).initialization(Initialization.LECUN_UNIFORM),
        scaledTanh(),
        subsample(2),
        scaledTanh(),
        flatten(),
        dense(120).initialization(Initialization.LECUN_UNIFORM),
        scaledTanh(),
        dense(84).initialization(Initialization.LECUN_UNIFORM),
        scaledTanh(),
        rbf(DigitBitmaps.all()));
  }
}
