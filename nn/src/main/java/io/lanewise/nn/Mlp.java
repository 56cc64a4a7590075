package io.lanewise.nn;

import io.lanewise.nn.data.Features;
import java.util.ArrayList;
import java.util.List;

/** Networks of dense layers. */
public final class Mlp {

  private Mlp() {}

  /**
   * A classifier with ReLU between dense layers: {@code of(784, 512, 10)} has 512 hidden units, and
   * {@code of(784, 10)} is softmax regression.
   *
   * @param sizes elements of the input, of each hidden layer, and classes
   * @throws IllegalArgumentException if there are fewer than two sizes or one is below 1
   */
  public static Sequential of(int... sizes) {
    return of(Layers.relu(), Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY, sizes);
  }

  /**
   * A network with another activation between dense layers, and another loss.
   *
   * @throws IllegalArgumentException if there are fewer than two sizes or one is below 1
   */
  public static Sequential of(Layer activation, Loss loss, int... sizes) {
    if (sizes.length < 2) {
      throw new IllegalArgumentException(
          "sizes are "
              + sizes.length
              + ", expected the input's, the hidden layers' and the output's");
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < sizes.length; i++) {
      if (i > 1) {
        layers.add(activation);
      }
      layers.add(Layers.dense(sizes[i]));
    }
    return Sequential.of(Features.vector(sizes[0]), loss, layers.toArray(Layer[]::new));
  }
}
