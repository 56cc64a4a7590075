package io.lanewise.openblas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Checks that a library file of Linux is complete. The dynamic linker maps a file that was cut off
 * without a word, and the first access behind its end kills the JVM with SIGBUS.
 *
 * <p>Source: System V ABI, chapter 4, ELF-64.
 */
final class ElfFile {

  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;

  private ElfFile() {}

  /**
   * Checks a file.
   *
   * @throws LoadingException if it is no ELF file or ends too early
   */
  static void requireComplete(Path file) throws IOException, LoadingException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (header.hasRemaining() && channel.read(header) >= 0) {
        // Until it is full or the file ends.
      }
      long size = channel.size();
      if (header.hasRemaining() || header.getInt(0) != MAGIC) {
        throw damaged(file, "it does not begin as an ELF file");
      }
      // The table of sections is the last thing that linkers write.
      long sections = header.getLong(40);
      long sectionBytes = (long) header.getShort(58) * header.getShort(60);
      if (sections <= 0 || sections > size - sectionBytes) {
        throw damaged(file, "it has " + size + " bytes, expected " + (sections + sectionBytes));
      }
    }
  }

  private static LoadingException damaged(Path file, String how) {
    return new LoadingException(
        file.getFileName()
            + " is damaged ("
            + how
            + "); delete the jar org.bytedeco:openblas from the Maven repository and fetch it again");
  }
}
