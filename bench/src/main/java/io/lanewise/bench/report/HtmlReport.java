package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;
import static io.lanewise.bench.report.Table.percent;
import static io.lanewise.bench.report.Table.range;

import io.lanewise.bench.report.BarChart.Bar;
import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One page for one or more results: nothing to load, light and dark, printable. */
public final class HtmlReport {

  private static final String TEMPLATE = "report.html";

  private final Markup html = new Markup();
  private final Results results;
  private final List<String> backends;

  private HtmlReport(Results results) {
    this.results = results;
    Set<String> ids = new LinkedHashSet<>();
    results.environment().backends().forEach(backend -> ids.add(backend.id()));
    results.rows().forEach(row -> ids.add(row.backend()));
    results.training().forEach(row -> ids.add(row.backend()));
    backends = new ArrayList<>(ids);
  }

  /** The page as HTML. */
  public static String render(List<Results> all) {
    StringBuilder body = new StringBuilder();
    all.forEach(results -> body.append(new HtmlReport(results).body()));
    String cpus =
        all.stream()
            .map(results -> results.environment().cpu())
            .distinct()
            .collect(Collectors.joining(", "));
    return template()
        .replace("{{title}}", Markup.escape("Lanewise on " + cpus))
        .replace("{{body}}", body);
  }

  private String body() {
    heading();
    summary();
    kernels();
    training();
    peak();
    environment();
    return html.toString();
  }

  private void heading() {
    Environment environment = results.environment();
    html.element("h1", "Lanewise on " + environment.cpu());
    html.element(
        "p",
        "%s, %d processors, %s, %s"
            .formatted(
                results.date(), environment.processors(), environment.os(), environment.jvm()),
        "class",
        "soft");
  }

  private void summary() {
    List<String> sentences = Summary.of(results);
    if (sentences.isEmpty()) {
      html.element("p", "Nothing could be measured; the tables say why.");
      return;
    }
    html.open("ul", "class", "summary");
    sentences.forEach(sentence -> html.element("li", sentence));
    html.close();
  }

  private void kernels() {
    Map<String, List<KernelRow>> operations =
        grouped(results.rows(), row -> Summary.heading(row.operation(), row.type(), row.threads()));
    operations.forEach(
        (heading, rows) -> {
          html.element("h2", heading);
          grouped(rows, HtmlReport::problem).forEach(this::chart);
          table(rows);
          ratios(rows);
        });
  }

  private void ratios(List<KernelRow> rows) {
    List<SpeedRatio> ratios = SpeedRatio.of(rows);
    if (ratios.isEmpty()) {
      return;
    }
    new Table<SpeedRatio>()
        .column("speed of", SpeedRatio::contender)
        .column("against", SpeedRatio::against)
        .number("problems", ratio -> Integer.toString(ratio.problems()))
        .number("geometric mean", ratio -> format("%.2f", ratio.ratio()))
        .number("lowest", ratio -> format("%.2f", ratio.lowest()))
        .column("in", SpeedRatio::lowestIn)
        .number("highest", ratio -> format("%.2f", ratio.highest()))
        .column("in", SpeedRatio::highestIn)
        .render(html, ratios);
  }

  private static String problem(KernelRow row) {
    return Contenders.problem(row);
  }

  private void chart(String problem, List<KernelRow> rows) {
    List<Bar> bars = new ArrayList<>();
    double fullScale = 0;
    for (KernelRow row : rows) {
      if (row.gflops() == null) {
        bars.add(new Bar(label(row, rows), 0, "not measured", colour(row.backend())));
        continue;
      }
      boolean memory = row.copies();
      double value = memory ? row.gbPerSecond() : row.gflops();
      String share = percent(memory ? row.fractionOfBandwidth() : row.fractionOfPeak());
      String text =
          format(memory ? "%.1f GB/s" : "%.1f GFLOP/s", value)
              + (share == null || memory ? "" : ", " + share);
      bars.add(new Bar(label(row, rows), value, text, colour(row.backend())));
      // Arithmetic is drawn to the scale of the peak, memory to that of the fastest.
      Double peak = memory ? null : row.peakGflops();
      fullScale = Math.max(fullScale, Math.max(value, peak == null ? 0 : peak));
    }
    BarChart.render(html, problem, bars, fullScale);
  }

  /** The backend, or where it has several rows its kernel, layout and where the operands were. */
  private static String label(KernelRow row, List<KernelRow> rows) {
    boolean alone =
        rows.stream().filter(other -> other.backend().equals(row.backend())).count() == 1;
    return alone || row.residence() == null
        ? row.backend()
        : row.kernel()
            + (row.op().equals("gemm") ? " " : " " + row.layout() + " ")
            + row.residence();
  }

  private void table(List<KernelRow> rows) {
    Table<KernelRow> table =
        new Table<KernelRow>()
            .column("problem", HtmlReport::problem)
            .column("backend", KernelRow::backend)
            .column("kernel that ran", KernelRow::kernel);
    if (rows.stream().anyMatch(row -> !row.op().equals("gemm"))) {
      table.column("layout", KernelRow::layout);
    }
    table
        .number("GFLOP/s", row -> format("%.1f", row.gflops()))
        .number("range", row -> range("%.1f", row.gflopsMin(), row.gflopsMax()))
        .number("of FMA peak", row -> percent(row.fractionOfPeak()));
    if (rows.stream().anyMatch(row -> row.gbPerSecond() != null)) {
      table
          .number("GB/s", row -> format("%.1f", row.gbPerSecond()))
          .number("of bandwidth", row -> percent(row.fractionOfBandwidth()));
    }
    table
        .number("error", row -> format("%.1e", row.maxError()))
        .number("bound", row -> format("%.1e", row.errorBound()))
        .number("heap B/op", row -> format("%.0f", row.allocBytesPerOp()))
        .number("workspace KiB", row -> format("%,.1f", kib(row)));
    if (rows.stream().anyMatch(row -> row.secondsToSpeed() != null)) {
      table
          .number("JVMs", row -> Integer.toString(row.forks()))
          .number("min/median", row -> format("%.3f", row.minOverMedian()))
          .number("s to speed", row -> format("%.2f", row.secondsToSpeed()))
          .number("at most", row -> format("%.2f", row.secondsToSpeedMax()));
    }
    table
        .column("operands", KernelRow::residence)
        .column("status", KernelRow::status)
        .render(html, rows);
  }

  private static @Nullable Double kib(KernelRow row) {
    return row.workspaceBytes() == null ? null : row.workspaceBytes() / 1024.0;
  }

  private void training() {
    if (results.training().isEmpty()) {
      return;
    }
    html.element("h2", "Training");
    Map<String, List<TrainingRow>> groups =
        grouped(
            results.training(),
            row -> "%s on %s, threads %d".formatted(row.model(), row.data(), row.threads()));
    groups.forEach(
        (heading, rows) -> {
          List<Bar> bars = new ArrayList<>();
          double fullScale = 0;
          for (TrainingRow row : rows) {
            Double speed = row.imagesPerSecond();
            String text = speed == null ? "not measured" : format("%,.0f images/s", speed);
            bars.add(
                new Bar(row.backend(), speed == null ? 0 : speed, text, colour(row.backend())));
            fullScale = Math.max(fullScale, speed == null ? 0 : speed);
          }
          BarChart.render(html, heading, bars, fullScale);
        });
    new Table<TrainingRow>()
        .column("model", TrainingRow::model)
        .column("data", TrainingRow::data)
        .column("backend", TrainingRow::backend)
        .number("threads", row -> Integer.toString(row.threads()))
        .number("batch", row -> Integer.toString(row.batch()))
        .number("images/s", row -> format("%,.0f", row.imagesPerSecond()))
        .number("range", row -> range("%,.0f", row.imagesPerSecondMin(), row.imagesPerSecondMax()))
        .number("epochs", row -> Integer.toString(row.epochs()))
        .number("images", row -> Integer.toString(row.images()))
        .number("train loss", row -> format("%.4f", row.trainLoss()))
        .number("test accuracy", row -> format("%.4f", row.testAccuracy()))
        .number("s to accuracy", row -> format("%.1f", row.secondsToAccuracy()))
        .column("status", TrainingRow::status)
        .render(html, results.training());
  }

  private void peak() {
    html.element("h2", "What this machine can do");
    html.element(
        "p",
        "fma: independent fused multiply-adds in registers through the Vector API; triad: "
            + "a[i] = b[i] + s c[i] from memory. Measured in the same run as the kernels.",
        "class",
        "soft");
    new Table<PeakRow>()
        .column("what", PeakRow::what)
        .column("type", PeakRow::type)
        .number("threads", row -> Integer.toString(row.threads()))
        .column("vectors", PeakRow::isa)
        .number("GFLOP/s", row -> format("%.1f", row.gflops()))
        .number("range", row -> range("%.1f", row.gflopsMin(), row.gflopsMax()))
        .number("GB/s", row -> format("%.1f", row.gbPerSecond()))
        .column("status", PeakRow::status)
        .render(html, results.peak());
  }

  private void environment() {
    Environment environment = results.environment();
    html.element("h2", "Environment");
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", environment.cpu());
    String cores = Objects.toString(environment.cores(), "unknown");
    facts.put("cores", cores + ", processors of the JVM " + environment.processors());
    facts.put("caches", String.join("; ", environment.caches()));
    facts.put("operating system", environment.os());
    facts.put("JVM", environment.jvm());
    facts.put("JVM flags", String.join(" ", environment.jvmFlags()));
    facts.put("Lanewise", environment.version());
    facts.put("commit", commit(environment));
    new Table<Map.Entry<String, String>>()
        .column("fact", Map.Entry::getKey)
        .column("value", Map.Entry::getValue)
        .render(html, List.copyOf(facts.entrySet()));
    html.element("h3", "Backends");
    new Table<BackendState>()
        .column("backend", BackendState::id)
        .column("library", BackendState::library)
        .column("instruction set", BackendState::isa)
        .number("threads", state -> format("%.0f", state.threads()))
        .column("details", state -> details(state.details()))
        .column("status", BackendState::status)
        .render(html, environment.backends());
    html.element("h3", "Make it again");
    html.element("pre", results.commandLine());
  }

  private static String commit(Environment environment) {
    if (environment.commit() == null) {
      return "not known";
    }
    boolean dirty = Objects.equals(environment.dirty(), true);
    return environment.commit() + (dirty ? ", with changes that are not committed" : "");
  }

  private static String details(Map<String, String> details) {
    return details.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("; "));
  }

  private int colour(String backend) {
    return backends.indexOf(backend);
  }

  private static <R> Map<String, List<R>> grouped(List<R> rows, Function<R, String> heading) {
    return rows.stream()
        .collect(Collectors.groupingBy(heading, LinkedHashMap::new, Collectors.toList()));
  }

  private static String template() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(TEMPLATE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
