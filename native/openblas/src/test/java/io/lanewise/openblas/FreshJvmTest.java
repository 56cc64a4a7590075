package io.lanewise.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is decided once per process, each in a JVM of its own. */
@ExtendWith(RequireOpenBlas.class)
class FreshJvmTest {

  private static final String ENABLED = "--enable-native-access=ALL-UNNAMED";

  /** A set of kernels that every CPU for which the library is built can run. */
  private static final String LEAST =
      System.getProperty("os.arch").equals("amd64") ? "Prescott" : "armv8";

  @TempDir Path folder;

  /** Prints why the backend is unavailable, or which kernels are in effect. */
  static final class State {
    private State() {}

    public static void main(String[] arguments) {
      System.out.println(
          OpenBlas.unavailable()
              .map(reason -> "unavailable: " + reason)
              .orElseGet(() -> "core " + OpenBlas.loaded().core()));
    }
  }

  /** Loads and says what a process that it starts finds in its environment. */
  static final class Child {
    public static void main(String[] arguments) throws IOException {
      String core = OpenBlas.loaded().core();
      Process child = new ProcessBuilder("env").start();
      String environment =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      System.out.println(
          core + (environment.contains(CoreType.VARIABLE) ? " is passed on" : " is not passed on"));
    }
  }

  private String run(List<String> classPath, Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    return run(State.class, classPath, environment, flags);
  }

  private String run(
      Class<?> main, List<String> classPath, Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    command.add(main.getName());
    Path errors = folder.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.directory(folder.toFile()).environment().remove(CoreType.VARIABLE);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", command, Files.readString(errors)).isZero();
    return out.strip();
  }

  private static List<String> classPath(Predicate<String> keep) {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(keep)
        .map(element -> Path.of(element).toAbsolutePath().toString())
        .toList();
  }

  private static boolean isLibraryJar(String element) {
    return element.contains("bytedeco");
  }

  @Test
  void takesTheKernelsThatThePropertyNames() throws Exception {
    assertThat(
            run(classPath(any -> true), Map.of(), ENABLED, "-D" + CoreType.PROPERTY + "=" + LEAST))
        .isEqualToIgnoringCase("core " + LEAST);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no program env")
  void doesNotPassItsRequestOnToOtherProcesses() throws Exception {
    String property = "-D" + CoreType.PROPERTY + "=" + LEAST;
    assertThat(run(Child.class, classPath(any -> true), Map.of(), ENABLED, property))
        .isEqualToIgnoringCase(LEAST + " is not passed on");
    assertThat(run(Child.class, classPath(any -> true), Map.of(CoreType.VARIABLE, LEAST), ENABLED))
        .isEqualToIgnoringCase(LEAST + " is passed on");
  }

  @Test
  void takesTheKernelsThatTheUsersEnvironmentNames() throws Exception {
    assertThat(
            run(
                classPath(any -> true),
                Map.of(CoreType.VARIABLE, LEAST),
                ENABLED,
                "-D" + CoreType.PROPERTY + "=SkylakeX"))
        .isEqualToIgnoringCase("core " + LEAST);
  }

  @Test
  void refusesANameThatOpenBlasDoesNotTake() throws Exception {
    assertThat(run(classPath(any -> true), Map.of(), ENABLED, "-D" + CoreType.PROPERTY + "=nosuch"))
        .startsWith("unavailable: " + CoreType.PROPERTY)
        .contains("nosuch");
  }

  @Test
  void withoutNativeAccessSaysWhichFlag() throws Exception {
    assertThat(run(classPath(any -> true), Map.of(), "--illegal-native-access=deny"))
        .startsWith("unavailable: native access is not enabled")
        .contains(ENABLED);
  }

  @Test
  void withoutTheArtifactSaysWhichToAdd() throws Exception {
    assertThat(run(classPath(element -> !isLibraryJar(element)), Map.of(), ENABLED))
        .startsWith("unavailable: ")
        .contains("org.bytedeco:openblas");
  }

  @Test
  void onAnotherPlatformSaysWhichThereAre() throws Exception {
    assertThat(run(classPath(any -> true), Map.of(), ENABLED, "-Dos.arch=riscv64"))
        .startsWith("unavailable: ")
        .contains("riscv64", "linux-x86_64");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLibraryThatWasCutOffDoesNotKillTheJvm() throws Exception {
    assertThat(runWithLibrary(content -> Arrays.copyOf(content, content.length / 2)))
        .startsWith("unavailable: ")
        .contains("is damaged");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLibraryOfAnotherKindIsRefused() throws Exception {
    assertThat(runWithLibrary(content -> "not a library".getBytes(StandardCharsets.UTF_8)))
        .startsWith("unavailable: ")
        .contains("is damaged");
  }

  /** With the files of the artifact in a folder, the last of them changed. */
  private String runWithLibrary(UnaryOperator<byte[]> change)
      throws IOException, InterruptedException, LoadingException {
    Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"));
    Path files = folder.resolve("files");
    List<String> names = platform.files();
    for (String name : names) {
      Path target = files.resolve(platform.resource(name));
      Files.createDirectories(target.getParent());
      try (var in = getClass().getClassLoader().getResourceAsStream(platform.resource(name))) {
        byte[] content = in.readAllBytes();
        boolean last = name.equals(names.get(names.size() - 1));
        Files.write(target, last ? change.apply(content) : content);
      }
    }
    List<String> classPath = new ArrayList<>(classPath(element -> !isLibraryJar(element)));
    classPath.add(files.toString());
    return run(
        classPath, Map.of(), ENABLED, "-D" + OpenBlas.CACHE_PROPERTY + "=" + folder.resolve("c"));
  }
}
