package io.lanewise.nn.data;

/** A grey image of any size. Immutable, as long as nobody writes to its array. */
final class GreyImage {

  private final int rows;
  private final int columns;
  private final byte[] pixels;

  /**
   * Takes over the array.
   *
   * @param pixels rows x columns bytes, 0 (black) to 255 (white)
   */
  GreyImage(int rows, int columns, byte[] pixels) {
    this.rows = rows;
    this.columns = columns;
    this.pixels = pixels;
  }

  /** The pixels, row-major; not a copy. */
  byte[] pixels() {
    return pixels;
  }

  /** 255 minus each pixel. */
  GreyImage inverted() {
    byte[] inverted = pixels.clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~inverted[i];
    }
    return new GreyImage(rows, columns, inverted);
  }

  /**
   * The image in another size: as large as fits in without distortion, in the middle of black. Each
   * pixel is the mean of the area that it covers, rounded; in the same size nothing changes.
   */
  GreyImage fitted(int toRows, int toColumns) {
    double scale = Math.min((double) toRows / rows, (double) toColumns / columns);
    int height = (int) Math.max(1, Math.round(rows * scale));
    int width = (int) Math.max(1, Math.round(columns * scale));
    int top = (toRows - height) / 2;
    int left = (toColumns - width) / 2;
    byte[] fitted = new byte[toRows * toColumns];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        fitted[(top + y) * toColumns + left + x] =
            mean(
                (double) y * rows / height,
                (double) (y + 1) * rows / height,
                (double) x * columns / width,
                (double) (x + 1) * columns / width);
      }
    }
    return new GreyImage(toRows, toColumns, fitted);
  }

  /** The mean of an area, in which pixels at its edge count by the part that is inside. */
  private byte mean(double top, double bottom, double left, double right) {
    double sum = 0;
    double area = 0;
    for (int y = (int) top; y < Math.min(rows, bottom); y++) {
      double height = Math.min(bottom, y + 1.0) - Math.max(top, y);
      for (int x = (int) left; x < Math.min(columns, right); x++) {
        double part = height * (Math.min(right, x + 1.0) - Math.max(left, x));
        sum += part * (pixels[y * columns + x] & 0xff);
        area += part;
      }
    }
    return (byte) Math.round(sum / area);
  }
}
