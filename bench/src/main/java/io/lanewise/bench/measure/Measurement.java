package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.BandwidthBenchmark;
import io.lanewise.bench.jmh.ElementType;
import io.lanewise.bench.jmh.ForkReport;
import io.lanewise.bench.jmh.PeakBenchmark;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.verdict.ConfidenceInterval;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures kernels, and in the same run what the machine can do at most: the FMA peak for each type
 * and number of threads, and the memory bandwidth for each number of threads.
 */
public final class Measurement {

  /** Every share in a report is a share of these: one disturbed fork must not set them. */
  private static final int PEAK_FORKS = 3;

  private final Forks forks;
  private final FreshJvms freshJvms;
  private final Effort effort;
  private final Progress progress;
  private final Function<KernelCase, Optional<String>> obstacles;
  private final Map<Machine, PeakRow> peaks = new LinkedHashMap<>();

  /**
   * Prepares.
   *
   * @param log hears what JMH prints
   * @param effort time for each measurement
   * @param progress hears of each measurement
   * @param obstacles says of a case that cannot be measured the status of its row
   */
  public Measurement(
      PrintStream log,
      Effort effort,
      Progress progress,
      Function<KernelCase, Optional<String>> obstacles) {
    this(log, effort, Profilers.NONE, progress, obstacles);
  }

  /** The same with further profilers of JMH's. */
  public Measurement(
      PrintStream log,
      Effort effort,
      Profilers profilers,
      Progress progress,
      Function<KernelCase, Optional<String>> obstacles) {
    this.forks = new Forks(log, profilers);
    this.freshJvms = new FreshJvms(log);
    this.effort = effort;
    this.progress = progress;
    this.obstacles = obstacles;
  }

  private record Machine(String what, String type, int threads) {}

  /** How many steps the measurement of these cases will have. */
  public static int steps(List<KernelCase> cases) {
    return cases.size() + machines(cases).size();
  }

  /** Measures the machine, then each case; a row for each, whatever happens. */
  public List<KernelRow> run(List<KernelCase> cases) {
    for (Machine machine : machines(cases)) {
      if (!peaks.containsKey(machine)) {
        peaks.put(machine, measure(machine));
      }
    }
    List<KernelRow> rows = new ArrayList<>();
    for (KernelCase one : cases) {
      progress.start(one.toString());
      KernelRow row = measure(one);
      progress.finish(one.toString(), outcome(row));
      rows.add(row);
    }
    return rows;
  }

  /** Measures the FMA peak of floats on so many threads, for what is no kernel. */
  public void measureFmaPeaks(List<Integer> threads) {
    for (int count : threads) {
      peaks.computeIfAbsent(
          new Machine(PeakRow.FMA, ElementType.F32.toString(), count), this::measure);
    }
  }

  /** The FMA peak of floats on so many threads in GFLOP/s; null if there is none. */
  public @Nullable Double fmaPeak(int threads) {
    return peak(new Machine(PeakRow.FMA, ElementType.F32.toString(), threads), PeakRow::gflops);
  }

  /** What the machine can do, as far as it has been measured. */
  public List<PeakRow> peaks() {
    return List.copyOf(peaks.values());
  }

  /** What JMH has measured so far, as an array in its own JSON, which its viewers open. */
  public String jmhJson() {
    return forks.json();
  }

  private static Set<Machine> machines(List<KernelCase> cases) {
    Set<Machine> machines = new LinkedHashSet<>();
    for (KernelCase one : cases) {
      machines.add(fma(one));
    }
    for (KernelCase one : cases) {
      machines.add(triad(one));
    }
    return machines;
  }

  private static Machine fma(KernelCase one) {
    return new Machine(PeakRow.FMA, one.type(), one.threads());
  }

  /** Bytes are bytes: one triad, of floats, for both types. */
  private static Machine triad(KernelCase one) {
    return new Machine(PeakRow.TRIAD, ElementType.F32.toString(), one.threads());
  }

  private PeakRow measure(Machine machine) {
    String what = "peak " + machine.what + " " + machine.type + ", threads " + machine.threads;
    progress.start(what);
    PeakRow row;
    try {
      row = row(machine, score(machine));
      progress.finish(
          what,
          row.gbPerSecond() == null
              ? String.format(Locale.ROOT, "%.1f GFLOP/s", row.gflops())
              : String.format(Locale.ROOT, "%.1f GB/s", row.gbPerSecond()));
    } catch (ForkFailure e) {
      row =
          new PeakRow(
              machine.what,
              machine.type,
              machine.threads,
              null,
              null,
              null,
              null,
              List.of(),
              null,
              null,
              null,
              e.getMessage());
      progress.finish(what, e.getMessage());
    }
    return row;
  }

  private Score score(Machine machine) throws ForkFailure {
    Effort several = effort.withForks(Math.max(PEAK_FORKS, effort.forks()));
    return machine.what.equals(PeakRow.FMA)
        ? forks.run(
            PeakBenchmark.class,
            Map.of("type", machine.type, "threads", Integer.toString(machine.threads)),
            List.of(),
            machine.threads,
            several)
        : forks.run(
            BandwidthBenchmark.class,
            Map.of("threads", Integer.toString(machine.threads)),
            List.of(),
            machine.threads,
            several);
  }

  private static PeakRow row(Machine machine, Score score) {
    double giga = 1e-9 * score.report().flopsPerOp();
    ComputedPeak computed = machine.what.equals(PeakRow.FMA) ? computed(machine, score) : null;
    return new PeakRow(
        machine.what,
        machine.type,
        machine.threads,
        score.report().isa().isEmpty() ? null : score.report().isa(),
        giga * score.median(),
        giga * score.min(),
        giga * score.max(),
        score.forkMedians().map(ops -> giga * ops).boxed().toList(),
        computed == null ? null : computed.gflops(),
        computed == null ? null : computed.how(),
        machine.what.equals(PeakRow.TRIAD)
            ? 1e-9 * score.report().bytesPerOp() * score.median()
            : null,
        KernelRow.OK);
  }

  private static ComputedPeak computed(Machine machine, Score score) {
    return ComputedPeak.here(
        ElementType.parse(machine.type),
        PeakBenchmark.vectorBits(score.report().isa()),
        machine.threads,
        Runtime.getRuntime().availableProcessors());
  }

  private KernelRow measure(KernelCase one) {
    Optional<String> status = obstacles.apply(one);
    if (status.isPresent()) {
      return one.row(status.get(), 0);
    }
    try {
      return row(one, score(one));
    } catch (ForkFailure e) {
      return one.row(e.getMessage(), effort.kernelForks());
    }
  }

  private Score score(KernelCase one) throws ForkFailure {
    return effort.freshJvms() > 0
        ? freshJvms.run(one, effort)
        : forks.run(one.benchmark(), one.parameters(), one.flags(), 1, effort);
  }

  private KernelRow row(KernelCase one, Score score) {
    double giga = 1e-9 * score.report().flopsPerOp();
    double gflops = giga * score.median();
    Double peak = peak(fma(one), PeakRow::gflops);
    Double computed = peak(fma(one), PeakRow::computedGflops);
    Double bandwidth = peak(triad(one), PeakRow::gbPerSecond);
    Optional<ConfidenceInterval> interval =
        ConfidenceInterval.of(score.forkMedians().map(ops -> giga * ops).toArray());
    boolean memory = one.op() == Op.POOL2D || isBelowBalance(score.report(), peak, bandwidth);
    Double bytes = memory ? 1e-9 * score.report().bytesPerOp() * score.median() : null;
    double[] toSpeed = score.secondsToSpeed().stream().mapToDouble(Double::doubleValue).toArray();
    return new KernelRow(
        one.op().toString(),
        one.dir(),
        one.type(),
        one.shape(),
        one.layout(),
        one.rowEpilogue(),
        one.label(),
        score.report().kernel(),
        one.threads(),
        score.report().threadsInEffect(),
        score.report().residence(),
        gflops,
        giga * score.min(),
        giga * score.max(),
        interval.map(ConfidenceInterval::low).orElse(null),
        interval.map(ConfidenceInterval::high).orElse(null),
        score.forkMedians().map(ops -> giga * ops).boxed().toList(),
        score.spread(),
        peak,
        fraction(gflops, peak),
        computed,
        fraction(gflops, computed),
        bytes,
        memory ? bandwidth : null,
        memory ? fraction(bytes, bandwidth) : null,
        one.op().flopFormula(),
        score.report().flopsPerOp(),
        score.report().bytesPerOp(),
        score.report().flopsPerOp() / score.report().bytesPerOp(),
        TimedRegion.of(one, score.report().kernel(), score.report().residence()),
        score.report().maxError(),
        score.report().errorBound(),
        Double.isNaN(score.allocBytesPerOp()) ? null : score.allocBytesPerOp(),
        score.report().workspaceBytes(),
        effort.kernelForks(),
        score.isFresh() ? score.min() / score.median() : null,
        score.isFresh() ? Median.of(toSpeed) : null,
        score.isFresh() ? Arrays.stream(toSpeed).max().orElseThrow() : null,
        KernelRow.OK);
  }

  /** Whether the peak would need more bytes per second than memory gives. */
  private static boolean isBelowBalance(
      ForkReport report, @Nullable Double peak, @Nullable Double bandwidth) {
    return peak != null
        && bandwidth != null
        && report.flopsPerOp() / report.bytesPerOp() < peak / bandwidth;
  }

  private @Nullable Double peak(Machine machine, Function<PeakRow, @Nullable Double> value) {
    PeakRow row = peaks.get(machine);
    return row == null ? null : value.apply(row);
  }

  private static @Nullable Double fraction(@Nullable Double value, @Nullable Double of) {
    return value == null || of == null ? null : value / of;
  }

  private static String outcome(KernelRow row) {
    if (row.gflops() == null) {
      return row.status();
    }
    return row.op().equals(Op.POOL2D.toString())
        ? String.format(Locale.ROOT, "%.1f GB/s", row.gbPerSecond())
        : String.format(Locale.ROOT, "%.1f GFLOP/s", row.gflops());
  }
}
