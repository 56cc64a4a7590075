package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GemmShapeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"256x256:256x256", "128x784:784x512n\"mlp:fc1\"", "1x2:2x3", "0x0:0x0", "5x0:0x7"})
  void stringsComeBackAsTheyWere(String problem) {
    assertThat(GemmShape.parse(problem)).hasToString(problem);
    assertThat(GemmShape.parse(GemmShape.parse(problem).toString()))
        .isEqualTo(GemmShape.parse(problem));
  }

  @Test
  void sizesAreReadInTheOrderMKN() {
    assertThat(GemmShape.parse("2x5:5x3")).isEqualTo(GemmShape.of(2, 3, 5));
    assertThat(GemmShape.parse(" 2x5:5x3:2x3n\"named\" "))
        .isEqualTo(new GemmShape(2, 3, 5, "named"));
  }

  @ParameterizedTest
  @CsvSource({"2x5:5x3, 60", "1x1:1x1, 2", "0x5:5x3, 0", "3000x3000:3000x3000, 54000000000"})
  void flopsAreTwiceTheProduct(String problem, long flops) {
    assertThat(GemmShape.parse(problem).flops()).isEqualTo(flops);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2x5",
        "2x5:4x3",
        "2x5:5x3:3x2",
        "-2x5:5x3",
        "2x5:5x3 rest",
        "2147483648x1:1x1",
        "99999999999999999999x1:1x1"
      })
  void whatIsNoProblemIsRefusedWithItsText(String problem) {
    assertThatThrownBy(() -> GemmShape.parse(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + problem + "\"");
  }

  @Test
  void badSizesAreRefusedByName() {
    assertThatThrownBy(() -> GemmShape.of(-1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("m is -1, expected at least 0");
    assertThatThrownBy(() -> GemmShape.of(1, -2, 3)).hasMessage("n is -2, expected at least 0");
    assertThatThrownBy(() -> GemmShape.of(1, 2, -3)).hasMessage("k is -3, expected at least 0");
    assertThatThrownBy(() -> new GemmShape(1, 2, 3, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("name is null");
  }

  @Test
  void refusesWhatItsStringCannotSay() {
    assertThatThrownBy(() -> new GemmShape(1, 1, 1, "a\"b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name is <a\"b>");
    assertThatThrownBy(() -> GemmShape.of(1 << 21, 1 << 21, 1 << 21))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m n k is 2097152 2097152 2097152");
  }
}
