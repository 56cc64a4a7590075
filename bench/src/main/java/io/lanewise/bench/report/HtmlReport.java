package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.percent;
import static io.lanewise.bench.report.Table.range;

import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page for one or more results: nothing to load, light and dark, printable. Without a script
 * its tables have everything; with one they can be sorted and there are charts.
 */
public final class HtmlReport {

  private static final Set<String> OPERATIONS = Set.of("gemm", "conv2d", "pool2d");

  private final Page page;
  private final Markup html;
  private final Results results;
  private final Colours colours;

  private HtmlReport(Page page, Results results) {
    this.page = page;
    this.html = page.html();
    this.results = results;
    this.colours = new Colours(results);
  }

  /** The page as HTML. */
  public static String render(List<Results> all) {
    Page page = new Page();
    all.forEach(results -> new HtmlReport(page, results).write());
    return page.render(
        all.stream()
            .map(results -> results.environment().cpu())
            .distinct()
            .collect(Collectors.joining(", ", "Lanewise on ", "")));
  }

  private void write() {
    html.open("article");
    page.heading(
        "Lanewise on " + results.environment().cpu(),
        results.date(),
        results.environment(),
        results.commandLine());
    summary();
    warnings();
    kernels("Matrix products", "gemm"::equals);
    section("Roofline", new Roofline(results, colours).figures());
    kernels("Convolution", "conv2d"::equals);
    kernels("Pooling", "pool2d"::equals);
    // A file may name what this version does not measure: no row is dropped.
    kernels("Other operations", op -> !OPERATIONS.contains(op));
    training();
    section("Spread over fresh JVMs", new ForkSpread(results, colours).figures());
    peak();
    environment();
    html.close();
  }

  private void summary() {
    List<String> sentences = new ArrayList<>(Summary.of(results));
    if (sentences.isEmpty()) {
      html.element("p", "Nothing could be measured; the tables say why.");
      return;
    }
    if (!results.warnings().isEmpty()) {
      sentences.add("The warnings below say how far these figures can be trusted.");
    }
    page.sentences("summary", sentences);
  }

  private void warnings() {
    if (!results.warnings().isEmpty()) {
      html.element("h2", "Warnings");
      page.sentences("warnings", results.warnings());
    }
  }

  private void section(String heading, List<Figure> figures) {
    if (!figures.isEmpty()) {
      html.element("h2", heading);
      figures.forEach(page::figure);
    }
  }

  private void kernels(String heading, Predicate<String> which) {
    Map<String, List<KernelRow>> operations =
        results.rows().stream()
            .filter(row -> which.test(row.op()))
            .collect(
                Collectors.groupingBy(
                    row -> Summary.heading(row.operation(), row.type(), row.threads()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (operations.isEmpty()) {
      return;
    }
    KernelCharts figures = new KernelCharts(colours, results.commandLine());
    html.element("h2", heading);
    operations.forEach(
        (operation, rows) -> {
          html.element("h3", operation);
          figures.of(operation, rows).forEach(page::figure);
          table(rows);
          ratios(rows);
        });
    about(operations.values().stream().flatMap(List::stream).toList());
  }

  /** What belongs to a kernel and not to a row: formulas, what is inside the timed region. */
  private void about(List<KernelRow> rows) {
    record About(String kernel, String layout, String formula, String region) {}
    List<About> about =
        rows.stream()
            .filter(row -> row.timedRegion() != null)
            .map(
                row ->
                    new About(
                        row.kernel(),
                        row.layout(),
                        String.valueOf(row.flopFormula()),
                        row.timedRegion()))
            .distinct()
            .toList();
    if (!about.isEmpty()) {
      html.element("h3", "What was timed");
      new Table<About>()
          .column("kernel", About::kernel)
          .column("layout", About::layout)
          .column("operations", About::formula)
          .column("timed region", About::region)
          .render(html, about);
    }
  }

  private void ratios(List<KernelRow> rows) {
    List<SpeedRatio> ratios = SpeedRatio.of(rows);
    if (ratios.isEmpty()) {
      return;
    }
    new Table<SpeedRatio>()
        .column("speed of", SpeedRatio::contender)
        .column("against", SpeedRatio::against)
        .number("problems", "%d", SpeedRatio::problems)
        .number("geometric mean", "%.2f", SpeedRatio::ratio)
        .number("lowest", "%.2f", SpeedRatio::lowest)
        .column("in", SpeedRatio::lowestIn)
        .number("highest", "%.2f", SpeedRatio::highest)
        .column("in", SpeedRatio::highestIn)
        .render(html, ratios);
  }

  /** Columns that no row fills are left out. */
  private void table(List<KernelRow> rows) {
    Table<KernelRow> table =
        new Table<KernelRow>()
            .column("problem", Contenders::problem)
            .column("backend", KernelRow::backend)
            .column("kernel that ran", KernelRow::kernel);
    boolean complete = rows.stream().allMatch(KernelRow::measured);
    if (!complete) {
      // Beside the name: behind twenty columns of nothing nobody finds the reason.
      table.column("status", KernelRow::status);
    }
    if (rows.stream().anyMatch(row -> !row.op().equals("gemm"))) {
      table.column("layout", KernelRow::layout);
    }
    table
        .number("GFLOP/s", "%.1f", KernelRow::gflops)
        .number(
            "range", row -> range("%.1f", row.gflopsMin(), row.gflopsMax()), KernelRow::gflopsMin);
    if (has(rows, KernelRow::gflopsLow)) {
      table.number(
          "95 % interval",
          row -> range("%.1f", row.gflopsLow(), row.gflopsHigh()), KernelRow::gflopsLow);
    }
    table
        .number("forks", "%d", KernelRow::forks)
        .number("spread", row -> percent(row.spread()), KernelRow::spread)
        .number("of FMA peak", row -> percent(row.fractionOfPeak()), KernelRow::fractionOfPeak);
    if (has(rows, KernelRow::fractionOfComputedPeak)) {
      table.number(
          "of computed peak",
          row -> percent(row.fractionOfComputedPeak()),
          KernelRow::fractionOfComputedPeak);
    }
    if (has(rows, KernelRow::gbPerSecond)) {
      table
          .number("GB/s", "%.1f", KernelRow::gbPerSecond)
          .number(
              "of triad",
              row -> percent(row.fractionOfBandwidth()),
              KernelRow::fractionOfBandwidth);
    }
    if (has(rows, KernelRow::flopsPerByte)) {
      table
          .number("MFLOP", "%,.3f", row -> millions(row.flopsPerOp()))
          .number("MB", "%,.3f", row -> millions(row.bytesPerOp()))
          .number("FLOP/byte", "%.2f", KernelRow::flopsPerByte);
    }
    table
        .number("error", "%.1e", KernelRow::maxError)
        .number("bound", "%.1e", KernelRow::errorBound)
        .number("heap B/op", "%.0f", KernelRow::allocBytesPerOp)
        .number("workspace KiB", "%,.1f", HtmlReport::kib);
    if (rows.stream().anyMatch(HtmlReport::hasOtherThreads)) {
      table.number("threads in effect", "%d", KernelRow::threadsInEffect);
    }
    if (has(rows, KernelRow::secondsToSpeed)) {
      table
          .number("min/median", "%.3f", KernelRow::minOverMedian)
          .number("s to speed", "%.2f", KernelRow::secondsToSpeed)
          .number("at most", "%.2f", KernelRow::secondsToSpeedMax);
    }
    table.column("operands", KernelRow::residence);
    if (complete) {
      table.column("status", KernelRow::status);
    }
    table.render(html, rows);
  }

  private static <R> boolean has(List<R> rows, Function<R, @Nullable Object> column) {
    return rows.stream().anyMatch(row -> column.apply(row) != null);
  }

  private static boolean hasOtherThreads(KernelRow row) {
    return row.threadsInEffect() != null && row.threadsInEffect() != row.threads();
  }

  private static @Nullable Double millions(@Nullable Double count) {
    return count == null ? null : count / 1e6;
  }

  private static @Nullable Double kib(KernelRow row) {
    return row.workspaceBytes() == null ? null : row.workspaceBytes() / 1024.0;
  }

  private void training() {
    List<TrainingRow> rows = results.training();
    if (rows.isEmpty()) {
      return;
    }
    html.element("h2", "Training");
    new TrainingCharts(results, colours).figures().forEach(page::figure);
    Table<TrainingRow> table =
        new Table<TrainingRow>()
            .column("model", TrainingRow::model)
            .column("data", TrainingRow::data)
            .column("backend", TrainingRow::backend)
            .number("threads", "%d", TrainingRow::threads)
            .number("batch", "%d", TrainingRow::batch)
            .number("images/s", "%,.0f", TrainingRow::imagesPerSecond)
            .number(
                "range",
                row -> range("%,.0f", row.imagesPerSecondMin(), row.imagesPerSecondMax()),
                TrainingRow::imagesPerSecondMin)
            .number("s per epoch", "%.3f", TrainingRow::secondsPerEpoch);
    if (has(rows, TrainingRow::gflops)) {
      table
          .number("JVMs", "%d", TrainingRow::forks)
          .number("GFLOP/s", "%.1f", TrainingRow::gflops)
          .number("of FMA peak", row -> percent(row.fractionOfPeak()), TrainingRow::fractionOfPeak)
          .number("heap B/step", "%,.0f", TrainingRow::allocBytesPerStep)
          .number("s to speed", "%.2f", TrainingRow::secondsToSpeed);
    }
    table
        .number("epochs", "%d", TrainingRow::epochs)
        .number("images", "%,d", TrainingRow::images)
        .number("train loss", "%.4f", TrainingRow::trainLoss)
        .number("test accuracy", "%.4f", TrainingRow::testAccuracy)
        .number("wanted", "%.2f", TrainingRow::targetAccuracy)
        .number("s to it", "%.1f", TrainingRow::secondsToAccuracy);
    if (has(rows, TrainingRow::secondsToAccuracyFromStart)) {
      table
          .number("from JVM's start", "%.1f", TrainingRow::secondsToAccuracyFromStart)
          .number("warm", "%.1f", TrainingRow::secondsToAccuracyWarm);
    }
    table.column("status", TrainingRow::status).render(html, rows);
    formulas(rows);
  }

  private void formulas(List<TrainingRow> rows) {
    rows.stream()
        .filter(row -> row.flopsFormula() != null)
        .map(row -> "Operations of " + row.model() + ": " + row.flopsFormula())
        .distinct()
        .forEach(formula -> html.element("p", formula, "class", "note"));
  }

  private void peak() {
    List<PeakRow> rows = results.peak();
    html.element("h2", "What this machine can do");
    html.element(
        "p",
        "fma: independent fused multiply-adds in registers through the Vector API; triad: "
            + "a[i] = b[i] + s c[i] from memory. Measured in the same run as the kernels.",
        "class",
        "note");
    Table<PeakRow> table =
        new Table<PeakRow>()
            .column("what", PeakRow::what)
            .column("type", PeakRow::type)
            .number("threads", "%d", PeakRow::threads)
            .column("vectors", PeakRow::isa)
            .number("GFLOP/s", "%.1f", PeakRow::gflops)
            .number(
                "range", row -> range("%.1f", row.gflopsMin(), row.gflopsMax()), PeakRow::gflopsMin)
            .number("GB/s", "%.1f", PeakRow::gbPerSecond);
    if (has(rows, PeakRow::computedHow)) {
      table
          .number("computed GFLOP/s", "%.1f", PeakRow::computedGflops)
          .column("how it is computed", PeakRow::computedHow);
    }
    table.column("status", PeakRow::status).render(html, rows);
  }

  private void environment() {
    page.environment(EnvironmentFacts.of(results));
    html.element("h3", "Backends");
    new Table<BackendState>()
        .column("backend", BackendState::id)
        .column("library", BackendState::library)
        .column("instruction set", BackendState::isa)
        .number("threads", "%d", BackendState::threads)
        .number("asked for", "%d", BackendState::threadsAsked)
        .column("details", state -> details(state.details()))
        .column("status", BackendState::status)
        .render(html, results.environment().backends());
  }

  private static String details(Map<String, String> details) {
    return Stream.ofNullable(details)
        .flatMap(some -> some.entrySet().stream())
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("; "));
  }
}
