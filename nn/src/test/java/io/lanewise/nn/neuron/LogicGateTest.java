package io.lanewise.nn.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LogicGateTest {

  @Test
  void sayWhatTheyAreNamedAfter() {
    for (boolean a : new boolean[] {false, true}) {
      for (boolean b : new boolean[] {false, true}) {
        assertThat(LogicGate.AND.of(a, b)).isEqualTo(a && b);
        assertThat(LogicGate.OR.of(a, b)).isEqualTo(a || b);
        assertThat(LogicGate.NAND.of(a, b)).isEqualTo(!(a && b));
        assertThat(LogicGate.NOR.of(a, b)).isEqualTo(!(a || b));
        assertThat(LogicGate.xor(a, b)).isEqualTo(a != b);
      }
      assertThat(LogicGate.NOT.of(a)).isEqualTo(!a);
    }
  }

  @Test
  void arePerceptrons() {
    assertThat(LogicGate.NAND.perceptron().decide(1, 1)).isFalse();
    assertThat(LogicGate.NAND.perceptron().decide(1, 0)).isTrue();
    assertThat(LogicGate.NOT.inputs()).isEqualTo(1);
    assertThat(LogicGate.AND.inputs()).isEqualTo(2);
    assertThatThrownBy(() -> LogicGate.NOT.of(true, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x has 2 elements, expected 1, one for each weight");
  }
}
