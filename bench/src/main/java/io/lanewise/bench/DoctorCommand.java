package io.lanewise.bench;

import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.OutputOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is here: machine, JVM, and each backend with its state. */
@Command(
    name = "doctor",
    description =
        "Shows the machine, the JVM and each backend: its state and, where it is unavailable, why.",
    footer = {"", "Example:", "  ./lanewise doctor --format json"})
final class DoctorCommand implements Callable<Integer> {

  @Mixin private OutputOptions output;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads to ask each backend for; default: the processors of this machine")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    output.check();
    output.print("doctor", BackendCatalog.ids());
    return ExitStatus.DONE;
  }
}
