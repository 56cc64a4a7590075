package io.lanewise.bench.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.verdict.ConfidenceInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the kernels have reached on a CPU, a JDK and a number of threads: the file {@code
 * <folder>/<cpu fingerprint>/<jdk feature>/<threads>.json}.
 *
 * <p>A save replaces what was measured and leaves the rest: date, version, commit and JVM are those
 * of the newest save, figures that it did not measure may be older.
 *
 * @param schema {@value #SCHEMA}
 * @param date when it was measured, ISO 8601 in UTC
 * @param version version of Lanewise
 * @param commit commit of its sources; null if it is not known
 * @param cpu name of the processor
 * @param jvm name and version
 * @param threads threads of each backend
 * @param levels what each level has read back
 * @param figures speeds, each with those of all its JVMs
 */
public record Baseline(
    String schema,
    String date,
    String version,
    @Nullable String commit,
    String cpu,
    String jvm,
    int threads,
    List<InEffect> levels,
    List<SpeedFigure> figures) {

  /** The version of this format. */
  public static final String SCHEMA = "lanewise-baseline-1";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The instruction set that a level had. */
  public record InEffect(String backend, String level, String isa) {}

  /** Copies the lists. */
  public Baseline {
    levels = List.copyOf(levels);
    figures = List.copyOf(figures);
  }

  /** The baseline that a run of the gate makes. */
  public static Baseline of(CheckReport report, List<InEffect> levels, int threads) {
    return new Baseline(
        SCHEMA,
        report.date(),
        report.environment().version(),
        report.environment().commit(),
        report.environment().cpu(),
        report.environment().jvm(),
        threads,
        levels,
        report.speeds().stream()
            .filter(row -> !row.shares().isEmpty())
            .map(SpeedRow::figure)
            .toList());
  }

  /** Where a baseline lies. */
  public static Path file(Path folder, String cpuFingerprint, int jdkFeature, int threads) {
    return folder
        .resolve(cpuFingerprint)
        .resolve(Integer.toString(jdkFeature))
        .resolve(threads + ".json");
  }

  /**
   * Reads a file; empty if there is none.
   *
   * @throws CommandFailure with status 4 if it cannot be read or is something else
   */
  public static Optional<Baseline> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Baseline baseline;
    try {
      baseline = JSON.readValue(Files.readString(file), Baseline.class);
    } catch (JsonProcessingException e) {
      throw CommandFailure.environment(
          "file " + file + " is not a baseline of Lanewise: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot read file " + file + " (" + ErrorSentence.reason(e) + ")", e);
    }
    if (baseline == null || !SCHEMA.equals(baseline.schema)) {
      throw CommandFailure.environment(
          "file %s has schema \"%s\", expected \"%s\""
              .formatted(file, baseline == null ? null : baseline.schema, SCHEMA));
    }
    return Optional.of(baseline);
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws CommandFailure with status 4 if it cannot be written; what was there is still there
   */
  public void write(Path file) {
    try {
      OutputFolder.write(file, JSON.writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The speed of this case, if it was measured. */
  public Optional<SpeedFigure> figure(SpeedCase what) {
    return figures.stream().filter(figure -> figure.what().equals(what)).findFirst();
  }

  /**
   * How much JVMs vary on that machine: the median of the figures' deviations of logarithms; 0 if
   * all figures are of one JVM.
   */
  double deviation() {
    double[] deviations =
        figures.stream()
            .map(figure -> figure.shares().stream().mapToDouble(Double::doubleValue).toArray())
            .map(ConfidenceInterval::deviation)
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    return deviations.length == 0 ? 0 : Median.of(deviations);
  }

  /** What a level has read back, if it was there. */
  public Optional<String> isa(String backend, String level) {
    return levels.stream()
        .filter(known -> known.backend().equals(backend) && known.level().equals(level))
        .map(InEffect::isa)
        .findFirst();
  }

  /** The kernels that were measured at a level. */
  Set<String> kernels(String backend, String level) {
    return figures.stream()
        .map(SpeedFigure::what)
        .filter(what -> what.backend().equals(backend) && what.level().equals(level))
        .map(SpeedCase::kernel)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * This one, and of an older one what was not measured again: other levels, other kernels, other
   * problems. A kernel that was asked for and is not here is no more: it does not stay.
   *
   * @param asked the kernels that were asked for, at the levels that are here
   */
  Baseline over(Baseline older, Predicate<String> asked) {
    Map<List<String>, InEffect> allLevels = new LinkedHashMap<>();
    older.levels.forEach(known -> allLevels.put(List.of(known.backend(), known.level()), known));
    levels.forEach(known -> allLevels.put(List.of(known.backend(), known.level()), known));
    Map<SpeedCase, SpeedFigure> allFigures = new LinkedHashMap<>();
    older.figures.stream()
        .filter(figure -> !isGone(figure.what(), asked))
        .forEach(figure -> allFigures.put(figure.what(), figure));
    figures.forEach(figure -> allFigures.put(figure.what(), figure));
    return new Baseline(
        schema,
        date,
        version,
        commit,
        cpu,
        jvm,
        threads,
        new ArrayList<>(allLevels.values()),
        new ArrayList<>(allFigures.values()));
  }

  private boolean isGone(SpeedCase old, Predicate<String> asked) {
    Set<String> here = kernels(old.backend(), old.level());
    return !here.isEmpty() && !here.contains(old.kernel()) && asked.test(old.kernel());
  }

  /**
   * Saves what a run has measured over what the file has. Not if something was wrong, as a baseline
   * of that would make the next run right; nor if nothing was measured, as one without figures
   * would find nothing slow.
   *
   * @param file see {@link #file}
   * @param inEffect what each level has read back
   * @return whether it was saved; otherwise the file is as it was
   * @throws CommandFailure with status 4 if it cannot be written; what was there is still there
   */
  public static boolean save(
      Path file, CheckRequest request, CheckReport report, List<InEffect> inEffect) {
    boolean failed = report.rows().stream().anyMatch(row -> row.status().isFailure());
    Baseline measured = of(report, inEffect, request.threads());
    if (failed || measured.figures.isEmpty()) {
      return false;
    }
    // Read now and not before the run, which takes minutes: another one may have saved its part.
    read(file)
        .map(older -> measured.over(older, KernelNames.matching(request.only())))
        .orElse(measured)
        .write(file);
    return true;
  }
}
