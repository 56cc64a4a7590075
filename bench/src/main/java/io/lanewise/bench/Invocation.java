package io.lanewise.bench;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The command line that makes a result again. */
final class Invocation {

  private Invocation() {}

  static String text(CommandSpec spec) {
    CommandSpec root = spec.root();
    return Stream.concat(
            Stream.of("./lanewise"),
            root.commandLine().getParseResult().originalArgs().stream().map(Invocation::quoted))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    boolean plain = argument.matches("[\\w@%+=:,./-]+");
    return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
  }
}
