package io.lanewise.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GemmBlockingTest {

  private static final GemmBlocking BLOCKING = new GemmBlocking(12, 32, 24, 64, 64, 48);

  @Test
  void heightsOfTilesAddUpToTheRowsOfTheirPanels() {
    for (int rows = 0; rows < 60; rows++) {
      int covered = 0;
      while (covered < rows) {
        covered += BLOCKING.height(rows - covered);
      }
      assertThat(BLOCKING.panelRows(rows)).as("%d rows", rows).isEqualTo(covered);
    }
  }

  @Test
  void atMostThreeRowsOfATileAreOutside() {
    assertThat(BLOCKING.height(12)).isEqualTo(12);
    assertThat(BLOCKING.height(9)).isEqualTo(12);
    assertThat(BLOCKING.height(8)).isEqualTo(4);
    assertThat(BLOCKING.height(1)).isEqualTo(4);
  }

  @Test
  void refusesABlockThatIsNoMultipleOfTheTile() {
    assertThatThrownBy(() -> new GemmBlocking(12, 32, 25, 64, 64, 48))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mc 25")
        .hasMessageContaining("multiples of mr");
  }

  @Test
  void fitsTheCaches() {
    GemmBlocking blocking = GemmBlocking.of(12, 32, Float.BYTES, new CacheSizes(48 << 10, 2 << 20));
    assertThat(blocking.mc() * blocking.kc() * Float.BYTES).isLessThanOrEqualTo(2 << 18);
    assertThat(blocking.mc() % 12).isZero();
  }
}
