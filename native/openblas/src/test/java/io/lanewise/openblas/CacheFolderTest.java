package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the copies go on each system. */
class CacheFolderTest {

  private static final Path HOME = Path.of("home", "ada");

  private static Path of(String os, Map<String, String> environment) {
    return CacheFolder.of("", environment, os, HOME.toString());
  }

  @Test
  void isInTheSystemsPlaceForCaches() {
    assertThat(of("Linux", Map.of())).isEqualTo(HOME.resolve(".cache", "lanewise", "openblas"));
    assertThat(of("Mac OS X", Map.of()))
        .isEqualTo(HOME.resolve("Library", "Caches", "lanewise", "openblas"));
    assertThat(of("Windows 11", Map.of()))
        .isEqualTo(HOME.resolve("AppData", "Local", "lanewise", "openblas"));
  }

  @Test
  void followsTheEnvironment() {
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", "xdg", "LOCALAPPDATA", "local");
    assertThat(of("Linux", environment)).isEqualTo(Path.of("xdg", "lanewise", "openblas"));
    assertThat(of("Windows 11", environment)).isEqualTo(Path.of("local", "lanewise", "openblas"));
    assertThat(of("Linux", Map.of("XDG_CACHE_HOME", "")))
        .isEqualTo(HOME.resolve(".cache", "lanewise", "openblas"));
  }

  @Test
  void isTheOneThatTheUserNames() {
    assertThat(CacheFolder.of("mine", Map.of("XDG_CACHE_HOME", "xdg"), "Linux", "home"))
        .isEqualTo(Path.of("mine").toAbsolutePath());
  }
}
