package io.lanewise.bench.report;

import static io.lanewise.bench.report.Table.format;
import static io.lanewise.bench.report.Table.percent;

import io.lanewise.bench.report.Chart.Axis;
import io.lanewise.bench.report.Chart.Kind;
import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Scale;
import io.lanewise.bench.report.Chart.Series;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Trainings: how fast, how accurate after how long, and where the time goes. */
final class TrainingCharts {

  private final Results results;
  private final Colours colours;

  TrainingCharts(Results results, Colours colours) {
    this.results = results;
    this.colours = colours;
  }

  /** The figures; those without a point are left out. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    if (!results.training().isEmpty()) {
      figures.add(throughput());
    }
    Map<String, List<TrainingRow>> trainings =
        results.training().stream()
            .collect(
                Collectors.groupingBy(TrainingRow::label, LinkedHashMap::new, Collectors.toList()));
    trainings.forEach((label, rows) -> figures.add(accuracy(label, rows)));
    trainings.forEach((label, rows) -> figures.add(layers(label, rows)));
    return figures.stream().filter(figure -> !figure.chart().isEmpty()).toList();
  }

  private Figure throughput() {
    List<TrainingRow> rows = results.training();
    List<String> trainings = rows.stream().map(TrainingRow::label).distinct().toList();
    return new Figure(
        "Training: throughput",
        notes(rows),
        results.commandLine(),
        new Chart(
            Kind.LANES,
            new Axis("images/s", Scale.LOG10),
            null,
            trainings,
            List.of(),
            series(rows, row -> List.of(speed(row, trainings.indexOf(row.label()))))));
  }

  private static Point speed(TrainingRow row, int category) {
    Double speed = row.imagesPerSecond();
    if (!row.measured() || speed == null) {
      return new Point(
          null,
          category,
          null,
          null,
          null,
          Table.word(row.status()),
          row.backend() + "\n" + row.status());
    }
    return new Point(
        speed,
        category,
        row.imagesPerSecondMin(),
        row.imagesPerSecondMax(),
        null,
        format("%,.0f", speed),
        String.join(
            "\n",
            row.label(),
            row.backend() + ": " + format("%,.0f images/s", speed),
            "range "
                + Table.range("%,.0f", row.imagesPerSecondMin(), row.imagesPerSecondMax())
                + (row.fractionOfPeak() == null
                    ? ""
                    : "\n" + percent(row.fractionOfPeak()) + " of FMA peak")));
  }

  private Figure accuracy(String label, List<TrainingRow> rows) {
    List<Limit> targets =
        rows.stream()
            .map(TrainingRow::targetAccuracy)
            .filter(Objects::nonNull)
            .distinct()
            .map(target -> Limit.atY("wanted " + percent(target), 100 * target))
            .toList();
    return new Figure(
        "Training: accuracy over time, " + label,
        List.of("A point is an epoch; seconds of training alone, compilation included."),
        results.commandLine(),
        new Chart(
            Kind.LINES,
            new Axis("seconds of training", Scale.LOG10),
            new Axis("% of the test right", Scale.EVEN),
            List.of(),
            targets,
            series(rows, row -> points(row))));
  }

  private static List<Point> points(TrainingRow row) {
    List<EpochRow> course = row.course() == null ? List.of() : row.course();
    return course.stream()
        // Nothing is at 0 on an axis of logarithms.
        .filter(epoch -> epoch.trainingSeconds() > 0)
        .map(
            epoch ->
                new Point(
                    epoch.trainingSeconds(),
                    100 * epoch.testAccuracy(),
                    null,
                    null,
                    null,
                    null,
                    String.join(
                        "\n",
                        row.backend() + ", epoch " + epoch.epoch(),
                        format("%.2f s of training", epoch.trainingSeconds()),
                        format("%.2f s since the JVM's start", epoch.secondsFromStart()),
                        percent(epoch.testAccuracy()) + " of the test")))
        .toList();
  }

  private Figure layers(String label, List<TrainingRow> rows) {
    List<LayerRow> all = rows.stream().flatMap(row -> layers(row).stream()).toList();
    List<String> order =
        all.stream().flatMap(layer -> times(layer, all).keySet().stream()).distinct().toList();
    return new Figure(
        "Training: time per layer, " + label,
        List.of("Of one step, all threads together, in a pass that is timed for this."),
        results.commandLine(),
        new Chart(
            Kind.LANES,
            new Axis("microseconds per step", Scale.LOG10),
            null,
            order,
            List.of(),
            series(rows, row -> points(row, all, order))));
  }

  private static List<LayerRow> layers(TrainingRow row) {
    return row.layers() == null ? List.of() : row.layers();
  }

  /** Seconds by direction; what has one direction only, as the loss, is not told which. */
  private static Map<String, Double> times(LayerRow layer, List<LayerRow> all) {
    List<LayerRow> same = all.stream().filter(one -> one.layer().equals(layer.layer())).toList();
    boolean both =
        same.stream().anyMatch(one -> one.forwardSeconds() > 0)
            && same.stream().anyMatch(one -> one.backwardSeconds() > 0);
    Map<String, Double> times = new LinkedHashMap<>();
    if (both) {
      times.put(layer.layer() + " forward", layer.forwardSeconds());
      times.put(layer.layer() + " backward", layer.backwardSeconds());
    } else {
      times.put(layer.layer(), layer.forwardSeconds() + layer.backwardSeconds());
    }
    times.values().removeIf(seconds -> seconds <= 0);
    return times;
  }

  private static List<Point> points(TrainingRow row, List<LayerRow> all, List<String> order) {
    List<Point> points = new ArrayList<>();
    for (LayerRow layer : layers(row)) {
      times(layer, all)
          .forEach(
              (category, seconds) ->
                  points.add(
                      new Point(
                          1e6 * seconds,
                          order.indexOf(category),
                          null,
                          null,
                          null,
                          format("%,.0f", 1e6 * seconds),
                          row.backend() + ", " + category + format("\n%,.1f us", 1e6 * seconds))));
    }
    return points;
  }

  private List<Series> series(List<TrainingRow> rows, Function<TrainingRow, List<Point>> points) {
    Map<String, List<Point>> backends = new LinkedHashMap<>();
    for (TrainingRow row : rows) {
      backends
          .computeIfAbsent(row.backend(), backend -> new ArrayList<>())
          .addAll(points.apply(row));
    }
    List<Series> series = new ArrayList<>();
    backends.forEach(
        (backend, its) -> {
          if (its.stream().anyMatch(point -> point.x() != null)) {
            series.add(new Series(backend, colours.of(backend), 0, its));
          }
        });
    return series;
  }

  private static List<String> notes(List<TrainingRow> rows) {
    List<String> notes = new ArrayList<>();
    if (rows.stream()
        .anyMatch(row -> !Objects.equals(row.imagesPerSecondMin(), row.imagesPerSecondMax()))) {
      notes.add("Lines are the range.");
    }
    rows.stream()
        .filter(row -> !row.measured())
        .map(row -> "Not measured, " + row.backend() + ": " + row.status())
        .distinct()
        .forEach(notes::add);
    return notes;
  }
}
