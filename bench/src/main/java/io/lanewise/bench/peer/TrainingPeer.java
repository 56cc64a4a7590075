package io.lanewise.bench.peer;

import io.lanewise.nn.data.Dataset;

/**
 * A library that a user would train a network with instead, measured at its own best settings.
 * Found by {@link java.util.ServiceLoader}; a provider's constructor touches nothing.
 */
public interface TrainingPeer extends Library {

  /** Whether it trains the model with this name, as in {@code bench train --models}. */
  boolean trains(String model);

  /** Builds the network and takes over the data, where that makes its steps faster. */
  Training open(Problem problem);

  /**
   * A network to be trained by gradient descent with momentum, on cross entropy.
   *
   * @param model lenet5 or mlp
   * @param parameters the initial parameters, layer by layer, weights before bias; weights of a
   *     convolution OIHW, of a dense layer [out][in]
   * @param train samples to learn from
   * @param batch samples of a step
   * @param momentum factor of the old velocity
   * @param threads threads that the library may use
   */
  record Problem(
      String model, float[] parameters, Dataset train, int batch, double momentum, int threads) {}

  /** A network that is trained. */
  interface Training extends AutoCloseable {

    /** Threads that it uses. */
    int threads();

    /** Forward, backward and update on the samples order[from .. from + count). */
    void step(int[] order, int from, int count, double rate);

    /**
     * What the network says of each sample: probabilities of the classes, one sample behind the
     * other.
     */
    float[] outputs(Dataset data);

    @Override
    void close();
  }
}
