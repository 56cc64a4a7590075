package io.lanewise.bench.doctor;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sources that this code was built from.
 *
 * @param commit their commit; null if it is not known
 * @param dirty whether they have changes that are not committed; null if it is not known
 */
record Sources(@Nullable String commit, @Nullable Boolean dirty) {

  private static final int GIT_SECONDS = 10;

  /** Looks. */
  static Sources look() {
    String commit = head().orElse(null);
    return new Sources(commit, commit == null ? null : isDirty());
  }

  private static Optional<String> head() {
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
    CodeSource source = Sources.class.getProtectionDomain().getCodeSource();
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
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
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
