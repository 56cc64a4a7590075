package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The platforms by the names that the JVM gives them. */
class PlatformTest {

  @Test
  void isFoundByTheJvmsNames() throws LoadingException {
    assertThat(Platform.of("Linux", "amd64")).isEqualTo(Platform.LINUX_X86_64);
    assertThat(Platform.of("Linux", "aarch64")).isEqualTo(Platform.LINUX_ARM64);
    assertThat(Platform.of("Mac OS X", "x86_64")).isEqualTo(Platform.MACOSX_X86_64);
    assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(Platform.MACOSX_ARM64);
    assertThat(Platform.of("Windows Server 2025", "amd64")).isEqualTo(Platform.WINDOWS_X86_64);
  }

  @Test
  void unsupportedSaysWhatThereIs() {
    assertThatThrownBy(() -> Platform.of("Linux", "riscv64"))
        .isInstanceOf(LoadingException.class)
        .hasMessageContaining("riscv64")
        .hasMessageContaining("linux-x86_64")
        .hasMessageContaining("use another backend");
  }
}
