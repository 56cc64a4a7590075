package io.lanewise.nn.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerceptronTest {

  private static final double[][] PAIRS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

  /** The example of the course. */
  @Test
  void biasTurnsYesIntoNo() {
    assertThat(new Perceptron(0, -5, 6).decide(1, 1)).isTrue();
    assertThat(new Perceptron(-2, -5, 6).decide(1, 1)).isFalse();
  }

  @Test
  void sumOfZeroIsNo() {
    assertThat(new Perceptron(-1, 1).decide(1)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"AND", "OR", "NAND", "NOR"})
  void learnsGates(LogicGate gate) {
    boolean[] yes = new boolean[PAIRS.length];
    for (int i = 0; i < yes.length; i++) {
      yes[i] = gate.of(PAIRS[i][0] == 1, PAIRS[i][1] == 1);
    }
    for (double rate : new double[] {0.1, 1}) {
      Perceptron perceptron = new Perceptron(0, 0, 0);
      assertThat(perceptron.learn(rate, PAIRS, yes, 20)).isPresent();
      assertThat(said(perceptron)).containsExactly(yes);
    }
  }

  /** One pass from zero on AND, by hand: only (1, 1) is a mistake, no instead of yes. */
  @Test
  void learnsFromMistakesOnly() {
    Perceptron perceptron = new Perceptron(0, 0, 0);
    boolean[] and = {false, false, false, true};
    assertThat(perceptron.learn(0.5, PAIRS, and, 1)).isEmpty();
    assertThat(perceptron.weights()).containsExactly(0.5, 0.5);
    assertThat(perceptron.bias()).isEqualTo(0.5);
    assertThat(perceptron.learn(0.5, PAIRS, and, 1)).isEmpty();
    assertThat(perceptron.weights()).containsExactly(1, 0.5);
    assertThat(perceptron.bias()).isEqualTo(0);
  }

  @Test
  void cannotLearnXor() {
    boolean[] xor = {false, true, true, false};
    Perceptron perceptron = new Perceptron(0, 0.3, -0.2);
    for (int pass = 0; pass < 1000; pass++) {
      assertThat(perceptron.learn(0.1, PAIRS, xor, 1)).isEmpty();
      assertThat(said(perceptron)).isNotEqualTo(xor);
    }
  }

  private static boolean[] said(Perceptron perceptron) {
    boolean[] said = new boolean[PAIRS.length];
    for (int i = 0; i < said.length; i++) {
      said[i] = perceptron.decide(PAIRS[i]);
    }
    return said;
  }

  @Test
  void refusesWhatDoesNotFitAndStaysAsItWas() {
    Perceptron perceptron = new Perceptron(0, 1, 1);
    assertThatThrownBy(
            () -> perceptron.learn(1, new double[][] {{0, 0}, {1}}, new boolean[] {true, true}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has 1 elements, expected 2, one for each weight");
    assertThatThrownBy(() -> perceptron.learn(1, PAIRS, new boolean[3], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("yes has 3 elements, expected 4, one for each sample");
    assertThatThrownBy(() -> perceptron.learn(-1, PAIRS, new boolean[4], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate is -1.0, expected a number above 0");
    assertThatThrownBy(() -> perceptron.learn(1, PAIRS, new boolean[4], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("passes is 0, expected at least 1");
    assertThat(perceptron.weights()).containsExactly(1, 1);
    assertThat(perceptron.bias()).isZero();
  }
}
