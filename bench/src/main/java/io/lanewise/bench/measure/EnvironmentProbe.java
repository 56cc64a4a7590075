package io.lanewise.bench.measure;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/** Looks at machine, JVM, sources and backends. */
public final class EnvironmentProbe {

  private static final int GIT_SECONDS = 10;

  private EnvironmentProbe() {}

  /**
   * Looks.
   *
   * @param version version of Lanewise
   * @param threads threads to ask each backend for
   */
  public static Environment look(String version, int threads) {
    CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
    String commit = commit().orElse(null);
    return new Environment(
        processor.getProcessorIdentifier().getName().strip(),
        processor.getPhysicalProcessorCount(),
        Runtime.getRuntime().availableProcessors(),
        processor.getProcessorCaches().stream().map(EnvironmentProbe::sentence).toList(),
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        "%s %s (%s)"
            .formatted(
                System.getProperty("java.vm.name"),
                Runtime.version(),
                System.getProperty("java.vm.vendor")),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        version,
        commit,
        commit == null ? null : isDirty(),
        BackendCatalog.ids().stream().map(id -> state(id, threads)).toList());
  }

  private static String sentence(CentralProcessor.ProcessorCache cache) {
    return "L%d %s %d KiB"
        .formatted(
            cache.getLevel(),
            cache.getType().name().toLowerCase(Locale.ROOT),
            cache.getCacheSize() >> 10);
  }

  private static BackendState state(String id, int threads) {
    Optional<String> reason = BackendCatalog.unavailable(id);
    if (reason.isPresent()) {
      return new BackendState(id, "unavailable: " + reason.get(), null, null, null, Map.of());
    }
    KernelOptions options = KernelOptions.defaults().withThreads(threads);
    try (Kernels kernels = Backends.require(id).open(options)) {
      Description description = kernels.describe();
      return new BackendState(
          id,
          "ok",
          description.library(),
          description.isa(),
          description.threads(),
          description.details());
    } catch (RuntimeException | LinkageError e) {
      return new BackendState(id, "unavailable: " + e, null, null, null, Map.of());
    }
  }

  private static Optional<String> commit() {
    return sources().flatMap(folder -> git(folder, "rev-parse", "HEAD")).map(String::strip);
  }

  private static @Nullable Boolean isDirty() {
    return sources()
        .flatMap(folder -> git(folder, "status", "--porcelain"))
        .map(changes -> !changes.isBlank())
        .orElse(null);
  }

  /** The folder with the sources that this code was built in, if it lies in one. */
  private static Optional<Path> sources() {
    CodeSource source = EnvironmentProbe.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(source.getLocation().toURI()).getParent();
      while (folder != null && !Files.exists(folder.resolve("kernels/pom.xml"))) {
        folder = folder.getParent();
      }
      return Optional.ofNullable(folder);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> git(Path folder, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      byte[] out = process.getInputStream().readAllBytes();
      boolean done = process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      return done ? Optional.of(new String(out, StandardCharsets.UTF_8)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
