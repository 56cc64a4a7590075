package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.output.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a tree of its own that is already built, with JDKs that only echo. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {

  @TempDir private Path folder;
  private Path root;
  private Path jdks;

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectories(folder.resolve("a house with spaces"));
    Files.copy(Path.of("..", "lanewise"), root.resolve("lanewise"));
    assertThat(root.resolve("lanewise").toFile().setExecutable(true)).isTrue();
    Files.createFile(root.resolve("pom.xml"));
    Path target = Files.createDirectories(root.resolve("bench/target/lib"));
    Files.createFile(target.resolve("one.jar"));
    Files.createFile(target.resolveSibling("lanewise-bench-1.jar"));
    Files.createFile(target.resolveSibling("lanewise-built"));
    jdks = Files.createDirectories(folder.resolve("my jdks"));
  }

  @Test
  void withoutAJdkItSaysSoAndExitsWith4() throws Exception {
    jdk("jdk-17", "17.0.10");
    jdk("jdk-8", "1.8.0_402");

    Ended ended = launch(Map.of("JAVA_HOME", jdks.resolve("jdk-17").toString()));

    assertThat(ended.status).isEqualTo(ExitStatus.ENVIRONMENT);
    assertThat(ended.out).isEmpty();
    assertThat(ended.err).startsWith("lanewise: found no JDK 25 or newer").hasLineCount(1);
  }

  @Test
  void itFindsAJdkInAFolderAndPassesFlagsPathsAndArguments() throws Exception {
    jdk("jdk-17", "17.0.10");
    jdk("jdk-25", "25.0.1");

    Ended ended =
        launch(Map.of("LANEWISE_JAVA_OPTS", "-Xmx1g -Da=b"), "doctor", "--out", "a folder", "*");

    assertThat(ended.err).isEmpty();
    assertThat(ended.status).isEqualTo(7);
    assertThat(ended.out.lines())
        .startsWith(
            "jdk-25", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")
        .containsSubsequence("-Xmx1g", "-Da=b", "-cp")
        .containsSubsequence(
            root.toRealPath()
                + "/bench/target/lanewise-bench-1.jar:"
                + root.toRealPath()
                + "/bench/target/lib/one.jar",
            "io.lanewise.bench.Lanewise",
            "doctor",
            "--out",
            "a folder",
            "*");
  }

  @Test
  void javaHomeComesFirstAndMacBundlesCount() throws Exception {
    jdk("jdk-25", "25.0.1");
    jdk("other/Contents/Home", "26-ea");

    assertThat(launch(Map.of("JAVA_HOME", jdks.resolve("other").toString())).out)
        .startsWith("Home\n");
  }

  @Test
  void aLinkToTheLauncherWorksFromAnywhere() throws Exception {
    jdk("jdk-25", "25.0.1");
    Path link = Files.createSymbolicLink(folder.resolve("lw"), root.resolve("lanewise"));

    assertThat(run(link, Map.of()).out).contains("/bench/target/lib/one.jar");
  }

  @Test
  void peersJoinTheClassPathWhereTheyAreBuilt() throws Exception {
    jdk("jdk-25", "25.0.1");
    assertThat(launch(Map.of()).out).doesNotContain("peers");

    Path lib = Files.createDirectories(root.resolve("peers/target/lib"));
    Files.createFile(lib.resolve("other.jar"));
    Files.createFile(lib.resolveSibling("lanewise-peers-1.jar"));

    assertThat(launch(Map.of()).out.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsSubsequence(
                        "/bench/target/lib/one.jar:",
                        "/peers/target/lanewise-peers-1.jar:",
                        "/peers/target/lib/other.jar"));
  }

  /** A JDK whose java prints the name of its folder and then its arguments, a line each. */
  private void jdk(String name, String version) throws IOException {
    Path bin = Files.createDirectories(jdks.resolve(name).resolve("bin"));
    Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String tool : new String[] {"java", "javac"}) {
      executable(
          bin.resolve(tool),
          "home=${0%/bin/*}\necho \"${home##*/}\"\nprintf '%s\\n' \"$@\"\nexit 7");
    }
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ended launch(Map<String, String> environment, String... arguments) throws Exception {
    return run(root.resolve("lanewise"), environment, arguments);
  }

  private Ended run(Path launcher, Map<String, String> environment, String... arguments)
      throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : new String[] {"dirname", "readlink", "sed", "find", "head"}) {
      executable(tools.resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
    }
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", launcher.toString());
    builder.command().addAll(java.util.List.of(arguments));
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("LANEWISE_JDK_FOLDERS", folder.resolve("none") + ":" + jdks);
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(
        status,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private record Ended(int status, String out, String err) {}
}
