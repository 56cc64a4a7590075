package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ExitStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildPathTest {

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  @Test
  void aJarStandsInFrontOfOurOwnClassPath() throws IOException {
    Path jar = file("kernels.jar");

    assertThat(BuildPath.of(jar)).isEqualTo(jar + File.pathSeparator + BuildPath.ours());
  }

  @Test
  void ofACheckoutItIsTheLibrariesWithBackends() throws IOException {
    Path kernels = file("kernels/target/lanewise-kernels-2.jar");
    file("kernels/target/lanewise-kernels-2-tests.jar");
    file("kernels/target/lanewise-kernels-2-sources.jar");
    Path openblas = file("native/openblas/target/lanewise-openblas-2.jar");
    file("bench/target/lanewise-bench-2.jar");

    assertThat(BuildPath.of(folder).split(File.pathSeparator))
        .startsWith(kernels.toString(), openblas.toString())
        .doesNotContain(folder.resolve("bench/target/lanewise-bench-2.jar").toString());
  }

  /** By name a release would hide the snapshot that was built after it. */
  @Test
  void ofSeveralJarsItIsTheNewest() throws IOException {
    Path snapshot = file("kernels/target/lanewise-kernels-2-SNAPSHOT.jar");
    Path release = file("kernels/target/lanewise-kernels-2.jar");
    Files.setLastModifiedTime(release, FileTime.fromMillis(1_000_000));

    assertThat(BuildPath.of(folder).split(File.pathSeparator))
        .contains(snapshot.toString())
        .doesNotContain(release.toString());
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> BuildPath.of(folder))
        .isInstanceOfSatisfying(
            CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(ExitStatus.USAGE))
        .hasMessageContaining("lanewise-kernels-*.jar");
    assertThatThrownBy(() -> BuildPath.of(folder.resolve("none")))
        .hasMessageContaining("none, which does not exist");
  }
}
