package io.lanewise.nn;

import static io.lanewise.nn.Layers.averagePool2d;
import static io.lanewise.nn.Layers.conv2d;
import static io.lanewise.nn.Layers.dense;
import static io.lanewise.nn.Layers.dropout;
import static io.lanewise.nn.Layers.flatten;
import static io.lanewise.nn.Layers.identity;
import static io.lanewise.nn.Layers.maxPool2d;
import static io.lanewise.nn.Layers.maxout;
import static io.lanewise.nn.Layers.rbf;
import static io.lanewise.nn.Layers.relu;
import static io.lanewise.nn.Layers.scaledTanh;
import static io.lanewise.nn.Layers.sigmoid;
import static io.lanewise.nn.Layers.sign;
import static io.lanewise.nn.Layers.softmax;
import static io.lanewise.nn.Layers.step;
import static io.lanewise.nn.Layers.subsample;
import static io.lanewise.nn.Layers.sumPool2d;
import static io.lanewise.nn.Layers.tanh;

import io.lanewise.nn.data.Features;
import io.lanewise.nn.data.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A small network with a loss, of which gradients are compared. What is listed here is covered in
 * float64 and, on every backend, in float32.
 *
 * @param name what it is about
 * @param loss how wrong an output is
 * @param layers the network's layers
 */
public record GradientCase(String name, Loss loss, List<Layer> layers) {

  private static final Features INPUT = new Features(2, 7, 6);

  /** Every case. */
  public static Stream<GradientCase> all() {
    return Stream.of(images(), vectors(), losses(), regularizers(), rows()).flatMap(cases -> cases);
  }

  private static Stream<GradientCase> images() {
    return Stream.of(
        image("convolution with padding", conv2d(3, 3).pad(1)),
        image("convolution with stride", conv2d(4, 3).stride(2).pad(2)),
        image("convolution with dilation", conv2d(3, 3).dilation(2)),
        image("convolution with a kernel of 2x3", conv2d(3, 2, 3)),
        image("convolution in groups", conv2d(6, 3).groups(2)),
        image("depthwise convolution", conv2d(4, 3).groups(4).pad(1)),
        image("1x1 convolution", conv2d(5, 1)),
        image(
            "convolution with connections",
            conv2d(3, 3).connections(Connections.parse("1100,0111,1010"))),
        image("maximum", maxPool2d(2)),
        image("maximum over windows that overlap", maxPool2d(3).stride(2).pad(1)),
        image("average", averagePool2d(2)),
        image("average over windows that overlap", averagePool2d(3).stride(2).pad(1)),
        image("average with padding", averagePool2d(3).stride(2).pad(1).countingPadding()),
        image("sum", sumPool2d(2)),
        image("sum over windows that overlap", sumPool2d(2).stride(1)),
        image("trainable sub-sampling", subsample(2)),
        image("maxout of channels", maxout(2)),
        image("dropout of images", dropout(0.25)));
  }

  private static Stream<GradientCase> vectors() {
    return Stream.of(
        vector("dense without bias", dense(5).withoutBias()),
        wide("wide dense layer, divided among threads by its outputs", dense(61)),
        wide("wide dense layer without bias", dense(61).withoutBias()),
        vector("identity", identity()),
        vector("step", step()),
        vector("sign", sign()),
        vector("sigmoid", sigmoid()),
        vector("tanh", tanh()),
        vector("scaled tanh", scaledTanh()),
        vector("relu", relu()),
        vector("softmax", softmax()),
        vector("maxout", maxout(3)),
        vector("dropout", dropout(0.5)),
        vector("squared distances", rbf(centres(4, 6))));
  }

  private static Stream<GradientCase> losses() {
    return Stream.of(Loss.values())
        .flatMap(
            loss ->
                Stream.of(
                    end(loss, identity()),
                    end(loss, sigmoid()),
                    end(loss, tanh()),
                    end(loss, softmax())));
  }

  private static Stream<GradientCase> regularizers() {
    return Stream.of(Regularizer.l1(0.01), Regularizer.l2(0.02), new Regularizer(0.02, 0.01))
        .map(
            regularizer ->
                new GradientCase(
                    "penalty " + regularizer,
                    Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY,
                    List.of(
                        conv2d(3, 3).regularizer(regularizer),
                        tanh(),
                        flatten(),
                        dense(3).regularizer(regularizer))));
  }

  /** Layers that overwrite their input, and such without a gradient, side by side. */
  private static Stream<GradientCase> rows() {
    return Stream.of(
        new GradientCase(
            "as LeNet-5 is built",
            Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY,
            List.of(
                conv2d(3, 3).pad(1),
                tanh(),
                averagePool2d(2),
                conv2d(4, 3),
                tanh(),
                flatten(),
                dense(6),
                tanh(),
                dense(4))),
        new GradientCase(
            "as LeNet-5 was built in 1998",
            Loss.CATEGORICAL_CROSS_ENTROPY,
            List.of(
                conv2d(4, 2),
                subsample(2),
                scaledTanh(),
                conv2d(3, 2).connections(Connections.parse("1110,0111,1101")),
                scaledTanh(),
                flatten(),
                dense(6),
                scaledTanh(),
                rbf(centres(3, 6)))),
        new GradientCase(
            "activations in a row, one at the end",
            Loss.MEAN_SQUARED_ERROR,
            List.of(
                flatten(), dense(6), tanh(), sigmoid(), relu(), dense(5), scaledTanh(), tanh())),
        new GradientCase(
            "layers without parameters first",
            Loss.BINARY_CROSS_ENTROPY,
            List.of(
                maxPool2d(2).stride(1),
                tanh(),
                dropout(0.2),
                flatten(),
                sigmoid(),
                dense(5),
                sigmoid(),
                dropout(0.4),
                dense(3))),
        new GradientCase(
            "dropout, maxout and softmax in a row",
            Loss.SUM_OF_SQUARED_ERRORS,
            List.of(
                conv2d(4, 3),
                dropout(0.3),
                relu(),
                maxout(2),
                dropout(0.3),
                flatten(),
                dense(6),
                softmax(),
                dropout(0.3),
                maxout(2),
                dense(3),
                softmax())));
  }

  private static GradientCase image(String name, Layer layer) {
    return new GradientCase(
        name,
        Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY,
        List.of(
            conv2d(4, 3).pad(1),
            tanh(),
            layer,
            tanh(),
            averagePool2d(3).stride(2).pad(1),
            flatten(),
            dense(3)));
  }

  /** The layer comes first, and has more weights than inputs and outputs for all samples. */
  private static GradientCase wide(String name, Layer layer) {
    return new GradientCase(
        name, Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY, List.of(flatten(), layer, tanh(), dense(3)));
  }

  private static GradientCase vector(String name, Layer layer) {
    return new GradientCase(
        name, Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY, List.of(flatten(), dense(6), layer, dense(3)));
  }

  private static GradientCase end(Loss loss, Layer last) {
    return new GradientCase(
        loss + " of " + last, loss, List.of(flatten(), dense(4), tanh(), dense(3), last));
  }

  private static float[][] centres(int outputs, int inputs) {
    Random random = new Random(3);
    float[][] centres = new float[outputs][inputs];
    for (float[] centre : centres) {
      for (int j = 0; j < inputs; j++) {
        centre[j] = random.nextFloat() - 0.5f;
      }
    }
    return centres;
  }

  /** The network, without weights. */
  public Sequential network() {
    return Sequential.of(INPUT, loss, layers.toArray(Layer[]::new));
  }

  /** Parameters that are not 0 anywhere, so that biases matter and |w| has a gradient. */
  public float[] parameters() {
    Sequential network = network();
    network.initialise(7);
    float[] parameters = network.parameters();
    Random random = new Random(11);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.1 * random.nextGaussian());
    }
    return parameters;
  }

  /** A sample for each row. */
  public float[][] x(int samples) {
    return gaussian(samples, INPUT.elements(), 14);
  }

  /** What should come out for each sample: shares of 1, or a 1 among zeros for a class. */
  public float[][] targets(int samples) {
    int outputs = network().outputs();
    float[][] targets = gaussian(samples, outputs, 17);
    for (int sample = 0; sample < samples; sample++) {
      float sum = 0;
      for (int i = 0; i < outputs; i++) {
        boolean one = i == sample % outputs;
        targets[sample][i] =
            loss == Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY
                ? (one ? 1 : 0)
                : Math.abs(targets[sample][i]);
        sum += targets[sample][i];
      }
      for (int i = 0; i < outputs; i++) {
        targets[sample][i] /= sum;
      }
    }
    return targets;
  }

  private static float[][] gaussian(int samples, int elements, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[samples][elements];
    for (float[] row : values) {
      for (int i = 0; i < elements; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  /** The samples with their targets or classes. */
  Samples data(int samples) {
    float[] values = joined(x(samples));
    int outputs = network().outputs();
    if (loss != Loss.SPARSE_CATEGORICAL_CROSS_ENTROPY) {
      return Samples.of(INPUT, values, joined(targets(samples)), outputs);
    }
    int[] labels = new int[samples];
    Arrays.setAll(labels, sample -> sample % outputs);
    return Samples.labelled(INPUT, values, labels, outputs);
  }

  private static float[] joined(float[][] rows) {
    float[] joined = new float[rows.length * rows[0].length];
    for (int i = 0; i < joined.length; i++) {
      joined[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return joined;
  }

  @Override
  public String toString() {
    return name;
  }
}
