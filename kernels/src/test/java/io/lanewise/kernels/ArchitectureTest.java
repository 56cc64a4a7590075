package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The walls between the modules, read from the sources of the whole repository. */
class ArchitectureTest {

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
  private static final String MAIN = "src/main/java/";

  @Test
  void onlyTheVectorBackendAndThePeakBenchmarkUseTheVectorApi() {
    assertOnly(
        "jdk\\.incubator\\.vector\\.",
        file ->
            in(file, "io/lanewise/kernels/vector/")
                || in(file, "io/lanewise/bench/jmh/PeakBenchmark.java"));
  }

  @Test
  void onlyTheOpenblasBackendUsesTheLinker() {
    assertOnly(
        "java\\.lang\\.foreign\\.(Linker\\b|\\*)", file -> in(file, "io/lanewise/openblas/"));
  }

  @Test
  void onlyTheOnednnBackendUsesDnnl() {
    assertOnly("org\\.bytedeco\\.dnnl", file -> in(file, "io/lanewise/onednn/"));
  }

  @Test
  void kernelsNamesNoNativeLibraryAndDependsOnNothing() {
    assertOnly("(?i)openblas|onednn|dnnl|bytedeco", file -> !file.startsWith("kernels/"));
    assertOnly(
        "import\\s+(static\\s+)?(?!java\\.|jdk\\.|com\\.sun\\.management\\.|io\\.lanewise\\.kernels\\.)\\w+\\.",
        file -> !file.startsWith("kernels/"));
  }

  @Test
  void nnNamesNoBackend() {
    assertOnly(
        "io\\.lanewise\\.(kernels\\.(scalar|vector)|openblas|onednn)"
            + "|\"(scalar|vector|openblas|onednn)\"",
        file -> !file.startsWith("nn/"));
  }

  /** Asserts that what is matched occurs, outside of comments, in the allowed files alone. */
  private static void assertOnly(String regex, Predicate<String> allowed) {
    Pattern pattern = Pattern.compile(regex);
    List<String> breaches = new ArrayList<>();
    for (Path file : sources()) {
      String name = root().relativize(file).toString().replace('\\', '/');
      if (!allowed.test(name) && pattern.matcher(code(file)).find()) {
        breaches.add(name);
      }
    }
    assertThat(breaches).as("files that must not contain %s", regex).isEmpty();
  }

  private static boolean in(String file, String folder) {
    return file.contains(MAIN + folder);
  }

  private static String code(Path file) {
    try {
      return COMMENT.matcher(Files.readString(file)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Main sources of every module; module descriptors name modules, not packages. */
  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(file -> file.toString().replace('\\', '/').contains("/" + MAIN))
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository's root, upwards from the working directory. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("kernels/" + MAIN))) {
      folder = folder.getParent();
    }
    Assumptions.assumeTrue(folder != null, "the sources of the repository are not here");
    return folder;
  }
}
