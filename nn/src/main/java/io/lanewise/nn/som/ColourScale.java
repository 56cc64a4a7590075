package io.lanewise.nn.som;

import java.awt.Color;

/** Colours as 0xRRGGBB. */
final class ColourScale {

  /** For what has no value. */
  static final int NONE = 0xd9d9d9;

  /**
   * Nine points of viridis, dark blue to yellow: it grows evenly in lightness, so that it reads in
   * grey and by the colour-blind. Source: S. van der Walt, N. Smith, matplotlib 2.0.
   */
  private static final int[] VIRIDIS = {
    0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
  };

  /** Colours of the first classes, told apart by the colour-blind too. Source: P. Tol, "bright". */
  private static final int[] CLASSES = {
    0x4477aa, 0xee6677, 0x228833, 0xccbb44, 0x66ccee, 0xaa3377, 0xee8866, 0x44bb99, 0x99ddff,
    0xbbcc33
  };

  /** The golden section of the circle of hues: no two of the following classes come close soon. */
  private static final double HUES = 0.618033988749895;

  private ColourScale() {}

  /** The colour of a number from 0 to 1; of NaN, that of nothing. */
  static int value(double share) {
    if (Double.isNaN(share)) {
      return NONE;
    }
    double at = Math.clamp(share, 0, 1) * (VIRIDIS.length - 1);
    int below = Math.min((int) at, VIRIDIS.length - 2);
    double weight = at - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int low = VIRIDIS[below] >> shift & 0xff;
      int high = VIRIDIS[below + 1] >> shift & 0xff;
      colour |= (int) Math.round(low + weight * (high - low)) << shift;
    }
    return colour;
  }

  /** The colour of a class; of a negative one, that of nothing. */
  static int ofClass(int index) {
    if (index < 0) {
      return NONE;
    }
    if (index < CLASSES.length) {
      return CLASSES[index];
    }
    float hue = (float) (index * HUES % 1);
    return Color.HSBtoRGB(hue, 0.55f, 0.8f) & 0xffffff;
  }
}
