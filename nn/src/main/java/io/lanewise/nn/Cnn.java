package io.lanewise.nn;

import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.maxPool2d;
import static io.lanewise.nn.Layers.relu;

import io.lanewise.nn.data.Features;

/** Convolutional networks for images of 28x28 in ten classes. */
public final class Cnn {

  private static final Features IMAGE = new Features(1, 28, 28);

  private Cnn() {}

  /** One convolution of 32 maps, maxima, one dense layer: 63,050 parameters. */
  public static Sequential oneConvolution() {
    return Sequential.of(
        IMAGE,
        conv2d(32, 3).pad(1).initialization(Initialization.HE_UNIFORM),
        relu(),
        maxPool2d(2),
        flatten(),
        dense(10));
  }

  /**
   * Three convolutions and two dense layers: 93,322 parameters. Source: F. Chollet, Deep learning
   * with Python, Manning 2017, listing 5.1.
   */
  public static Sequential threeConvolutions() {
    return Sequential.of(
        IMAGE,
        conv2d(32, 3).initialization(Initialization.HE_UNIFORM),
        relu(),
        maxPool2d(2),
        conv2d(64, 3).initialization(Initialization.HE_UNIFORM),
        relu(),
        maxPool2d(2),
        conv2d(64, 3).initialization(Initialization.HE_UNIFORM),
        relu(),
        flatten(),
        dense(64).initialization(Initialization.HE_UNIFORM),
        relu(),
        dense(10));
  }
}
