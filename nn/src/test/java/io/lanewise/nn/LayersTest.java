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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.nn.data.Features;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {

  static Stream<Layer> layers() {
    return Stream.of(
        dense(10),
        dense(3).withoutBias().initialization(Initialization.HE_NORMAL),
        dense(7).regularizer(new Regularizer(0.5, 1e-4)),
        conv2d(6, 5),
        conv2d(6, 3, 1).stride(2).pad(1).dilation(2).groups(3).regularizer(Regularizer.l2(0.25)),
        conv2d(16, 5)
            .connections(Connections.LENET5)
            .initialization(Initialization.uniform(-0.5, 0.25)),
        maxPool2d(2),
        averagePool2d(3).stride(2).pad(1),
        averagePool2d(3).stride(2).pad(1).countingPadding(),
        sumPool2d(2).stride(1),
        subsample(2),
        flatten(),
        dropout(0.5),
        identity(),
        step(),
        sign(),
        sigmoid(),
        tanh(),
        scaledTanh(),
        relu(),
        softmax(),
        maxout(2),
        rbf(new float[] {1, -1, 0.5f}, new float[] {-1, 1, 1e-3f}));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void descriptionIsReadBack(Layer layer) {
    Layer read = Layers.parse(layer.toString());
    assertThat(read).hasSameClassAs(layer).hasToString(layer.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dens 10",
        "dense",
        "dense ten",
        "dense 10 fast",
        "dense 10 l2",
        "dense 10 initialization huge",
        "conv2d 6",
        "conv2d 6@5",
        "conv2d 6@0x5",
        "conv2d 6@5x5 pad -1",
        "conv2d 6@5x5 groups 4",
        "conv2d 2@5x5 connections 10,0",
        "max-pool2d 2x3",
        "max-pool2d 2x2 counting-padding",
        "tanh 2",
        "dropout 1",
        "dropout x",
        "maxout 0",
        "rbf 1,2;3"
      })
  void descriptionOfNoLayerIsRefused(String text) {
    assertThatThrownBy(() -> Layers.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer is \"" + text + "\": ")
        .hasMessageContaining("expected");
  }

  @Test
  void sizesFollowFromTheInput() {
    Features image = new Features(6, 14, 11);
    assertThat(conv2d(9, 3, 5).stride(2).pad(1).dilation(2).groups(3).output(image))
        .isEqualTo(new Features(9, 6, 3));
    assertThat(conv2d(16, 5).connections(Connections.LENET5).output(image))
        .isEqualTo(new Features(16, 10, 7));
    assertThat(subsample(2).output(new Features(6, 14, 12))).isEqualTo(new Features(6, 7, 6));
    assertThat(maxout(3).output(image)).isEqualTo(new Features(2, 14, 11));
    assertThatThrownBy(() -> maxout(4).output(image)).hasMessageContaining("multiple of pieces");
    assertThatThrownBy(() -> conv2d(2, 16).output(image)).hasMessageContaining("spans 16 of 14");
    assertThatThrownBy(
            () -> conv2d(16, 5).connections(Connections.LENET5).output(new Features(5, 9, 9)))
        .hasMessageContaining("connections are of 6 inputs");
    assertThatThrownBy(() -> rbf(new float[3]).output(Features.vector(4)))
        .hasMessageContaining("expected a vector of 3");
  }

  @Test
  void onlyConnectedWeightsAreParameters() {
    List<Layer.Parameter> parameters =
        conv2d(16, 5).connections(Connections.LENET5).parameters(new Features(6, 14, 14));
    assertThat(parameters.get(0).sizes()).containsExactly(60, 5, 5);
    assertThat(parameters.get(0).fanIn()).isEqualTo(60 * 25 / 16);
    assertThat(parameters.get(1).elements()).isEqualTo(16);
  }

  @Test
  void dropoutKeepsItsShareAndDependsOnKeyAndIndexOnly() {
    DropoutLayer layer = dropout(0.3);
    int kept = 0;
    int changed = 0;
    for (int i = 0; i < 100_000; i++) {
      kept += layer.keeps(5, i) ? 1 : 0;
      changed += layer.keeps(5, i) == layer.keeps(6, i) ? 0 : 1;
      assertThat(layer.keeps(5, i)).isEqualTo(dropout(0.3).keeps(5, i));
    }
    assertThat(kept).isBetween(69_400, 70_600);
    assertThat(changed).isBetween(41_000, 43_000);
  }
}
