package io.lanewise.bench;

import io.lanewise.bench.measure.Effort;
import io.lanewise.bench.measure.Profilers;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.results.History;
import io.lanewise.kernels.UnavailableBackendException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that measures. */
final class MeasureOptions {

  private static final int MOST_THREADS = 4096;

  @Option(
      names = "--backends",
      paramLabel = "LIST",
      split = ",",
      description = "scalar, vector, openblas, onednn; default: all; for bench gemm peers too")
  private @Nullable List<String> backends;

  @Option(
      names = "--threads",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "1",
      description = "threads that a backend may use, measured one after the other; default: 1")
  private List<Integer> threads = List.of(1);

  @Option(names = "--quick", description = "less time for each measurement: see who is faster")
  private boolean quick;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs that JMH starts for each measurement; default: 3, with --quick 1")
  private @Nullable Integer forks;

  @Option(
      names = "--prof",
      paramLabel = "PROFILER",
      description = {
        "a profiler of JMH's, as JMH's own -prof: stack, jfr, async:...; may be given",
        "several times; its figures are in jmh.json and jmh.log of --out; gc is always on"
      })
  private List<String> profilers = List.of();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "CSV file to append a line for each row to, with date, commit, CPU and JVM; made where it is"
              + " missing")
  private @Nullable Path history;

  /**
   * The backends to measure; one that is known but unavailable stays in the list.
   *
   * @param others what may be named besides backends
   * @throws UnavailableBackendException if one is unknown
   */
  List<String> backends(List<String> others) {
    if (backends == null) {
      return BackendCatalog.ids();
    }
    backends.stream().filter(id -> !others.contains(id)).forEach(BackendCatalog::requireKnown);
    return backends.stream().distinct().toList();
  }

  /** The numbers of threads to measure. */
  List<Integer> threads() {
    for (int count : threads) {
      if (count < 1 || count > MOST_THREADS) {
        throw CommandFailure.usage("threads is " + count + ", expected 1 to " + MOST_THREADS);
      }
    }
    return threads.stream().distinct().toList();
  }

  /** The most threads to measure. */
  int mostThreads() {
    return threads().stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  /** Further profilers. */
  Profilers profilers() {
    return Profilers.parse(profilers);
  }

  /** Where to append the rows, if anywhere; what is there has been checked. */
  Optional<History> history() {
    return Optional.ofNullable(history).map(History::new);
  }

  boolean quick() {
    return quick;
  }

  /** The time for each measurement. */
  Effort effort() {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    if (forks == null) {
      return effort;
    }
    if (forks < 1) {
      throw CommandFailure.usage("forks is " + forks + ", expected at least 1");
    }
    return effort.withForks(forks);
  }
}
