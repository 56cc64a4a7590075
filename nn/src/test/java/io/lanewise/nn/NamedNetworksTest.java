package io.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.Conv2dShape;
import io.lanewise.nn.data.Features;
import org.junit.jupiter.api.Test;

class NamedNetworksTest {

  @Test
  void haveTheirParameters() {
    assertThat(LeNet5.padded32().parameterCount()).isEqualTo(61_706);
    assertThat(LeNet5.valid28().parameterCount()).isEqualTo(44_426);
    assertThat(LeNet5.classic().parameterCount()).isEqualTo(60_000);
    assertThat(Cnn.oneConvolution().parameterCount()).isEqualTo(63_050);
    assertThat(Cnn.threeConvolutions().parameterCount()).isEqualTo(93_322);
    assertThat(Mlp.of(784, 512, 10).parameterCount()).isEqualTo(407_050);
    assertThat(Mlp.of(784, 10).parameterCount()).isEqualTo(7_850);
  }

  /**
   * 2 m n k of each product without taps in the padding; the first layer has no gradient of its
   * input.
   */
  @Test
  void operationsOfATrainingStep() {
    long conv1 = Conv2dShape.of(1, 1, 28, 28, 6, 5, 1, 2).flops();
    long conv2 = 2L * 16 * 10 * 10 * 6 * 25;
    long dense = 2L * (400 * 120 + 120 * 84 + 84 * 10);
    assertThat(LeNet5.padded32().trainingFlops()).isEqualTo(2 * conv1 + 3 * (conv2 + dense));
    assertThat(Mlp.of(784, 512, 10).trainingFlops()).isEqualTo(2L * (2 * 784 * 512 + 3 * 512 * 10));
  }

  @Test
  void mlpNeedsTwoSizes() {
    assertThat(Mlp.of(784, 512, 10).input()).isEqualTo(Features.vector(784));
    assertThatThrownBy(() -> Mlp.of(784)).hasMessageContaining("sizes are 1, expected");
  }

  /** As table I of LeCun 1998 has them. */
  @Test
  void connectionsOfLeNet5() {
    Connections table = Connections.LENET5;
    assertThat(table.outputs()).isEqualTo(16);
    assertThat(table.inputs()).isEqualTo(6);
    assertThat(table.count()).isEqualTo(60);
    int[] perInput = new int[6];
    for (int output = 0; output < 16; output++) {
      int inputs = 0;
      for (int input = 0; input < 6; input++) {
        if (table.connects(output, input)) {
          inputs++;
          perInput[input]++;
        }
      }
      assertThat(inputs).isEqualTo(output < 6 ? 3 : output < 15 ? 4 : 6);
    }
    assertThat(perInput).containsOnly(10);
  }

  @Test
  void bitmapsOfDigitsDiffer() {
    float[][] digits = DigitBitmaps.all();
    assertThat(digits).hasDimensions(10, 84);
    for (int a = 0; a < 10; a++) {
      for (int b = 0; b < a; b++) {
        int different = 0;
        for (int i = 0; i < 84; i++) {
          different += digits[a][i] == digits[b][i] ? 0 : 1;
        }
        assertThat(different).as("%d and %d", a, b).isGreaterThan(4);
      }
    }
  }
}
