package io.lanewise.bench.check;

import io.lanewise.bench.output.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path of another build of the kernels. What measures is the same for both builds: this
 * one's own; the other's libraries stand in front of it.
 */
public final class BuildPath {

  /** Where the libraries with backends are built; nn has none. */
  private static final List<String> MODULES =
      List.of("kernels", "native/openblas", "native/onednn");

  private static final String KERNELS = MODULES.get(0);

  private BuildPath() {}

  /** The class path of this JVM. */
  public static String ours() {
    return System.getProperty("java.class.path");
  }

  /**
   * The class path with another build in front of it.
   *
   * @param build a jar of the kernels, or the folder of a checkout that has been built
   * @throws CommandFailure with status 2 if it is neither
   */
  public static String of(Path build) {
    List<Path> front = Files.isRegularFile(build) ? List.of(build) : libraries(build);
    return Stream.concat(front.stream().map(Path::toAbsolutePath), Stream.of(ours()))
        .map(Object::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> libraries(Path checkout) {
    List<Path> jars = new ArrayList<>();
    for (String module : MODULES) {
      Path target = checkout.resolve(module).resolve("target");
      List<Path> found = Files.isDirectory(target) ? jars(target) : List.of();
      if (found.isEmpty() && module.equals(KERNELS)) {
        throw CommandFailure.usage(
            "--against is %s, expected a jar, or a checkout that has been built: there is no %s"
                .formatted(build(checkout), target.resolve("lanewise-kernels-*.jar")));
      }
      jars.addAll(found);
    }
    return jars;
  }

  private static String build(Path checkout) {
    return Files.exists(checkout) ? checkout.toString() : checkout + ", which does not exist";
  }

  /** The newest jar of a module; those of its tests and sources stay behind. */
  private static List<Path> jars(Path target) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(target, "lanewise-*.jar")) {
      for (Path jar : all) {
        if (!jar.toString().matches(".*-(tests|sources|javadoc)\\.jar")) {
          jars.add(jar);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jars.sort(Comparator.comparing((Path jar) -> jar.toFile().lastModified()).reversed());
    return jars.stream().limit(1).toList();
  }
}
