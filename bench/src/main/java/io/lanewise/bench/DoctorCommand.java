package io.lanewise.bench;

import io.lanewise.bench.doctor.Diagnosis;
import io.lanewise.bench.doctor.SelfTestRow;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.output.Format;
import io.lanewise.bench.output.OutputOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What is here: machine, JVM, each backend with its state, and what to do where one is in trouble.
 */
@Command(
    name = "doctor",
    description =
        "Shows the machine, the JVM and each backend: its state and, where it is unavailable, why; and"
            + " what costs speed here, with what to do about it.",
    footer = {
      "",
      "Examples:",
      "  ./lanewise doctor",
      "  ./lanewise doctor --self-test",
      "  ./lanewise doctor --format json"
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private OutputOptions output;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads to ask each backend for; default: the processors of this machine")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--self-test",
      description = {
        "run kernels of each backend for ten seconds in all, and say whether they are as fast beside",
        "this machine's FMA peak as they should be, and which compiler made them; status 1 if not;",
        "not by default, since it would disturb other work and be disturbed by it"
      })
  private boolean selfTest;

  @Override
  public Integer call() {
    Threads.check(threads);
    output.check();
    Diagnosis diagnosis = Diagnosis.look(Version.current(), threads, selfTest);
    boolean complete = output.format() == Format.JSON || output.format() == Format.CSV;
    output.print("doctor", complete ? diagnosis : diagnosis.summary());
    if (diagnosis.selfTest() == null) {
      return ExitStatus.DONE;
    }
    return diagnosis.selfTest().stream().anyMatch(SelfTestRow::failed)
        ? ExitStatus.FAILED
        : ExitStatus.DONE;
  }
}
