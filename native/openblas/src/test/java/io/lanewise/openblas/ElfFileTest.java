package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were cut off are found before the dynamic linker maps them. */
class ElfFileTest {

  private static final int SECTIONS_AT = 200;
  private static final int SECTION_BYTES = 64;
  private static final int SECTIONS = 3;
  private static final int COMPLETE = SECTIONS_AT + SECTION_BYTES * SECTIONS;

  @TempDir Path folder;

  private Path file(int bytes) throws IOException {
    ByteBuffer elf = ByteBuffer.allocate(COMPLETE).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F'});
    elf.putLong(40, SECTIONS_AT);
    elf.putShort(58, (short) SECTION_BYTES);
    elf.putShort(60, (short) SECTIONS);
    return Files.write(folder.resolve("lib.so"), Arrays.copyOf(elf.array(), bytes));
  }

  @Test
  void acceptsACompleteFile() throws IOException {
    Path file = file(COMPLETE);
    assertThatCode(() -> ElfFile.requireComplete(file)).doesNotThrowAnyException();
  }

  @Test
  void refusesAFileThatWasCutOff() throws IOException {
    for (int bytes : new int[] {0, 1, 63, 64, SECTIONS_AT, COMPLETE - 1}) {
      Path file = file(bytes);
      assertThatThrownBy(() -> ElfFile.requireComplete(file))
          .as("%d bytes", bytes)
          .isInstanceOf(LoadingException.class)
          .hasMessageContaining("lib.so is damaged");
    }
  }

  @Test
  void refusesWhatIsNoElfFile() throws IOException {
    Path file = Files.write(folder.resolve("lib.so"), new byte[500]);
    assertThatThrownBy(() -> ElfFile.requireComplete(file))
        .isInstanceOf(LoadingException.class)
        .hasMessageContaining("does not begin as an ELF file");
  }
}
