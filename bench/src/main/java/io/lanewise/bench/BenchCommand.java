package io.lanewise.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures one operation. */
@Command(
    name = "bench",
    description = "Measures one operation on any problems, with JMH, or the training of networks.",
    footer = {"", "Example:", "  ./lanewise bench gemm --shapes 512x512:512x512 --quick"},
    subcommands = {
      BenchGemmCommand.class,
      BenchConvCommand.class,
      BenchPoolCommand.class,
      BenchTrainCommand.class
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected an operation, one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
