package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GlyphsTest {

  /** The checksum holds on every JVM. */
  @Test
  void seedDecidesEveryPixel() {
    assertThat(checksum(Glyphs.draw(500, 1))).isEqualTo(2300947983L);
    assertThat(checksum(Glyphs.draw(500, 2))).isNotEqualTo(2300947983L);
  }

  @Test
  void countDoesNotChangeTheFirstOnes() {
    assertThat(checksum(Glyphs.draw(60, 9).head(40))).isEqualTo(checksum(Glyphs.draw(40, 9)));
  }

  @Test
  void everyDigitHasInkAndBackground() {
    LabelledImages glyphs = Glyphs.draw(100, 4);
    assertThat(glyphs.outputs()).isEqualTo(10);
    for (int i = 0; i < glyphs.size(); i++) {
      assertThat(glyphs.label(i)).isEqualTo(i % 10);
      int inked = 0;
      for (int row = 0; row < 28; row++) {
        for (int column = 0; column < 28; column++) {
          inked += glyphs.pixel(i, row, column) > 128 ? 1 : 0;
        }
      }
      assertThat(inked).as("inked pixels of glyph %d", i).isBetween(15, 300);
    }
  }

  @Test
  void countOutOfRangeIsRefused() {
    assertThatThrownBy(() -> Glyphs.draw(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("count is 0, expected 1 to ");
    assertThatThrownBy(() -> Glyphs.draw(Integer.MAX_VALUE, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long checksum(LabelledImages images) {
    CRC32 sum = new CRC32();
    for (int i = 0; i < images.size(); i++) {
      sum.update(images.label(i));
      for (int row = 0; row < images.rows(); row++) {
        for (int column = 0; column < images.columns(); column++) {
          sum.update(images.pixel(i, row, column));
        }
      }
    }
    return sum.getValue();
  }
}
