package io.lanewise.bench.measure;

import io.lanewise.bench.machine.ClockFrequency;
import io.lanewise.bench.machine.CoreClock;
import io.lanewise.bench.machine.ProcessorTime;
import io.lanewise.bench.machine.Ruler;
import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.Fact;
import io.lanewise.bench.results.RulerSample;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches the machine while it is measured: its clock, its load, and the speed of a ruler. */
public final class RunWatch {

  /** A sample takes 0.1 s, so that the run becomes 0.5 % longer. */
  private static final long NANOS_BETWEEN_SAMPLES = 20_000_000_000L;

  private static final String TOPIC = "run";

  private final Ruler ruler;
  private final long started = System.nanoTime();
  private final Reading before = Reading.now();
  private final List<RulerSample> samples = new ArrayList<>();
  private long sampled;

  /** What is read at the beginning and at the end. */
  private record Reading(
      Instant time,
      @Nullable Double load,
      @Nullable Double frequencyMhz,
      double clockMhz,
      @Nullable ProcessorTime processors) {

    static Reading now() {
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      return new Reading(
          Instant.now().truncatedTo(ChronoUnit.SECONDS),
          load < 0 ? null : load,
          ClockFrequency.megahertz().orElse(null),
          CoreClock.megahertz(),
          ProcessorTime.read().orElse(null));
    }
  }

  /** Begins to watch a run whose rows have this many threads at most. */
  public RunWatch(int threads) {
    ruler = new Ruler(threads);
    sample();
  }

  /** The same progress; between two steps the ruler is measured now and then. */
  public Progress over(Progress progress) {
    return new Progress() {
      @Override
      public void start(String what) {
        progress.start(what);
      }

      @Override
      public void finish(String what, String outcome) {
        progress.finish(what, outcome);
        if (System.nanoTime() - sampled > NANOS_BETWEEN_SAMPLES) {
          sample();
        }
      }

      @Override
      public void close() {
        progress.close();
      }
    };
  }

  /** The run is over. */
  public Conditions end() {
    sample();
    Reading after = Reading.now();
    Optional<ProcessorTime> time = Optional.ofNullable(after.processors);
    boolean timed = before.processors != null && time.isPresent();
    return new Conditions(
        before.time.toString(),
        after.time.toString(),
        before.load,
        after.load,
        timed ? time.get().stealFractionSince(before.processors) : null,
        timed ? time.get().othersFractionSince(before.processors) : null,
        before.frequencyMhz,
        after.frequencyMhz,
        before.clockMhz,
        after.clockMhz,
        ruler.threads(),
        samples,
        unknown(after));
  }

  private static List<Fact> unknown(Reading reading) {
    List<Fact> unknown = new ArrayList<>();
    if (reading.load == null) {
      unknown.add(Fact.unknown(TOPIC, "load", "this operating system does not say it"));
    }
    if (reading.frequencyMhz == null) {
      unknown.add(Fact.unknown(TOPIC, "frequency", ClockFrequency.unknown()));
    }
    if (reading.processors == null) {
      String why = "read from Linux's /proc/stat only";
      unknown.add(Fact.unknown(TOPIC, "steal time", why));
      unknown.add(Fact.unknown(TOPIC, "time of other processes", why));
    }
    return unknown;
  }

  private void sample() {
    samples.add(new RulerSample(1e-9 * (System.nanoTime() - started), ruler.gflops()));
    sampled = System.nanoTime();
  }
}
