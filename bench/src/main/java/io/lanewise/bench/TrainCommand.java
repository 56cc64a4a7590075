package io.lanewise.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains one of the networks. */
@Command(
    name = "train",
    description = "Trains a network on one backend.",
    footer = {"", "Example:", "  ./lanewise train lenet5 --data mnist --epochs 5"})
final class TrainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a model, one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
