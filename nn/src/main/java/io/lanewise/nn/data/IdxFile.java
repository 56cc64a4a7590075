package io.lanewise.nn.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unsigned bytes from an IDX file, gzipped or not.
 *
 * <p>The format: two bytes 0, a byte for the type (8: unsigned byte), a byte for the number of
 * dimensions, the dimensions as big-endian 32-bit numbers, the data. Images have three dimensions
 * (number, rows, columns), labels one. Source: the page of the MNIST database by Y. LeCun et al.
 */
final class IdxFile {

  private static final int UNSIGNED_BYTE = 8;
  private static final int BUFFER = 1 << 16;

  private final int[] sizes;
  private final byte[] data;

  private IdxFile(int[] sizes, byte[] data) {
    this.sizes = sizes;
    this.data = data;
  }

  /** Size of a dimension, outermost first. */
  int size(int dimension) {
    return sizes[dimension];
  }

  /** The elements, row-major; not a copy. */
  byte[] data() {
    return data;
  }

  /** Reads a file that must have this many dimensions and nothing behind its data. */
  static IdxFile read(Path file, int dimensions) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, expected an IDX file");
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        DataInputStream in = new DataInputStream(unzipped(raw))) {
      return read(file, in, dimensions);
    } catch (NoSuchFileException e) {
      throw with(new FileNotFoundException(file + " does not exist, expected an IDX file"), e);
    } catch (EOFException e) {
      throw with(new EOFException(file + " is cut short: it ends before its data does"), e);
    } catch (ZipException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static IdxFile read(Path file, DataInputStream in, int dimensions) throws IOException {
    int expected = UNSIGNED_BYTE << 8 | dimensions;
    int magic = in.readInt();
    if (magic != expected) {
      throw new IOException(
          file
              + (" starts with " + hex(magic) + ", expected " + hex(expected))
              + (" (an IDX file of unsigned bytes with " + dimensions + " dimensions)"));
    }
    int[] sizes = new int[dimensions];
    long elements = 1;
    for (int i = 0; i < dimensions; i++) {
      sizes[i] = in.readInt();
      elements = Math.multiplyHigh(elements, sizes[i]) == 0 ? elements * sizes[i] : Long.MAX_VALUE;
      if (sizes[i] < 1 || elements > Integer.MAX_VALUE - 8) {
        throw new IOException(
            file
                + (" has size " + Integer.toUnsignedString(sizes[i]) + " in dimension " + (i + 1))
                + ", expected at least 1 and less than 2 GiB in all");
      }
    }
    byte[] data = in.readNBytes((int) elements);
    if (data.length < elements) {
      throw new IOException(
          file + " is cut short: it has " + data.length + " bytes of data, expected " + elements);
    }
    if (in.read() >= 0) {
      throw new IOException(
          file + " goes on behind its data, expected an end after " + elements + " bytes");
    }
    return new IdxFile(sizes, data);
  }

  private static InputStream unzipped(InputStream raw) throws IOException {
    raw.mark(2);
    boolean zipped = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return zipped ? new GZIPInputStream(raw, BUFFER) : raw;
  }

  private static String hex(int magic) {
    return String.format("0x%08x", magic);
  }

  private static IOException with(IOException exception, IOException cause) {
    exception.initCause(cause);
    return exception;
  }
}
