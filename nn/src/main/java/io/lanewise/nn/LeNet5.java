package io.lanewise.nn;

import static io.lanewise.nn.Layers.averagePool2d;
import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.tanh;

/**
 * LeNet-5 for images of 28x28. Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based
 * learning applied to document recognition, Proceedings of the IEEE 86 (1998).
 */
public final class LeNet5 {

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
    return Sequential.of(
        new Features(1, 28, 28),
        conv2d(6, 5).pad(2),
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
}
