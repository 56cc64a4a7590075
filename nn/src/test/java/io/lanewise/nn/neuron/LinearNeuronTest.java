package io.lanewise.nn.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearNeuronTest {

  private static final LinearNeuron NEURON = new LinearNeuron(1, 2, 3, 4);

  /** The example of the course: weights 1 (of the bias), 2, 3, 4, target 15, rate 0.5. */
  @Test
  void sharesTheErrorEqually() {
    assertThat(NEURON.output(1, 1, 1)).isEqualTo(10);
    LinearNeuron learned = NEURON.learn(0.5, 15, 1, 1, 1);
    assertThat(learned.weights()).containsExactly(new double[] {2.83, 3.83, 4.83}, within(0.005));
    assertThat(learned.bias()).isEqualTo(1);
    assertThat(learned.output(1, 1, 1)).isCloseTo(12.5, within(1e-12));
    assertThat(NEURON.weights()).containsExactly(2, 3, 4);
  }

  @Test
  void rateOfOneMendsTheWholeErrorOfInputsOfOne() {
    assertThat(NEURON.learn(1, 15, 1, 1, 1).output(1, 1, 1)).isCloseTo(15, within(1e-12));
  }

  @Test
  void inputWithoutPartKeepsItsWeight() {
    LinearNeuron learned = NEURON.learn(0.5, 13, 1, 0, 2);
    assertThat(learned.weights())
        .containsExactly(new double[] {2 + 1 / 3.0, 3, 4 + 2 / 3.0}, within(1e-12));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> NEURON.output(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has 2 elements, expected 3, one for each weight");
    assertThatThrownBy(() -> NEURON.learn(0, 15, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate is 0.0, expected a number above 0");
    assertThatThrownBy(() -> new LinearNeuron(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights are none, expected at least one");
    assertThatThrownBy(() -> new LinearNeuron(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bias is NaN and weights are [1.0], expected finite numbers");
  }
}
