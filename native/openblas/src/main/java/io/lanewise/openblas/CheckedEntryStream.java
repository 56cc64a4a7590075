package io.lanewise.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * An entry of a jar that is read to its end, and then held to its CRC; the JDK does not do that.
 */
final class CheckedEntryStream extends CheckedInputStream {

  private final long crc;

  CheckedEntryStream(InputStream in, long crc) {
    super(in, new CRC32());
    this.crc = crc;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    checkAtEnd(value);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    checkAtEnd(count);
    return count;
  }

  private void checkAtEnd(int result) throws IOException {
    if (result < 0 && getChecksum().getValue() != crc) {
      throw new IOException("its CRC is not that of the jar's directory");
    }
  }
}
