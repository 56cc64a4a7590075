package io.lanewise.bench.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Small gzipped IDX files with noise of 28x28. */
public final class IdxFixture {

  private static final int PIXELS = 28 * 28;

  private IdxFixture() {}

  /** Writes the four files of a data set into a folder. */
  public static Path write(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files(train, test).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  static Map<String, byte[]> files(int train, int test) throws IOException {
    return Map.of(
        "train-images-idx3-ubyte.gz", images(train),
        "train-labels-idx1-ubyte.gz", labels(train),
        "t10k-images-idx3-ubyte.gz", images(test),
        "t10k-labels-idx1-ubyte.gz", labels(test));
  }

  static byte[] images(int count) throws IOException {
    byte[] pixels = new byte[count * PIXELS];
    new Random(count).nextBytes(pixels);
    return idx(2051, new int[] {count, 28, 28}, pixels);
  }

  static byte[] labels(int count) throws IOException {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return idx(2049, new int[] {count}, labels);
  }

  private static byte[] idx(int magic, int[] sizes, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      out.write(data);
    }
    return bytes.toByteArray();
  }
}
