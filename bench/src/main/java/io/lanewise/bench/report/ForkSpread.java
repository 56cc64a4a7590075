package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;

import io.lanewise.bench.report.Chart.Axis;
import io.lanewise.bench.report.Chart.Kind;
import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Scale;
import io.lanewise.bench.report.Chart.Series;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Median;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far fresh JVMs differ: the speed of each beside the median of all, a figure for each
 * operation. A kernel that is fast in some JVMs only shows here.
 */
final class ForkSpread {

  /** Two JVMs are as far apart as their range says already. */
  private static final int JVMS = 3;

  private final Results results;
  private final Colours colours;

  ForkSpread(Results results, Colours colours) {
    this.results = results;
    this.colours = colours;
  }

  /** The figures; none where every row has fewer than three JVMs. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    Map<String, List<KernelRow>> operations =
        results.rows().stream()
            .filter(row -> row.measured() && row.forkGflops().size() >= JVMS)
            .collect(
                Collectors.groupingBy(
                    row -> Summary.heading(row.operation(), row.type(), row.threads()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    operations.forEach(
        (heading, rows) ->
            figures.add(
                figure(
                    heading,
                    MakeAgain.of(rows, results.commandLine()),
                    rows.stream()
                        .map(
                            row ->
                                new Jvms(
                                    row.backend(),
                                    KernelCharts.label(row),
                                    row.kernel() + " " + row.layout(),
                                    "GFLOP/s",
                                    row.forkGflops()))
                        .toList())));
    List<TrainingRow> trainings =
        results.training().stream()
            .filter(row -> row.measured() && row.imagesPerSecondOfForks() != null)
            .filter(row -> row.imagesPerSecondOfForks().size() >= JVMS)
            .toList();
    if (!trainings.isEmpty()) {
      figures.add(
          figure(
              "training",
              results.commandLine(),
              trainings.stream()
                  .map(
                      row ->
                          new Jvms(
                              row.backend(),
                              row.label(),
                              row.backend(),
                              "images/s",
                              row.imagesPerSecondOfForks()))
                  .toList()));
    }
    return figures;
  }

  private record Jvms(
      String backend, String category, String what, String unit, List<Double> speeds) {}

  private Figure figure(String heading, String command, List<Jvms> rows) {
    List<String> categories = rows.stream().map(Jvms::category).distinct().toList();
    Map<String, List<Point>> points = new LinkedHashMap<>();
    for (Jvms row : rows) {
      double median = Median.of(row.speeds().stream().mapToDouble(Double::doubleValue).toArray());
      List<Point> its = points.computeIfAbsent(row.backend(), backend -> new ArrayList<>());
      for (int i = 0; i < row.speeds().size(); i++) {
        double share = 100 * row.speeds().get(i) / median;
        its.add(
            new Point(
                share,
                categories.indexOf(row.category()),
                null,
                null,
                null,
                null,
                String.join(
                    "\n",
                    row.category(),
                    row.what(),
                    "JVM %d of %d: ".formatted(i + 1, row.speeds().size())
                        + format("%,.1f ", row.speeds().get(i))
                        + row.unit(),
                    format("%.1f %% of the median", share))));
      }
    }
    List<Series> series = new ArrayList<>();
    points.forEach((backend, its) -> series.add(new Series(backend, colours.of(backend), 0, its)));
    return new Figure(
        "Fresh JVMs: " + heading,
        List.of("A point is the median of one JVM's iterations."),
        command,
        new Chart(
            Kind.SWARM,
            new Axis("% of the median over JVMs", Scale.EVEN),
            null,
            categories,
            List.of(Limit.atX("median", 100)),
            series));
  }
}
