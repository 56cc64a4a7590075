package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;

import io.lanewise.bench.report.Chart.Axis;
import io.lanewise.bench.report.Chart.Corner;
import io.lanewise.bench.report.Chart.Kind;
import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Scale;
import io.lanewise.bench.report.Chart.Series;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Speed over operations per byte: below the ridge memory is the limit, above it arithmetic. A
 * figure for each type and number of threads.
 */
final class Roofline {

  private static final List<String> OPERATIONS = List.of("gemm", "conv2d", "pool2d");
  private static final String SHAPES =
      "Circles are products, triangles convolutions, diamonds pooling. Bytes are every operand once;"
          + " a point above the slope stays in a cache.";

  private final Results results;
  private final Colours colours;

  Roofline(Results results, Colours colours) {
    this.results = results;
    this.colours = colours;
  }

  /** The figures; none where no peak, no bandwidth or no point is known. */
  List<Figure> figures() {
    Map<String, List<KernelRow>> groups =
        results.rows().stream()
            .filter(row -> row.measured() && row.gflops() != null && row.flopsPerByte() != null)
            .collect(
                Collectors.groupingBy(
                    row -> Summary.heading("Roofline", row.type(), row.threads()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Figure> figures = new ArrayList<>();
    groups.forEach((title, rows) -> figure(title, rows).ifPresent(figures::add));
    return figures;
  }

  private Optional<Figure> figure(String title, List<KernelRow> rows) {
    KernelRow first = rows.get(0);
    Optional<Double> peak =
        peak(PeakRow.FMA, first.type(), first.threads()).map(row -> row.gflops());
    // A triad moves bytes; the type of its numbers does not matter to a roof.
    Optional<Double> bandwidth =
        peak(PeakRow.TRIAD, null, first.threads()).map(row -> row.gbPerSecond());
    if (peak.isEmpty() || bandwidth.isEmpty()) {
      return Optional.empty();
    }
    double ridge = peak.get() / bandwidth.get();
    double left = rows.stream().mapToDouble(KernelRow::flopsPerByte).min().orElse(ridge);
    double right = rows.stream().mapToDouble(KernelRow::flopsPerByte).max().orElse(ridge);
    double begin = Math.min(left, ridge) / 2;
    double end = Math.max(right, ridge) * 2;
    List<Limit> roof =
        List.of(
            slope(format("triad %.1f GB/s", bandwidth.get()), begin, ridge, bandwidth.get()),
            new Limit(
                format("FMA peak %.1f GFLOP/s", peak.get()),
                null,
                null,
                List.of(new Corner(ridge, peak.get()), new Corner(end, peak.get()))));
    return Optional.of(
        new Figure(
            title,
            List.of(SHAPES),
            results.commandLine(),
            new Chart(
                Kind.POINTS,
                new Axis("FLOP/byte", Scale.LOG2),
                new Axis("GFLOP/s", Scale.LOG2),
                List.of(),
                roof,
                series(rows))));
  }

  private static Limit slope(String name, double begin, double ridge, double bandwidth) {
    return new Limit(
        name,
        null,
        null,
        List.of(new Corner(begin, begin * bandwidth), new Corner(ridge, ridge * bandwidth)));
  }

  private List<Series> series(List<KernelRow> rows) {
    Map<String, List<Point>> points = new LinkedHashMap<>();
    for (KernelRow row : rows) {
      points
          .computeIfAbsent(row.backend(), backend -> new ArrayList<>())
          .add(
              new Point(
                  row.flopsPerByte(),
                  row.gflops(),
                  null,
                  null,
                  OPERATIONS.indexOf(row.op()),
                  null,
                  row.operation() + "\n" + KernelCharts.text(row)));
    }
    List<Series> series = new ArrayList<>();
    points.forEach((backend, its) -> series.add(new Series(backend, colours.of(backend), 0, its)));
    return series;
  }

  private Optional<PeakRow> peak(String what, String type, int threads) {
    return results.peak().stream()
        .filter(row -> row.what().equals(what) && row.threads() == threads)
        .filter(row -> type == null || row.type().equals(type))
        .filter(row -> Objects.equals(row.status(), KernelRow.OK))
        .findFirst();
  }
}
