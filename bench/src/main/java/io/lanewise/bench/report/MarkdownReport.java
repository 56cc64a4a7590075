package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;

import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * A result as a README shows it: a row for each problem with a column for each backend, then the
 * machine, the date, the command and what the machine can do. Of many problems, a row stands for
 * all of an operation that belong together.
 */
public final class MarkdownReport {

  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]|#]");
  private static final Pattern TICKS = Pattern.compile("`+");
  private static final String NOTHING = "–";
  private static final int SHORT_COMMIT = 10;

  /** Longer tables are read by nobody: then the problems of a network share a row. */
  private static final int PROBLEMS = 12;

  private static final String SQUARES = "squares";
  private static final String OTHERS = "others";

  private final Results results;
  private final List<String> backends;
  private final StringBuilder text = new StringBuilder();
  private boolean means;

  private MarkdownReport(Results results) {
    this.results = results;
    Set<String> ids = new LinkedHashSet<>();
    results.rows().forEach(row -> ids.add(row.backend()));
    results.training().forEach(row -> ids.add(row.backend()));
    backends = List.copyOf(ids);
  }

  /** The result as GitHub's Markdown. */
  public static String of(Results results) {
    MarkdownReport report = new MarkdownReport(results);
    report.table();
    report.machine();
    report.missing();
    return report.text.toString();
  }

  private void table() {
    line(Stream.concat(Stream.of("op", "problem"), backends.stream().map(MarkdownReport::plain)));
    line(Stream.concat(Stream.of("---", "---"), backends.stream().map(backend -> "---:")));
    Map<List<String>, List<KernelRow>> problems =
        grouped(row -> List.of(operation(row), row.shape()));
    if (problems.size() <= PROBLEMS) {
      problems.values().forEach(this::problem);
    } else {
      grouped(row -> List.of(operation(row), set(row))).values().forEach(this::set);
    }
    Map<String, List<TrainingRow>> trainings =
        results.training().stream()
            .collect(
                Collectors.groupingBy(TrainingRow::label, LinkedHashMap::new, Collectors.toList()));
    trainings
        .values()
        .forEach(
            rows ->
                line(
                    Stream.concat(
                        Stream.of("training", training(rows)),
                        backends.stream().map(id -> trainingCell(id, rows)))));
  }

  private Map<List<String>, List<KernelRow>> grouped(Function<KernelRow, List<String>> by) {
    return results.rows().stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
  }

  private void problem(List<KernelRow> rows) {
    KernelRow first = rows.get(0);
    line(
        Stream.concat(
            Stream.of(operation(first), code(first.shape())),
            backends.stream().map(id -> cell(id, rows))));
  }

  /** What a problem belongs to. */
  private static String set(KernelRow row) {
    String network = ProblemName.of(row.shape()).network();
    return ProblemName.square(row.shape()).isPresent()
        ? SQUARES
        : network.isEmpty() ? OTHERS : network;
  }

  /** A row for several problems: geometric means over those that every backend here computed. */
  private void set(List<KernelRow> rows) {
    List<String> problems = rows.stream().map(KernelRow::shape).distinct().toList();
    Map<String, Map<String, KernelRow>> fastest = new LinkedHashMap<>();
    for (KernelRow row : rows) {
      if (row.measured()) {
        fastest
            .computeIfAbsent(row.backend(), id -> new LinkedHashMap<>())
            .merge(row.shape(), row, (a, b) -> a.gflops() >= b.gflops() ? a : b);
      }
    }
    List<String> common =
        problems.stream()
            .filter(shape -> fastest.values().stream().allMatch(its -> its.containsKey(shape)))
            .toList();
    if (problems.size() == 1 || common.isEmpty()) {
      problems.forEach(
          shape -> problem(rows.stream().filter(row -> row.shape().equals(shape)).toList()));
      return;
    }
    String set = set(rows.get(0));
    String what =
        set.equals(SQUARES)
            ? "%d squares, %s to %s"
                .formatted(
                    problems.size(), code(problems.get(0)), code(problems.get(problems.size() - 1)))
            : "%s, %d problems".formatted(set.equals(OTHERS) ? set : code(set), problems.size());
    String over = common.size() == problems.size() ? "" : ", mean over " + common.size();
    line(
        Stream.concat(
            Stream.of(operation(rows.get(0)), what + over),
            backends.stream()
                .map(
                    id ->
                        fastest.containsKey(id)
                            ? mean(common.stream().map(fastest.get(id)::get).toList())
                            : cell(id, rows))));
    means = true;
  }

  private static String mean(List<KernelRow> rows) {
    if (rows.stream().allMatch(KernelRow::copies)) {
      return format("%.1f GB/s", mean(rows, KernelRow::gbPerSecond));
    }
    boolean shares = rows.stream().allMatch(row -> row.fractionOfPeak() != null);
    return format("%.1f", mean(rows, KernelRow::gflops))
        + (shares ? format(" (%.0f %%)", 100 * mean(rows, KernelRow::fractionOfPeak)) : "");
  }

  private static double mean(List<KernelRow> rows, ToDoubleFunction<KernelRow> of) {
    return StatUtils.geometricMean(rows.stream().mapToDouble(of).toArray());
  }

  private void line(Stream<String> cells) {
    text.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  /** What is not usual about the rows of an operation is said. */
  private String operation(KernelRow row) {
    List<String> words = new ArrayList<>(List.of(row.operation()));
    if (row.op().equals("gemm") && !row.variant().equals("nn")) {
      words.add(row.variant());
    }
    if (!row.type().equals("f32")) {
      words.add(row.type());
    }
    boolean several = results.rows().stream().mapToInt(KernelRow::threads).distinct().count() > 1;
    return plain(String.join(" ", words)) + (several ? ", " + count(row.threads(), "thread") : "");
  }

  /** Of several rows of a backend the fastest, with what tells it from the usual one. */
  private static String cell(String backend, List<KernelRow> rows) {
    List<KernelRow> its = rows.stream().filter(row -> row.backend().equals(backend)).toList();
    return its.stream()
        .filter(KernelRow::measured)
        .max(Comparator.comparingDouble(KernelRow::gflops))
        .map(MarkdownReport::figure)
        .orElse(its.isEmpty() ? NOTHING : plain(Table.word(its.get(0).status())));
  }

  private static String figure(KernelRow row) {
    String owner = row.backend().replace("-detected", "") + "/";
    return (row.copies()
            ? format("%.1f GB/s", row.gbPerSecond())
            : format("%.1f", row.gflops())
                + (row.fractionOfPeak() == null
                    ? ""
                    : format(" (%.0f %%)", 100 * row.fractionOfPeak())))
        + (Set.of("lanes", "resident").contains(row.layout()) ? " " + row.layout() : "")
        + (row.kernel().startsWith(owner) ? "" : " by " + code(row.kernel()));
  }

  /** Of one training; a backend whose course took too long has no epochs of it. */
  private static String training(List<TrainingRow> rows) {
    TrainingRow row =
        rows.stream()
            .max(Comparator.comparing(TrainingRow::measured).thenComparingInt(TrainingRow::epochs))
            .orElseThrow();
    return plain(row.model())
        + ", "
        + (row.epochs() == 0 ? "" : count(row.epochs(), "epoch") + " of ")
        + format("%,d images of ", row.images())
        + plain(row.data())
        + ", batch "
        + row.batch()
        + ", "
        + count(row.threads(), "thread")
        + (row.epochs() == 0 ? "" : ", test accuracy");
  }

  private static String trainingCell(String backend, List<TrainingRow> rows) {
    return rows.stream()
        .filter(row -> row.backend().equals(backend))
        .map(
            row ->
                row.measured() && row.imagesPerSecond() != null
                    ? format("%,.0f images/s", row.imagesPerSecond())
                        + (row.testAccuracy() == null
                            ? ""
                            : format(", %.1f %%", 100 * row.testAccuracy()))
                    : plain(Table.word(row.status())))
        .findFirst()
        .orElse(NOTHING);
  }

  private void machine() {
    Environment environment = results.environment();
    String units =
        "GFLOP/s and share of the FMA peak, for pooling GB/s"
            + (means ? "; of several problems the geometric mean. " : ". ");
    text.append(results.rows().isEmpty() ? "\n" : "\n" + units)
        .append("Machine: ")
        .append(plain(environment.cpu()))
        .append(", ")
        .append(count(environment.processors(), "processor"))
        .append(", ")
        .append(plain(environment.os()))
        .append("; ")
        .append(plain(environment.jvm()));
    environment.backends().stream()
        .filter(state -> state.library() != null && KernelRow.OK.equals(state.status()))
        .map(MarkdownReport::library)
        .forEach(library -> text.append("; ").append(library));
    text.append(". ").append(plain(results.date())).append(", ").append(commit(environment));
    if (!results.rows().isEmpty()) {
      text.append(", ")
          .append(range(KernelRow::threads, "thread"))
          .append(", ")
          .append(range(KernelRow::forks, "fork"))
          .append(" for each row, medians");
    }
    text.append(":\n\n    ").append(oneLine(results.commandLine())).append('\n');
    List<String> peaks = results.peak().stream().map(this::peak).filter(Objects::nonNull).toList();
    if (!peaks.isEmpty()) {
      text.append('\n').append(String.join(", ", peaks)).append(".\n");
    }
  }

  /** What computes in the JVM is the JVM, which is named already. */
  private static String library(BackendState state) {
    boolean inJvm = String.valueOf(state.library()).startsWith("Java ");
    String what = inJvm ? state.id() + ": " : state.library() + (state.isa() == null ? "" : ", ");
    return plain(what + (state.isa() == null ? "" : state.isa()));
  }

  private static String commit(Environment environment) {
    String commit = environment.commit();
    if (commit == null) {
      return "commit not known";
    }
    String first = commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    boolean dirty = Objects.equals(environment.dirty(), true);
    return "commit " + code(first) + (dirty ? " with changes that are not committed" : "");
  }

  private String range(ToIntFunction<KernelRow> of, String unit) {
    int[] counts =
        results.rows().stream().filter(KernelRow::measured).mapToInt(of).sorted().toArray();
    if (counts.length == 0) {
      return count(0, unit);
    }
    int last = IntStream.of(counts).max().orElseThrow();
    return counts[0] == last ? count(last, unit) : counts[0] + " to " + count(last, unit);
  }

  private @Nullable String peak(PeakRow row) {
    boolean several = results.peak().stream().mapToInt(PeakRow::threads).distinct().count() > 1;
    String which =
        (row.type().equals("f32") ? "" : " " + plain(row.type()))
            + (several ? " of " + count(row.threads(), "thread") : "");
    if (row.what().equals(PeakRow.TRIAD)) {
      return row.gbPerSecond() == null
          ? null
          : "triad" + which + format(" %.1f GB/s", row.gbPerSecond());
    }
    if (row.gflops() == null) {
      return null;
    }
    String range =
        row.gflopsMin() == null || row.gflopsMax() == null
            ? ""
            : format(" (%.1f", row.gflopsMin()) + format(" to %.1f)", row.gflopsMax());
    return "FMA peak" + which + format(" %.1f GFLOP/s", row.gflops()) + range;
  }

  private void missing() {
    Set<String> lines = new LinkedHashSet<>();
    results.peak().stream()
        .filter(row -> !row.status().equals(KernelRow.OK))
        .map(row -> row.name() + ": " + row.status())
        .forEach(lines::add);
    results.rows().stream()
        .filter(row -> !row.measured())
        .map(row -> "%s, %s: %s".formatted(row.backend(), row.operation(), row.status()))
        .forEach(lines::add);
    results.training().stream()
        .filter(row -> !row.measured())
        .map(row -> "%s, training of %s: %s".formatted(row.backend(), row.label(), row.status()))
        .forEach(lines::add);
    list("Not measured:", lines);
    list("Warnings:", results.warnings());
  }

  private void list(String heading, Iterable<String> lines) {
    StringBuilder items = new StringBuilder();
    lines.forEach(line -> items.append("- ").append(plain(line)).append('\n'));
    if (!items.isEmpty()) {
      text.append('\n').append(heading).append("\n\n").append(items);
    }
  }

  private static String count(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }

  /** What moves a terminal's cursor is not printed. */
  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("\\p{Cc}", "?");
  }

  /** Text that is no markup, neither Markdown nor HTML. */
  private static String plain(String text) {
    String html = oneLine(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return MARKUP.matcher(html).replaceAll("\\\\$0");
  }

  /** Text as code, between more ticks than it has itself; a table wants its bars escaped there. */
  private static String code(String text) {
    int most =
        TICKS.matcher(text).results().mapToInt(ticks -> ticks.group().length()).max().orElse(0);
    String ticks = "`".repeat(most + 1);
    String space = text.startsWith("`") || text.endsWith("`") ? " " : "";
    return ticks + space + oneLine(text).replace("|", "\\|") + space + ticks;
  }
}
