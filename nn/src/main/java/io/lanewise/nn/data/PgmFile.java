package io.lanewise.nn.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A grey image in the portable graymap format, binary (P5) or as text (P2).
 *
 * <p>The format: the letters P5 or P2, columns, rows and the largest value as decimal numbers with
 * white space between them, one white space, then the values: bytes, or two for each from 256 on,
 * big-endian; as text decimal numbers. A # starts a comment up to the end of its line. Source: the
 * manual of Netpbm, pgm(5).
 */
final class PgmFile {

  private final Path file;
  private final byte[] content;
  private int at = 2;

  private PgmFile(Path file, byte[] content) {
    this.file = file;
    this.content = content;
  }

  /** Whether a file starts like one. */
  static boolean isPgm(byte[] content) {
    return content.length >= 3
        && content[0] == 'P'
        && (content[1] == '5' || content[1] == '2')
        && (isSpace(content[2]) || content[2] == '#');
  }

  /**
   * Reads the first image.
   *
   * @param file its name, for messages
   */
  static GreyImage read(Path file, byte[] content) throws IOException {
    return new PgmFile(file, content).image();
  }

  private GreyImage image() throws IOException {
    boolean text = content[1] == '2';
    int columns = number("the number of columns");
    int rows = number("the number of rows");
    ImageFile.requireSize(file, columns, rows);
    int most = number("the largest value");
    if (most < 1 || most > 65_535) {
      throw new IOException(file + " has largest value " + most + ", expected 1 to 65535");
    }
    at += text ? 0 : 1;
    int width = most < 256 ? 1 : 2;
    if (!text && content.length - at < (long) rows * columns * width) {
      throw new IOException(
          file
              + (" is cut short: it has " + Math.max(0, content.length - at) + " bytes of pixels")
              + (", expected " + (long) rows * columns * width));
    }
    byte[] pixels = new byte[rows * columns];
    for (int i = 0; i < pixels.length; i++) {
      int value = text ? number("a pixel") : binary(width);
      if (value > most) {
        throw new IOException(
            file + " has pixel " + value + " at " + i + ", expected 0 to " + most);
      }
      pixels[i] = (byte) ((value * 255L + most / 2) / most);
    }
    return new GreyImage(rows, columns, pixels);
  }

  private int binary(int width) {
    int value = content[at++] & 0xff;
    return width == 1 ? value : (value << 8) | (content[at++] & 0xff);
  }

  /** The next decimal number, of at most nine digits. */
  private int number(String what) throws IOException {
    while (at < content.length && (isSpace(content[at]) || content[at] == '#')) {
      if (content[at] == '#') {
        skipLine();
      } else {
        at++;
      }
    }
    int from = at;
    int number = 0;
    while (at < content.length && content[at] >= '0' && content[at] <= '9' && at - from < 9) {
      number = 10 * number + content[at++] - '0';
    }
    if (at == from || (at < content.length && !isSpace(content[at]) && content[at] != '#')) {
      throw new IOException(
          file
              + (at == content.length ? " ends" : " has something else at byte " + at)
              + (", expected " + what + ", a decimal number of at most nine digits"));
    }
    return number;
  }

  private void skipLine() {
    while (at < content.length && content[at] != '\n') {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
