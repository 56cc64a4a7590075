package io.lanewise.bench.train;

import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A vector of floats in NumPy's format, which {@code numpy.load} reads.
 *
 * <p>Source: NumPy Enhancement Proposal 1, version 1.0 of the format.
 */
final class NpyFile {

  private static final int PREFIX = 10;
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /** Writes the vector, whole or not at all. */
  static void write(Path file, float[] vector) throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + vector.length + ",), }";
    int padded = Math.ceilDiv(PREFIX + header.length() + 1, ALIGNMENT) * ALIGNMENT - PREFIX;
    String line = header + " ".repeat(padded - header.length() - 1) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(PREFIX + padded, vector.length * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
            .putShort((short) padded)
            .put(line.getBytes(StandardCharsets.US_ASCII));
    for (float value : vector) {
      bytes.putFloat(value);
    }
    AtomicFile.write(file, out -> out.write(bytes.array()));
  }
}
