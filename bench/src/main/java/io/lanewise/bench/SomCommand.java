package io.lanewise.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with a map. */
@Command(
    name = "som",
    description = "Works with a self-organizing map; train som makes one.",
    subcommands = SomClusterCommand.class,
    footer = {"", "Example:", "  ./lanewise som cluster --data customers"})
final class SomCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command, cluster");
  }
}
