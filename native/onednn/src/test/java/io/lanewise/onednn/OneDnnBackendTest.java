package io.lanewise.onednn;

import static io.lanewise.kernels.Transpose.NO;
import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the backend appears where its artifacts are there, missing or damaged: one JVM for each. */
final class OneDnnBackendTest {

  private static final String ENABLED = "--enable-native-access=ALL-UNNAMED";

  @TempDir private Path folder;

  /** Prints what the backend says of itself, after a first product if it is available. */
  static final class Doctor {

    private Doctor() {}

    public static void main(String[] arguments) {
      Backend backend = Backends.find("onednn").orElseThrow();
      String reason = backend.unavailable().orElse("");
      System.out.println("unavailable=" + reason);
      System.out.println("others=" + Backends.require("scalar").id());
      if (reason.isEmpty()) {
        try (Kernels kernels = backend.open(new KernelOptions(3));
            Gemm gemm = kernels.gemm()) {
          float[] one = {1};
          gemm.sgemm(NO, NO, 1, 1, 1, 1, one, 0, 1, one.clone(), 0, 1, 0, new float[1], 0, 1);
          Description description = kernels.describe();
          System.out.println("library=" + description.library());
          System.out.println("threads=" + description.threads());
        }
      }
    }
  }

  @Test
  void missingClassesAreAReason() throws Exception {
    for (String jar : List.of("dnnl", "opencl")) {
      assertThat(doctor(path -> !path.contains(jar + "-"), List.of(ENABLED), Map.of()))
          .contains("unavailable=classes that oneDNN needs are missing")
          .containsPattern("ClassNotFoundException: org.bytedeco." + jar)
          .contains("put org.bytedeco:dnnl, org.bytedeco:javacpp and org.bytedeco:opencl")
          .containsPattern("the classifier of this platform, (linux|macosx|windows)-")
          .contains("others=scalar");
    }
  }

  @Test
  void withoutNativeAccessSaysWhichFlag() throws Exception {
    assertThat(doctor(path -> true, List.of("--illegal-native-access=deny"), Map.of()))
        .contains("unavailable=native access is not enabled")
        .contains("start the JVM with " + ENABLED)
        .contains("others=scalar");
  }

  @Test
  void missingLibraryFileIsAReason() throws Exception {
    assertThat(
            doctor(
                path -> !path.matches(".*dnnl-.*(linux|mac|windows).*"),
                List.of(ENABLED),
                Map.of()))
        .contains("unavailable=the native library of oneDNN cannot be loaded")
        .contains("with the classifier of this platform, ")
        .contains("others=scalar");
  }

  @Test
  void damagedLibraryFileIsAReason() throws Exception {
    for (String file : List.of("libjnidnnl.so", "libjnidnnl.dylib", "jnidnnl.dll")) {
      Files.writeString(folder.resolve(file), "not a library");
    }
    List<String> flags =
        List.of(ENABLED, "-Dorg.bytedeco.javacpp.pathsFirst=true", "-Djava.library.path=" + folder);
    assertThat(doctor(path -> !path.matches(".*dnnl-.*(linux|mac|windows).*"), flags, Map.of()))
        .contains("unavailable=the native library of oneDNN cannot be loaded")
        .contains("delete JavaCPP's cache")
        .contains("others=scalar");
  }

  @Test
  void threadsAreThoseThatTheLibraryReports() throws Exception {
    Assumptions.assumeTrue(new OneDnnBackend().unavailable().isEmpty());
    Map<String, String> verbose = Map.of("ONEDNN_VERBOSE", "1", "OMP_NUM_THREADS", "2");
    assertThat(doctor(path -> true, List.of(ENABLED), verbose))
        .contains("unavailable=\n")
        .contains("nthr:3")
        .contains("threads=3")
        .contains("library=oneDNN 3.");
  }

  /** Runs {@link Doctor} on the entries of this class path that are wanted. */
  private String doctor(Predicate<String> wanted, List<String> flags, Map<String, String> variables)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> wanted.test(Path.of(path).getFileName().toString()))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Doctor.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
