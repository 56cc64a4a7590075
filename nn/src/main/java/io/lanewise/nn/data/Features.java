package io.lanewise.nn.data;

/**
 * Sizes of what flows between two layers, for one sample: channels of rows x columns, NCHW. A plain
 * vector is that many channels of one element.
 *
 * @param channels channels, or elements of a vector
 * @param rows rows of a channel
 * @param columns columns of a channel
 */
public record Features(int channels, int rows, int columns) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1, or the product is 2^31 or more
   */
  public Features {
    if (channels < 1 || rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "features are "
              + (channels + "x" + rows + "x" + columns)
              + ", expected each size at least 1");
    }
    if ((long) channels * rows > Integer.MAX_VALUE / columns) {
      throw new IllegalArgumentException(
          "features are "
              + (channels + "x" + rows + "x" + columns)
              + ", expected fewer than 2^31 elements");
    }
  }

  /** A vector. */
  public static Features vector(int elements) {
    return new Features(elements, 1, 1);
  }

  /**
   * Reads what {@code toString} gives, such as 6x28x28 or 120.
   *
   * @throws IllegalArgumentException if it is neither one nor three sizes
   */
  public static Features parse(String text) {
    if (!text.matches("[0-9]{1,9}(x[0-9]{1,9}x[0-9]{1,9})?")) {
      throw new IllegalArgumentException(
          "features are \"" + text + "\", expected such as 6x28x28 or 120");
    }
    String[] sizes = text.split("x");
    return sizes.length == 1
        ? vector(Integer.parseInt(text))
        : new Features(
            Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
  }

  /** Whether this is a plain vector. */
  public boolean isVector() {
    return rows == 1 && columns == 1;
  }

  /** Elements of one sample. */
  public int elements() {
    return channels * rows * columns;
  }

  /** Such as 6x28x28 or 120. */
  @Override
  public String toString() {
    return isVector() ? String.valueOf(channels) : channels + "x" + rows + "x" + columns;
  }
}
