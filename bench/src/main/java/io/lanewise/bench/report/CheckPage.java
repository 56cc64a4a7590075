package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;
import static io.lanewise.bench.report.Table.percent;
import static io.lanewise.bench.report.Table.range;

import io.lanewise.bench.check.CheckReport;
import io.lanewise.bench.check.CheckRow;
import io.lanewise.bench.check.CheckStatus;
import io.lanewise.bench.check.SpeedCase;
import io.lanewise.bench.check.SpeedRow;
import io.lanewise.bench.output.Shell;
import io.lanewise.bench.report.Chart.Axis;
import io.lanewise.bench.report.Chart.Kind;
import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of the regression gate as a page: what is not ok first, then for each backend its kernels
 * at each level, and how fast they are there.
 */
public final class CheckPage {

  private static final String NOT_RUN = "–";

  /** With lanes for six levels each is 100 pixels high. */
  private static final int PROBLEMS_OF_A_CHART = 6;

  private static final Pattern EFFORT = Pattern.compile(" --(quick|threads[ =]\\d+)(?= |$)");

  private final Page page = new Page();
  private final Markup html = page.html();
  private final CheckReport report;

  private CheckPage(CheckReport report) {
    this.report = report;
  }

  /** The page as HTML. */
  public static String render(CheckReport report) {
    CheckPage page = new CheckPage(report);
    page.write();
    return page.page.render("Check of Lanewise on " + report.environment().cpu());
  }

  private void write() {
    html.open("article");
    page.heading(
        "Check of Lanewise on " + report.environment().cpu(),
        report.date(),
        report.environment(),
        report.commandLine());
    page.sentences("summary", summary());
    notOk();
    grouped(report.rows(), CheckRow::backend).forEach(this::backend);
    page.environment(EnvironmentFacts.of(report.environment()));
    html.close();
  }

  private List<String> summary() {
    Map<CheckStatus, Integer> counts = new EnumMap<>(CheckStatus.class);
    report.rows().forEach(row -> counts.merge(row.status(), 1, Integer::sum));
    long judged =
        report.speeds().stream().filter(row -> row.judgement() != SpeedRow.Judgement.NONE).count();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        report.rows().isEmpty()
            ? "Nothing was checked."
            : counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ", "Of " + report.rows().size() + " rows: ", ".")));
    if (!report.speeds().isEmpty()) {
      sentences.add(
          report.baseline() == null
              ? "Speeds were measured and not judged: there was no baseline to hold them against."
              : "%d of %d speeds were held against the baseline."
                  .formatted(judged, report.speeds().size()));
    }
    sentences.add("Seed of the operands and the random shapes: " + report.seed() + ".");
    return sentences;
  }

  private void notOk() {
    List<CheckRow> rows =
        report.rows().stream()
            .filter(row -> row.status() != CheckStatus.OK)
            .sorted((a, b) -> a.status().compareTo(b.status()))
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    html.element("h2", "Not ok");
    new Table<CheckRow>()
        .column("kernel", CheckPage::kernel)
        .column("level", CheckRow::level)
        .column("status", row -> row.status().toString(), row -> row.status().isFailure())
        .column("reason", CheckRow::reason)
        .column("shown again by", CheckRow::replay)
        .render(html, rows);
  }

  private static String kernel(CheckRow row) {
    return row.kernel().equals(CheckRow.EVERY_KERNEL)
        ? row.backend() + ", every kernel"
        : row.kernel();
  }

  private void backend(String backend, List<CheckRow> rows) {
    html.element("h2", backend);
    statuses(rows);
    List<SpeedRow> speeds =
        report.speeds().stream().filter(row -> row.what().backend().equals(backend)).toList();
    if (speeds.isEmpty()) {
      return;
    }
    List<SpeedRow> measured = speeds.stream().filter(row -> row.share() != null).toList();
    grouped(measured, row -> row.what().op())
        .forEach((op, some) -> figures(backend + "/" + op + "*", some));
    speeds(speeds);
  }

  /** A line of the matrix: a kernel with its row at each level. */
  private record Kernel(String name, Map<String, CheckRow> levels) {}

  /** A row for each kernel, a column for each level. */
  private void statuses(List<CheckRow> rows) {
    Map<String, CheckRow> wholeLevels = new LinkedHashMap<>();
    Map<String, Map<String, CheckRow>> kernels = new LinkedHashMap<>();
    Set<String> levels = new LinkedHashSet<>();
    for (CheckRow row : rows) {
      levels.add(row.level());
      if (row.kernel().equals(CheckRow.EVERY_KERNEL)) {
        wholeLevels.put(row.level(), row);
      } else {
        kernels.computeIfAbsent(row.kernel(), k -> new LinkedHashMap<>()).put(row.level(), row);
      }
    }
    if (kernels.isEmpty()) {
      kernels.put("every kernel", new LinkedHashMap<>());
    }
    kernels.values().forEach(its -> wholeLevels.forEach(its::put));
    Table<Kernel> table = new Table<Kernel>().column("kernel", Kernel::name);
    for (String level : levels) {
      table.column(
          level,
          kernel -> at(kernel, level) == null ? NOT_RUN : at(kernel, level).status().toString(),
          kernel -> at(kernel, level) != null && at(kernel, level).status().isFailure());
    }
    List<Kernel> lines = new ArrayList<>();
    kernels.forEach((name, its) -> lines.add(new Kernel(name, its)));
    table.render(html, lines);
  }

  private static @Nullable CheckRow at(Kernel kernel, String level) {
    return kernel.levels().get(level);
  }

  /** One figure where it is not too high for a sheet of paper, else one for each kernel. */
  private void figures(String kernels, List<SpeedRow> rows) {
    if (rows.stream().map(row -> problem(row.what())).distinct().count() <= PROBLEMS_OF_A_CHART) {
      page.figure(figure(kernels, rows));
    } else {
      grouped(rows, row -> row.what().kernel())
          .forEach((kernel, its) -> page.figure(figure(kernel, its)));
    }
  }

  /** Shares of what each level can do: a lane for each level, a row for each kernel and problem. */
  private Figure figure(String kernels, List<SpeedRow> rows) {
    String backend = rows.get(0).what().backend();
    List<String> problems = rows.stream().map(row -> problem(row.what())).distinct().toList();
    Map<String, List<SpeedRow>> levels = grouped(rows, row -> row.what().level());
    // A level has one colour on the whole page.
    List<String> colours =
        report.speeds().stream()
            .filter(row -> row.what().backend().equals(backend))
            .map(row -> row.what().level())
            .distinct()
            .toList();
    List<Series> series = new ArrayList<>();
    levels.forEach(
        (level, its) ->
            series.add(
                new Series(
                    level,
                    colours.indexOf(level),
                    0,
                    its.stream()
                        .map(row -> point(row, problems.indexOf(problem(row.what()))))
                        .toList())));
    String of =
        rows.stream()
            .map(row -> row.yardstick().equals("triad") ? "triad" : "FMA peak")
            .distinct()
            .collect(Collectors.joining(" or "));
    return new Figure(
        "%s: share of the %s at each level".formatted(kernels, of),
        List.of(
            "Each level is measured beside its own peak, in the same JVM. Lines are the range over"
                + " JVMs."),
        "./lanewise check --no-contract --backends %s --only %s%s%s"
            .formatted(
                backend,
                Shell.quoted(kernels),
                EFFORT
                    .matcher(report.commandLine())
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.joining()),
                levels.keySet().stream().collect(Collectors.joining(",", " --level ", ""))),
        new Chart(
            Kind.LANES,
            Axis.fromZero("% of the " + of),
            null,
            problems,
            List.of(Limit.atX(of, 100)),
            series));
  }

  private static Point point(SpeedRow row, int category) {
    double share = 100 * Objects.requireNonNull(row.share());
    List<Double> shares = row.shares().isEmpty() ? List.of(share / 100) : row.shares();
    String rate = row.yardstick().equals("triad") ? " GB/s" : " GFLOP/s";
    return new Point(
        share,
        category,
        100 * Collections.min(shares),
        100 * Collections.max(shares),
        null,
        format("%.0f", share),
        Stream.of(
                row.what().kernel(),
                row.what().problem(),
                format("%.1f %%, ", share) + shares.size() + " JVMs",
                row.rate() == null ? null : format("%.1f", row.rate()) + rate,
                row.ratio() == null ? null : format("%.2f times the baseline", row.ratio()),
                row.reason())
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n")));
  }

  private static String problem(SpeedCase what) {
    return Stream.of(
            what.kernel(),
            what.dir(),
            what.type().equals("f32") ? null : what.type(),
            ProblemName.of(what.shape()).toString())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  private void speeds(List<SpeedRow> rows) {
    new Table<SpeedRow>()
        .column("level", row -> row.what().level())
        .column("kernel", row -> row.what().kernel())
        .column("problem", row -> row.what().problem())
        .column("yardstick", SpeedRow::yardstick)
        .number("share", row -> percent(row.share()), SpeedRow::share)
        .number("JVMs", "%d", row -> row.shares().size())
        .number("GFLOP/s or GB/s", "%.1f", SpeedRow::rate)
        .number("times the baseline", "%.2f", SpeedRow::ratio)
        .number(
            "interval", row -> range("%.2f", row.ratioLow(), row.ratioHigh()), SpeedRow::ratioLow)
        .column("judgement", row -> row.judgement().toString(), CheckPage::isBad)
        .column("reason", SpeedRow::reason)
        .render(html, rows);
  }

  private static boolean isBad(SpeedRow row) {
    return row.judgement() == SpeedRow.Judgement.SLOW
        || row.judgement() == SpeedRow.Judgement.FAILED;
  }

  private static <R> Map<String, List<R>> grouped(List<R> rows, Function<R, String> by) {
    return rows.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
  }
}
