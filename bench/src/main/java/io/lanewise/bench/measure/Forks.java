package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.ForkReport;
import io.lanewise.bench.output.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH benchmarks, each in fresh JVMs with the flags of this one. What JMH prints goes to a
 * log, never to standard output.
 */
final class Forks {

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private final PrintStream log;
  private final Profilers profilers;
  private final List<RunResult> results = new ArrayList<>();

  Forks(PrintStream log, Profilers profilers) {
    this.log = log;
    this.profilers = profilers;
  }

  /** Everything that JMH has measured so far, in JMH's own JSON. */
  String json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * Measures one benchmark.
   *
   * @param benchmark the class
   * @param parameters its parameters
   * @param flags further flags of its JVM
   * @param threads threads that call it
   * @param effort how long
   * @throws ForkFailure if there is no score
   */
  Score run(
      Class<?> benchmark,
      Map<String, String> parameters,
      List<String> flags,
      int threads,
      Effort effort)
      throws ForkFailure {
    Path report = temporaryFile();
    try {
      RunResult result =
          new Runner(
                  options(benchmark, parameters, threads, effort)
                      .jvmArgsAppend(
                          Stream.concat(
                                  flags.stream(),
                                  Stream.of("-D" + ForkReport.PROPERTY + "=" + report))
                              .toArray(String[]::new))
                      .build(),
                  OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
              .runSingle();
      results.add(result);
      return score(result, ForkReport.read(report));
    } catch (RunnerException e) {
      throw failure(e, report);
    } catch (IOException e) {
      throw new ForkFailure("failed: the fork left no report (" + e.getMessage() + ")", e);
    } finally {
      delete(report);
    }
  }

  private ChainedOptionsBuilder options(
      Class<?> benchmark, Map<String, String> parameters, int threads, Effort effort) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
            .threads(threads)
            .forks(effort.forks())
            .warmupForks(0)
            .warmupIterations(effort.warmups())
            .warmupTime(time(effort.warmup()))
            .measurementIterations(effort.iterations())
            .measurementTime(time(effort.iteration()))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    parameters.forEach(options::param);
    profilers.addTo(options);
    return options;
  }

  private static Score score(RunResult result, ForkReport report) {
    List<double[]> forks = result.getBenchmarkResults().stream().map(Forks::iterations).toList();
    Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
    return new Score(
        forks, allocation == null ? Double.NaN : allocation.getScore(), report, List.of());
  }

  private static double[] iterations(BenchmarkResult fork) {
    return fork.getIterationResults().stream()
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .toArray();
  }

  private static ForkFailure failure(RunnerException e, Path report) {
    if (String.valueOf(e.getMessage()).contains("JMH lock")) {
      throw CommandFailure.environment(
          "another JMH run holds "
              + Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock")
              + "; wait for it, two measurements on one machine disturb each other",
          e);
    }
    String status = "failed: the fork ended without a result (" + reason(e) + ")";
    try {
      ForkReport said = ForkReport.read(report);
      return new ForkFailure(said.status().equals("ok") ? status : said.status(), e);
    } catch (IOException none) {
      return new ForkFailure(status, e);
    }
  }

  /** JMH says "Benchmark caught the exception" and hangs what it was on the exception beneath. */
  private static String reason(RunnerException e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .flatMap(one -> Arrays.stream(one.getSuppressed()))
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(String.valueOf(e.getMessage()))
        .strip();
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("lanewise-fork-", ".properties");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.println("cannot delete " + file + ": " + e);
    }
  }
}
