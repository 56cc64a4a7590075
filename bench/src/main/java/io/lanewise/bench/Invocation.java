package io.lanewise.bench;

import io.lanewise.bench.doctor.OperatingSystem;
import io.lanewise.bench.output.Shell;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The command line that makes a result again. */
final class Invocation {

  /** Where the launcher looks for a JDK; which one it found stands in the environment. */
  private static final String JDK_FOLDERS = "LANEWISE_JDK_FOLDERS";

  private Invocation() {}

  static String text(CommandSpec spec) {
    return text(
        OperatingSystem.look().environment(),
        spec.root().commandLine().getParseResult().originalArgs());
  }

  /**
   * The command, behind the variables without which it would measure something else: flags of the
   * JVM, data, what libraries are told.
   */
  static String text(Map<String, String> environment, List<String> arguments) {
    Stream<String> variables =
        environment.entrySet().stream()
            .filter(variable -> !variable.getKey().equals(JDK_FOLDERS))
            .map(variable -> variable.getKey() + "=" + Shell.quoted(variable.getValue()));
    return Stream.of(variables, Stream.of("./lanewise"), arguments.stream().map(Shell::quoted))
        .flatMap(words -> words)
        .collect(Collectors.joining(" "));
  }
}
