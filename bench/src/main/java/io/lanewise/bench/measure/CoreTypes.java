package io.lanewise.bench.measure;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.results.Environment;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * OpenBLAS's kernels as it detects the CPU by itself, and those that it runs with after Lanewise,
 * or the user by a system property, has asked for others. What it would detect can only be seen in
 * a JVM where nothing is asked.
 *
 * @param detected the core type that OpenBLAS takes by itself
 * @param inEffect the core type that it takes as it is opened
 */
public record CoreTypes(String detected, String inEffect) {

  /** The backend with core types. */
  public static final String OPENBLAS = "openblas";

  /** Name of the fact that a description of the backend may lack. */
  public static final String DETECTED = "core type detected";

  private static final String IN_EFFECT = "core type in effect";

  /** The environment variable by which the user decides, which is left alone. */
  private static final String VARIABLE = "OPENBLAS_CORETYPE";

  /** The flag of a JVM in which nothing is asked. */
  static final String FLAG = "-Dlanewise.openblas.coretype=detected";

  /**
   * Both core types from the details of the open backend; starts a JVM where they do not say it.
   *
   * @return empty where the user's environment decides, or if they cannot be found out
   */
  public static Optional<CoreTypes> of(Map<String, String> details) {
    String inEffect = details.get(IN_EFFECT);
    if (inEffect == null || System.getenv(VARIABLE) != null) {
      return Optional.empty();
    }
    String detected = details.get(DETECTED);
    return (detected != null ? Optional.of(detected) : detect())
        .map(core -> new CoreTypes(core, inEffect));
  }

  /** Whether there is a speed "as it comes" and another one "tuned". */
  public boolean differ() {
    return !detected.equals(inEffect);
  }

  /**
   * The cases; where the core types differ, after each of OpenBLAS's its twin "as it comes".
   *
   * @param environment as it was found
   * @param notes hears in one sentence what the rows of OpenBLAS are
   */
  public static List<KernelCase> withTwins(
      List<KernelCase> cases, Environment environment, Consumer<String> notes) {
    Optional<CoreTypes> types =
        environment.backends().stream()
            .filter(state -> state.id().equals(OPENBLAS))
            .findFirst()
            .flatMap(state -> of(state.details()));
    if (types.isEmpty() || cases.stream().noneMatch(one -> one.backend().equals(OPENBLAS))) {
      return cases;
    }
    notes.accept(types.get().note());
    return types.get().differ() ? withTwins(cases) : cases;
  }

  private static List<KernelCase> withTwins(List<KernelCase> cases) {
    List<KernelCase> all = new ArrayList<>();
    for (KernelCase one : cases) {
      all.add(one);
      if (one.backend().equals(OPENBLAS)) {
        all.add(one.asDetected());
      }
    }
    return all;
  }

  private String note() {
    return differ()
        ? "OpenBLAS detects %s and runs with %s: rows openblas-detected and openblas"
            .formatted(detected, inEffect)
        : "OpenBLAS detects %s and runs with it: one row is both, as it comes and tuned"
            .formatted(detected);
  }

  private static Optional<String> detect() {
    try {
      Path file = Files.createTempFile("lanewise-core-", ".txt");
      try {
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int status =
            new FreshJvm(nowhere).run(CoreTypes.class, List.of(FLAG), List.of(file.toString()));
        return status == 0 ? Optional.of(Files.readString(file)) : Optional.empty();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes the core type in effect to the file of its first argument. */
  public static void main(String[] arguments) throws IOException {
    try (Kernels kernels = BackendCatalog.require(OPENBLAS).open(KernelOptions.defaults())) {
      AtomicFile.write(Path.of(arguments[0]), kernels.describe().details().get(IN_EFFECT));
    }
  }
}
