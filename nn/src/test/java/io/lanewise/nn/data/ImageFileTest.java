package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageFileTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("digit");
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** Pixels of 0 to 255 as they are in a sample. */
  private int[] read(byte[] content, int rows, int columns, boolean inverted) throws IOException {
    Samples samples = ImageFile.read(Files.write(file, content), rows, columns, inverted);
    assertThat(samples.size()).isEqualTo(1);
    assertThat(samples.input()).isEqualTo(new Features(1, rows, columns));
    assertThat(samples.labelled()).isFalse();
    float[] batch = new float[rows * columns];
    samples.fill(MemorySegment.ofArray(batch), new int[1], 0, 1);
    int[] pixels = new int[batch.length];
    for (int i = 0; i < batch.length; i++) {
      pixels[i] = Math.round(batch[i] / LabelledImages.SCALE);
      assertThat(batch[i]).isEqualTo(pixels[i] * LabelledImages.SCALE);
    }
    return pixels;
  }

  private static BufferedImage image(int type, int rows, int columns, int... pixels) {
    BufferedImage image = new BufferedImage(columns, rows, type);
    for (int i = 0; i < pixels.length; i++) {
      image.setRGB(i % columns, i / columns, pixels[i]);
    }
    return image;
  }

  private static BufferedImage grey(int rows, int columns, int... pixels) {
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, columns, rows, pixels);
    return image;
  }

  private static byte[] pgm(String header, int... bytes) {
    byte[] start = header.getBytes(StandardCharsets.US_ASCII);
    byte[] content = Arrays.copyOf(start, start.length + bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      content[start.length + i] = (byte) bytes[i];
    }
    return content;
  }

  /** Every grey level is read as it was written, and an image of the right size as it is. */
  @Test
  void greyImagesKeepTheirValues() throws IOException {
    int[] levels = new int[256];
    Arrays.setAll(levels, i -> i);
    assertThat(read(encoded(grey(16, 16, levels), "png"), 16, 16, false)).isEqualTo(levels);
    assertThat(read(encoded(grey(16, 16, levels), "bmp"), 16, 16, false)).isEqualTo(levels);
    assertThat(read(pgm("P5 16 16 255\n", levels), 16, 16, false)).isEqualTo(levels);
    int[] inverted = Arrays.stream(levels).map(level -> 255 - level).toArray();
    assertThat(read(encoded(grey(16, 16, levels), "png"), 16, 16, true)).isEqualTo(inverted);
  }

  @Test
  void sixteenBitsBecomeEight() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 100 * 257, 65_535});
    assertThat(read(encoded(image, "png"), 1, 3, false)).containsExactly(0, 100, 255);
  }

  @Test
  void coloursBecomeGrey() throws IOException {
    BufferedImage image =
        image(BufferedImage.TYPE_INT_RGB, 1, 4, 0xff0000, 0x00ff00, 0x0000ff, 0x646464);
    assertThat(read(encoded(image, "png"), 1, 4, false)).containsExactly(76, 150, 29, 100);
    BufferedImage blackAndWhite = image(BufferedImage.TYPE_BYTE_BINARY, 1, 3, 0, 0xffffff, 0);
    assertThat(read(encoded(blackAndWhite, "png"), 1, 3, false)).containsExactly(0, 255, 0);
  }

  /** Half a red over black is 38, over white 165, of which 90 is ink. */
  @Test
  void transparencyIsBackground() throws IOException {
    BufferedImage image =
        image(BufferedImage.TYPE_INT_ARGB, 1, 3, 0x00ffffff, 0xffffffff, 0x80ff0000);
    assertThat(read(encoded(image, "png"), 1, 3, false)).containsExactly(0, 255, 38);
    assertThat(read(encoded(image, "png"), 1, 3, true)).containsExactly(0, 0, 90);
  }

  @Test
  void aJpegIsReadNearly() throws IOException {
    int[] pixels = new int[64];
    Arrays.fill(pixels, 200);
    assertThat(Arrays.stream(read(encoded(grey(8, 8, pixels), "jpg"), 8, 8, false)))
        .allSatisfy(pixel -> assertThat(pixel).isBetween(198, 202));
  }

  @Test
  void largerImagesAreAveraged() throws IOException {
    byte[] content = pgm("P5 4 4 255\n", 0, 10, 100, 100, 20, 30, 100, 104, 1, 1, 9, 9, 1, 2, 9, 9);
    assertThat(read(content, 2, 2, false)).containsExactly(15, 101, 1, 9);
    assertThat(read(pgm("P5 3 1 255\n", 30, 60, 90), 2, 2, false)).containsExactly(40, 80, 0, 0);
    assertThat(read(pgm("P5 1 3 255\n", 30, 60, 90), 2, 2, false)).containsExactly(40, 0, 80, 0);
    assertThat(read(pgm("P5 1 1 255\n", 7), 2, 2, false)).containsExactly(7, 7, 7, 7);
  }

  /** A flat image stays flat, whatever the sizes. */
  @Test
  void averagesOfOneValueAreThatValue() throws IOException {
    for (int side = 1; side < 70; side++) {
      int[] pixels = new int[side * side];
      Arrays.fill(pixels, 201);
      assertThat(read(pgm("P5 " + side + " " + side + " 255\n", pixels), 28, 28, false))
          .containsOnly(201);
    }
  }

  @Test
  void otherProportionsAreCentredOnBackground() throws IOException {
    byte[] wide = pgm("P5 4 2 255\n", 9, 9, 9, 9, 9, 9, 9, 9);
    assertThat(read(wide, 4, 4, false))
        .containsExactly(0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0);
    assertThat(read(wide, 2, 4, true)).containsOnly(246);
    byte[] tall = pgm("P5 2 4 255\n", 9, 9, 9, 9, 9, 9, 9, 9);
    assertThat(read(tall, 2, 3, false)).containsExactly(0, 9, 0, 0, 9, 0);
  }

  @Test
  void readsTheKindsOfPgm() throws IOException {
    assertThat(read(pgm("P2 # text\n# two\n2 2\n# most\n10#values\n0 5\n10 1#\n"), 2, 2, false))
        .containsExactly(0, 128, 255, 26);
    assertThat(read(pgm("P5#x\n2#y\n1 65535\n", 255, 255, 128, 0), 1, 2, false))
        .containsExactly(255, 128);
    assertThat(read(pgm("P5\n1 1\n255\n", 10), 1, 1, false)).containsExactly(10);
  }

  static Stream<Arguments> badFiles() throws IOException {
    byte[] png = encoded(grey(30, 30, new int[900]), "png");
    return Stream.of(
        Arguments.of(new byte[0], "is of no known kind, expected a PNG, JPEG, GIF, BMP, TIFF or"),
        Arguments.of("a letter".getBytes(StandardCharsets.UTF_8), "is of no known kind"),
        Arguments.of(Arrays.copyOf(png, png.length / 2), "cannot be decoded, expected a whole"),
        Arguments.of(Arrays.copyOf(png, 20), "cannot be decoded, expected a whole image"),
        Arguments.of(giant(png), "has 2000000000 x 2000000000 pixels, expected at least 1 and at"),
        Arguments.of(pgm("P5 2"), "ends, expected the number of rows, a decimal number"),
        Arguments.of(pgm("P5 -2 2 255\n"), "has something else at byte 3, expected the number of"),
        Arguments.of(pgm("P5 2x 2 255\n"), "has something else at byte 4, expected the number of"),
        Arguments.of(pgm("P5 0 2 255\n"), "has 0 x 2 pixels, expected at least 1 and at most"),
        Arguments.of(pgm("P5 99999 99999 255\n"), "has 99999 x 99999 pixels, expected at least 1"),
        Arguments.of(pgm("P5 9999999999 1 255\n"), "has something else at byte 12"),
        Arguments.of(pgm("P5 1 1 0\n", 1), "has largest value 0, expected 1 to 65535"),
        Arguments.of(pgm("P5 1 1 65536\n", 1), "has largest value 65536, expected 1 to 65535"),
        Arguments.of(pgm("P5 2 2 255\n", 1, 2, 3), "cut short: it has 3 bytes of pixels, expect"),
        Arguments.of(pgm("P5 2 1 256\n", 1, 2, 3), "3 bytes of pixels, expected 4"),
        Arguments.of(pgm("P5 2 2 255"), "is cut short: it has 0 bytes of pixels, expected 4"),
        Arguments.of(pgm("P5 2 1 9\n", 1, 10), "has pixel 10 at 1, expected 0 to 9"),
        Arguments.of(pgm("P2 2 1 9\n1 10"), "has pixel 10 at 1, expected 0 to 9"),
        Arguments.of(pgm("P2 2 1 9\n1"), "ends, expected a pixel, a decimal number"),
        Arguments.of(pgm("P2 2 1 9\n1 x"), "has something else at byte 11, expected a pixel"));
  }

  /** A PNG that says it is 2e9 x 2e9, with the right checksum. */
  private static byte[] giant(byte[] png) {
    byte[] giant = png.clone();
    ByteBuffer header = ByteBuffer.wrap(giant);
    header.putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
    CRC32 sum = new CRC32();
    sum.update(giant, 12, 17);
    header.putInt(29, (int) sum.getValue());
    return giant;
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void badFilesAreRefusedByName(byte[] content, String message) {
    assertThatThrownBy(() -> read(content, 28, 28, false))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(message);
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> ImageFile.read(file, 28, 28, false))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(file + " does not exist, expected an image");
    assertThatThrownBy(() -> ImageFile.read(folder, 28, 28, false))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is not a regular file, expected an image");
  }
}
