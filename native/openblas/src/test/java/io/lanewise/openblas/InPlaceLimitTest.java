package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InPlaceLimitTest {

  @Test
  void isReadFromTheProperty() throws LoadingException {
    assertThat(InPlaceLimit.of("")).isEqualTo(64 * 64 * 64);
    assertThat(InPlaceLimit.of("0")).isZero();
    assertThat(InPlaceLimit.of("9000000000")).isEqualTo(9_000_000_000L);
  }

  @Test
  void refusesWhatIsNoNumberOfElements() {
    for (String property : new String[] {"-1", "64x64x64", " "}) {
      assertThatThrownBy(() -> InPlaceLimit.of(property))
          .isInstanceOf(LoadingException.class)
          .hasMessageContaining("lanewise.openblas.inplace is \"" + property + "\"");
    }
  }
}
