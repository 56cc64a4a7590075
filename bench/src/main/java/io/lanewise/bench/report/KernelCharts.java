package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;
import static io.lanewise.bench.report.Table.percent;

import io.lanewise.bench.report.Chart.Axis;
import io.lanewise.bench.report.Chart.Kind;
import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Scale;
import io.lanewise.bench.report.Chart.Series;
import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The speed of kernels: of square products over their size, of everything else by network and
 * layer. The rows are of one operation, direction, type and number of threads.
 */
final class KernelCharts {

  /** Two sizes make no curve. */
  private static final int SIZES_OF_A_CURVE = 3;

  /** More than that are easier to find in a chart for each network. */
  private static final int PROBLEMS_OF_A_CHART = 12;

  private final Colours colours;
  private final String commandLine;

  /**
   * Figures of a run.
   *
   * @param colours colours of its backends
   * @param commandLine what made it
   */
  KernelCharts(Colours colours, String commandLine) {
    this.colours = colours;
    this.commandLine = commandLine;
  }

  /** The figures of some rows; those of which nothing was measured are left out. */
  List<Figure> of(String heading, List<KernelRow> rows) {
    List<Figure> figures = new ArrayList<>();
    grouped(rows, row -> row.op().equals("gemm") ? row.variant() : "")
        .forEach((variant, some) -> figures.addAll(of(heading, variant, some)));
    return figures.stream().filter(figure -> !figure.chart().isEmpty()).toList();
  }

  private List<Figure> of(String heading, String variant, List<KernelRow> rows) {
    String title = variant.isEmpty() || variant.equals("nn") ? heading : heading + ", " + variant;
    List<Figure> figures = new ArrayList<>();
    List<KernelRow> squares =
        rows.stream().filter(row -> ProblemName.square(row.shape()).isPresent()).toList();
    boolean curve =
        squares.stream().map(KernelRow::shape).distinct().count() >= SIZES_OF_A_CURVE
            && rows.get(0).op().equals("gemm");
    if (curve) {
      figures.add(overSize(title + ": squares", squares));
    }
    List<KernelRow> others = rows.stream().filter(row -> !curve || !squares.contains(row)).toList();
    if (others.isEmpty()) {
      return figures;
    }
    if (problems(others).size() <= PROBLEMS_OF_A_CHART) {
      figures.add(byLayer(title + ": by problem", others));
    } else {
      grouped(others, row -> ProblemName.of(row.shape()).network())
          .forEach(
              (network, some) ->
                  figures.add(
                      byLayer(title + ": " + (network.isEmpty() ? "others" : network), some)));
    }
    return figures;
  }

  private Figure overSize(String title, List<KernelRow> rows) {
    List<Series> series = curves(rows);
    return new Figure(
        title,
        notes(rows, "Bars are the range over forks and iterations."),
        MakeAgain.of(rows, commandLine),
        new Chart(
            Kind.LINES,
            new Axis("m = n = k", Scale.LOG2),
            Axis.fromZero("GFLOP/s"),
            List.of(),
            peak(rows, Limit::atY),
            series));
  }

  private Figure byLayer(String title, List<KernelRow> rows) {
    boolean copies =
        rows.stream().allMatch(row -> row.measured() ? row.copies() : row.op().equals("pool2d"));
    List<String> problems = problems(rows);
    List<Series> series =
        lanes(rows, copies, row -> (double) problems.indexOf(Contenders.problem(row)));
    return new Figure(
        title,
        notes(rows, "Lines are the range over forks and iterations."),
        MakeAgain.of(rows, commandLine),
        new Chart(
            Kind.LANES,
            Axis.fromZero(copies ? "GB/s" : "GFLOP/s"),
            null,
            labels(rows),
            copies ? bandwidth(rows) : peak(rows, Limit::atX),
            series));
  }

  private static List<String> problems(List<KernelRow> rows) {
    return rows.stream().map(Contenders::problem).distinct().toList();
  }

  /** Names of layers, with their network where there are several; what is unambiguous. */
  private static List<String> labels(List<KernelRow> rows) {
    boolean networks =
        rows.stream().map(row -> ProblemName.of(row.shape()).network()).distinct().count() > 1;
    Map<String, String> labels = new LinkedHashMap<>();
    for (KernelRow row : rows) {
      ProblemName name = ProblemName.of(row.shape());
      labels.put(Contenders.problem(row), networks ? name.toString() : name.layer());
    }
    boolean unambiguous = new LinkedHashSet<>(labels.values()).size() == labels.size();
    return List.copyOf(unambiguous ? labels.values() : labels.keySet());
  }

  private List<Series> curves(List<KernelRow> rows) {
    Map<String, Map<String, KernelRow>> contenders = Contenders.of(rows);
    Map<String, List<Point>> points = new LinkedHashMap<>();
    contenders.forEach(
        (contender, problems) ->
            points.put(
                contender,
                problems.values().stream()
                    .map(
                        row ->
                            new Point(
                                (double) ProblemName.square(row.shape()).orElseThrow(),
                                row.gflops(),
                                row.gflopsMin(),
                                row.gflopsMax(),
                                null,
                                null,
                                text(row)))
                    .sorted(Comparator.comparingDouble(Point::x))
                    .toList()));
    return coloured(points, contenders);
  }

  private List<Series> lanes(
      List<KernelRow> rows, boolean copies, Function<KernelRow, Double> category) {
    Map<String, Map<String, KernelRow>> contenders = Contenders.of(rows);
    Map<String, List<Point>> points = new LinkedHashMap<>();
    contenders.forEach(
        (contender, problems) -> {
          List<Point> its = new ArrayList<>();
          problems.values().forEach(row -> its.add(measured(row, copies, category.apply(row))));
          points.put(contender, its);
        });
    for (KernelRow row : rows) {
      List<Point> lane = points.get(Contenders.backend(row, rows));
      if (!row.measured() && lane != null) {
        lane.add(
            new Point(
                null,
                category.apply(row),
                null,
                null,
                null,
                Table.word(row.status()),
                row.shape() + "\n" + row.status()));
      }
    }
    return coloured(points, contenders);
  }

  private static Point measured(KernelRow row, boolean copies, double category) {
    if (!copies) {
      return new Point(
          row.gflops(),
          category,
          row.gflopsMin(),
          row.gflopsMax(),
          null,
          format("%.1f", row.gflops()),
          text(row));
    }
    // Bytes and operations of a problem are in a constant ratio.
    double bytes = row.gbPerSecond() / row.gflops();
    return new Point(
        row.gbPerSecond(),
        category,
        row.gflopsMin() == null ? null : bytes * row.gflopsMin(),
        row.gflopsMax() == null ? null : bytes * row.gflopsMax(),
        null,
        format("%.1f", row.gbPerSecond()),
        text(row));
  }

  private List<Series> coloured(
      Map<String, List<Point>> points, Map<String, Map<String, KernelRow>> contenders) {
    Map<Integer, Integer> used = new HashMap<>();
    List<Series> series = new ArrayList<>();
    points.forEach(
        (contender, its) -> {
          KernelRow any = contenders.get(contender).values().iterator().next();
          int colour = colours.of(any.backend());
          int variant = used.merge(colour, 1, Integer::sum) - 1;
          series.add(new Series(contender, colour, variant, its));
        });
    return series;
  }

  /** A problem in a chart of many: its name, with what is not usual about a product. */
  static String label(KernelRow row) {
    String name = ProblemName.of(row.shape()).toString();
    boolean usual = !row.op().equals("gemm") || row.variant().equals("nn");
    return usual ? name : name + " " + row.variant();
  }

  /** All about a row, a line each. */
  static String text(KernelRow row) {
    List<String> lines = new ArrayList<>();
    lines.add(Contenders.problem(row));
    lines.add(row.kernel());
    String share = percent(row.fractionOfPeak());
    lines.add(
        format("%.1f GFLOP/s", row.gflops())
            + (share == null ? "" : ", " + share + " of FMA peak"));
    if (row.gbPerSecond() != null) {
      String bandwidth = percent(row.fractionOfBandwidth());
      lines.add(
          format("%.1f GB/s", row.gbPerSecond())
              + (bandwidth == null ? "" : ", " + bandwidth + " of the triad"));
    }
    String range = Table.range("%.1f", row.gflopsMin(), row.gflopsMax());
    lines.add(
        (range == null ? "" : range + " GFLOP/s over ")
            + row.forks()
            + (row.forks() == 1 ? " fork" : " forks"));
    return String.join("\n", lines);
  }

  private static List<String> notes(List<KernelRow> rows, String ranges) {
    List<String> notes = new ArrayList<>();
    boolean hasRanges =
        rows.stream().anyMatch(row -> !Objects.equals(row.gflopsMin(), row.gflopsMax()));
    if (hasRanges) {
      notes.add(ranges);
    }
    notes.addAll(missing(rows));
    return notes;
  }

  /** A sentence for each reason for which something was not measured. */
  private static List<String> missing(List<KernelRow> rows) {
    Map<String, Set<String>> problems = new LinkedHashMap<>();
    for (KernelRow row : rows) {
      if (!row.measured()) {
        problems
            .computeIfAbsent(row.backend() + ": " + row.status(), reason -> new LinkedHashSet<>())
            .add(ProblemName.of(row.shape()).layer());
      }
    }
    int all = problems(rows).size();
    return problems.entrySet().stream()
        .map(
            entry ->
                "Not measured"
                    + (entry.getValue().size() == all
                        ? ", "
                        : " in " + String.join(", ", entry.getValue()) + ", ")
                    + entry.getKey())
        .toList();
  }

  /** The peak that the rows were measured beside; the highest if they had several. */
  private static List<Limit> peak(List<KernelRow> rows, BiFunction<String, Double, Limit> where) {
    return highest(rows, KernelRow::peakGflops)
        .map(peak -> where.apply(format("FMA peak %.1f GFLOP/s", peak), peak))
        .toList();
  }

  private static List<Limit> bandwidth(List<KernelRow> rows) {
    return highest(rows, KernelRow::bandwidthGbPerSecond)
        .map(gb -> Limit.atX(format("triad %.1f GB/s", gb), gb))
        .toList();
  }

  private static Stream<Double> highest(
      List<KernelRow> rows, Function<KernelRow, @Nullable Double> of) {
    return rows.stream().map(of).filter(Objects::nonNull).max(Double::compare).stream();
  }

  private static Map<String, List<KernelRow>> grouped(
      List<KernelRow> rows, Function<KernelRow, String> name) {
    return rows.stream()
        .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
  }
}
