package io.lanewise.nn.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** One image from a file (PNG, JPEG, GIF, BMP, TIFF or PGM), for a network to say what it shows. */
public final class ImageFile {

  /** More pixels than any camera has; an image that claims more would fill the memory. */
  static final long MAX_PIXELS = 1 << 27;

  private static final long MAX_BYTES = 1 << 28;

  private ImageFile() {}

  /**
   * Reads an image as one sample without a class, scaled as {@link LabelledImages} scales: a pixel
   * of 0 to 255 times {@link LabelledImages#SCALE}. Colours become grey, 0.299 R + 0.587 G + 0.114
   * B; what is transparent is background, which becomes 0. An image of another size is brought to
   * this one without distortion, each pixel the mean of the area that it covers.
   *
   * @param rows rows of the sample, at least 1
   * @param columns columns of the sample, at least 1
   * @param inverted whether ink is dark and paper light, unlike in MNIST: 255 minus each pixel
   * @throws IOException if the file is missing, damaged, of another kind or too large; the message
   *     names it and what was expected
   */
  public static Samples read(Path file, int rows, int columns, boolean inverted)
      throws IOException {
    Features input = new Features(1, rows, columns);
    GreyImage image = readGrey(file, inverted ? 255 : 0);
    GreyImage fitted = (inverted ? image.inverted() : image).fitted(rows, columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (fitted.pixels()[i] & 0xff) * LabelledImages.SCALE;
    }
    return Samples.unlabelled(input, values);
  }

  private static GreyImage readGrey(Path file, int background) throws IOException {
    if (!Files.isRegularFile(file)) {
      if (Files.exists(file)) {
        throw new IOException(file + " is not a regular file, expected an image");
      }
      throw new FileNotFoundException(file + " does not exist, expected an image");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(
          file
              + (" has " + Files.size(file) + " bytes")
              + (", expected an image of at most " + MAX_BYTES));
    }
    byte[] content = Files.readAllBytes(file);
    return PgmFile.isPgm(content)
        ? PgmFile.read(file, content)
        : grey(decoded(file, content), background);
  }

  /** Refuses a size before memory is asked for it. */
  static void requireSize(Path file, long columns, long rows) throws IOException {
    if (columns < 1 || rows < 1 || columns > MAX_PIXELS || columns * rows > MAX_PIXELS) {
      throw new IOException(
          file
              + (" has " + columns + " x " + rows + " pixels")
              + (", expected at least 1 and at most " + MAX_PIXELS));
    }
  }

  private static BufferedImage decoded(Path file, byte[] content) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(
            file + " is of no known kind, expected a PNG, JPEG, GIF, BMP, TIFF or PGM image");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return decoded(file, reader);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decoded(Path file, ImageReader reader) throws IOException {
    int columns;
    int rows;
    try {
      columns = reader.getWidth(0);
      rows = reader.getHeight(0);
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
    requireSize(file, columns, rows);
    try {
      return reader.read(0);
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
  }

  /** Readers answer some damage with an exception of the array that they ran out of. */
  private static IOException damaged(Path file, Exception e) {
    return new IOException(
        file + " cannot be decoded, expected a whole image: " + e.getMessage(), e);
  }

  private static GreyImage grey(BufferedImage image, int background) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    byte[] pixels = new byte[rows * columns];
    boolean grey =
        image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(image.getColorModel() instanceof IndexColorModel);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        // getRGB takes grey files for linear light and brightens them: 128 would become 188.
        pixels[y * columns + x] =
            (byte)
                (grey
                    ? greySample(image, x, y, background)
                    : over(luma(image.getRGB(x, y)), image.getRGB(x, y) >>> 24, background));
      }
    }
    return new GreyImage(rows, columns, pixels);
  }

  private static int greySample(BufferedImage image, int x, int y, int background) {
    Raster raster = image.getRaster();
    int value = sample(raster, x, y, 0);
    boolean alpha = image.getColorModel().hasAlpha();
    return over(value, alpha ? sample(raster, x, y, 1) : 255, background);
  }

  /** A sample of any number of bits as one of 8. */
  private static int sample(Raster raster, int x, int y, int band) {
    int most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    return (raster.getSample(x, y, band) * 255 + most / 2) / most;
  }

  private static int luma(int rgb) {
    return (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff) + 500) / 1000;
  }

  private static int over(int value, int alpha, int background) {
    return (value * alpha + background * (255 - alpha) + 127) / 255;
  }
}
