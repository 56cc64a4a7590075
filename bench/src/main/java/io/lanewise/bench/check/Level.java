package io.lanewise.bench.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An instruction set that a backend can be made to use, by flags of its JVM or variables of its
 * environment.
 *
 * @param backend id of the backend
 * @param name what users call it, such as {@code avx2} or {@code haswell}
 * @param flags flags of the JVM, so that Java and the FMA peak are at this level too
 * @param environment variables of the environment that a native library reads
 * @param expectedIsa regular expression for the instruction set that the backend reads back, see
 *     {@link io.lanewise.kernels.Description#isa()}; empty if any is right
 * @param obstacle why this CPU cannot be at this level; null if it can
 */
public record Level(
    String backend,
    String name,
    List<String> flags,
    Map<String, String> environment,
    String expectedIsa,
    @Nullable String obstacle) {

  /** The name of the level where nothing is asked for: the machine as it is. */
  public static final String MACHINE = "machine";

  /** Copies the lists. */
  public Level {
    flags = List.copyOf(flags);
    environment = Map.copyOf(environment);
  }

  /** A backend on the machine as it is. */
  public static Level machine(String backend) {
    return new Level(backend, MACHINE, List.of(), Map.of(), "", null);
  }

  /** Whether nothing is asked for. */
  public boolean isMachine() {
    return name.equals(MACHINE);
  }

  /**
   * What is wrong with the instruction set that was read back; empty if it is what was asked for.
   */
  public Optional<String> mismatch(String isa) {
    return expectedIsa.isEmpty() || Pattern.matches(expectedIsa, isa)
        ? Optional.empty()
        : Optional.of("runs at \"%s\", asked for \"%s\"".formatted(isa, inWords(expectedIsa)));
  }

  private static String inWords(String regex) {
    return regex.replaceAll("\\(\\?i\\)|\\\\[QE]?", "").replace(".*", "...");
  }

  /** The backend and the name. */
  @Override
  public String toString() {
    return backend + " at " + name;
  }
}
