package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {

  @Test
  void scalarIsAlwaysThere() {
    assertThat(Backends.find("scalar")).map(Backend::id).contains("scalar");
    assertThat(Backends.require("scalar").unavailable()).isEmpty();
    assertThat(Backends.broken()).isEmpty();
  }

  @Test
  void thePreferredComeFirstAndTheFirstAvailableIsBest() {
    assertThat(Backends.all())
        .isSortedAccordingTo(Comparator.comparingInt(Backend::preference).reversed());
    assertThat(Backends.best())
        .isSameAs(
            Backends.all().stream()
                .filter(backend -> backend.unavailable().isEmpty())
                .findFirst()
                .orElseThrow());
  }

  @Test
  void anUnknownBackendIsRefusedWithTheKnownOnes() {
    assertThat(Backends.find("cuda")).isEmpty();
    assertThatThrownBy(() -> Backends.require("cuda"))
        .isInstanceOf(UnavailableBackendException.class)
        .hasMessageContaining("backend is \"cuda\", expected one of ")
        .hasMessageContaining("scalar");
  }

  @Test
  void anUnavailableBackendIsRefusedWithItsReason() {
    assertThatThrownBy(() -> Backends.requireAvailable(new Unavailable()))
        .isInstanceOf(UnavailableBackendException.class)
        .hasMessage("backend absent is unavailable: libabsent is missing; install it");
  }

  @Test
  void theThreadCountIsChecked() {
    assertThat(KernelOptions.defaults().withThreads(3).threads()).isEqualTo(3);
    assertThatThrownBy(() -> new KernelOptions(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0, expected 1 to 4096");
  }

  /** In a class loader of its own, with a service file that lists what cannot be loaded. */
  @Test
  void brokenProvidersDoNotStopTheOthers(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(Backend.class.getName()),
        String.join(
            "\n",
            "io.lanewise.kernels.Absent",
            Throwing.class.getName(),
            BackendsTest.class.getName(),
            Unavailable.class.getName()));
    URL[] path = {folder.toUri().toURL(), location(Backends.class), location(BackendsTest.class)};
    try (var loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> backends = Class.forName(Backends.class.getName(), true, loader);
      Class<?> backend = Class.forName(Backend.class.getName(), true, loader);
      var ids = new ArrayList<Object>();
      for (Object found : (List<?>) backends.getMethod("all").invoke(null)) {
        ids.add(backend.getMethod("id").invoke(found));
      }
      assertThat(ids).contains("scalar", "absent");
      assertThat((List<?>) backends.getMethod("broken").invoke(null))
          .extracting(Object::toString)
          .hasSize(3)
          .anyMatch(reason -> reason.contains("io.lanewise.kernels.Absent"))
          .anyMatch(reason -> reason.contains("Throwing"))
          .anyMatch(reason -> reason.contains("not a subtype"));
      assertThatThrownBy(() -> backends.getMethod("require", String.class).invoke(null, "cuda"))
          .hasRootCauseMessage(
              "backend is \"cuda\", expected one of "
                  + String.join(", ", ids.stream().map(Object::toString).sorted().toList())
                  + " (could not be loaded: "
                  + String.join(
                      "; ",
                      ((List<?>) backends.getMethod("broken").invoke(null))
                          .stream().map(Object::toString).toList())
                  + ")");
    }
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /** A backend whose library is missing. */
  public static class Unavailable implements Backend {

    @Override
    public String id() {
      return "absent";
    }

    @Override
    public int preference() {
      return -1;
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.of("libabsent is missing; install it");
    }

    @Override
    public Kernels open(KernelOptions options) {
      throw new UnsupportedOperationException("never opened");
    }
  }

  /** A provider against the rules: its constructor fails. */
  public static final class Throwing extends Unavailable {

    public Throwing() {
      throw new IllegalStateException("broken on purpose");
    }
  }
}
