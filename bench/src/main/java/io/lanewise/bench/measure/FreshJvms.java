package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.jmh.ForkReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Measures kernels in fresh JVMs that are watched from their start, without JMH. */
final class FreshJvms {

  private final FreshJvm jvm;

  FreshJvms(PrintStream log) {
    this.jvm = new FreshJvm(log);
  }

  /**
   * Measures one kernel in as many JVMs as the effort says, one after the other.
   *
   * @throws ForkFailure if one of them gives no figures
   */
  Score run(KernelCase one, Effort effort) throws ForkFailure {
    List<double[]> speeds = new ArrayList<>();
    List<Double> secondsToSpeed = new ArrayList<>();
    double allocBytesPerOp = 0;
    ForkReport report = null;
    try {
      Path figuresFile = Files.createTempFile("lanewise-fresh-", ".json");
      Path reportFile = Files.createTempFile("lanewise-fork-", ".properties");
      try {
        for (int i = 0; i < effort.freshJvms(); i++) {
          FreshFork.Figures figures = run(one, effort, figuresFile, reportFile);
          report = ForkReport.read(reportFile);
          speeds.add(new double[] {figures.opsPerSecond()});
          secondsToSpeed.add(figures.secondsToSpeed());
          allocBytesPerOp = Math.max(allocBytesPerOp, figures.allocBytesPerOp());
        }
      } finally {
        Files.deleteIfExists(figuresFile);
        Files.deleteIfExists(reportFile);
      }
    } catch (IOException e) {
      throw new ForkFailure("failed: " + e.getMessage(), e);
    }
    return new Score(speeds, allocBytesPerOp, report, secondsToSpeed);
  }

  private FreshFork.Figures run(KernelCase one, Effort effort, Path figures, Path report)
      throws IOException, ForkFailure {
    Files.writeString(report, "");
    int status =
        jvm.run(
            FreshFork.class,
            Stream.concat(
                    one.flags().stream(), Stream.of("-D" + ForkReport.PROPERTY + "=" + report))
                .toList(),
            FreshFork.arguments(one, figures, effort));
    if (status != 0) {
      throw new ForkFailure(reason(report, status));
    }
    return new ObjectMapper().readValue(figures.toFile(), FreshFork.Figures.class);
  }

  private static String reason(Path report, int status) throws IOException {
    String ended = "failed: its JVM ended with status " + status;
    if (Files.size(report) == 0) {
      return ended;
    }
    String said = ForkReport.read(report).status();
    return said.equals("ok") ? ended : said;
  }
}
