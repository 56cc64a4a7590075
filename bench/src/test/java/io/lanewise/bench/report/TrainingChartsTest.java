package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Series;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.bench.results.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrainingChartsTest {

  @Test
  void speedAlone() {
    List<Figure> figures =
        figures(
            new SampleReport()
                .training("vector", 1000, Map.of())
                .training("onednn", 0, Map.of("status", "failed: it did")));
    assertThat(figures).hasSize(1);
    assertThat(figures.get(0).chart().series()).extracting(Series::name).containsExactly("vector");
    assertThat(figures.get(0).notes()).containsExactly("Not measured, onednn: failed: it did");
  }

  @Test
  void accuracyOverTimeWithWhatWasWanted() {
    List<Figure> figures =
        figures(
            new SampleReport()
                .training(
                    "vector",
                    1000,
                    Map.of(
                        "targetAccuracy",
                        0.98,
                        "course",
                        List.of(
                            new EpochRow(0, 1.0, 0.1, 0, 1),
                            new EpochRow(1, 0.1, 0.97, 2, 3),
                            new EpochRow(2, 0.05, 0.99, 4, 6)))));
    assertThat(figures).hasSize(2);
    Chart chart = figures.get(1).chart();
    assertThat(chart.limits()).containsExactly(Limit.atY("wanted 98.0 %", 98));
    assertThat(chart.series().get(0).points()).extracting(Point::x).containsExactly(2., 4.);
    assertThat(chart.series().get(0).points()).extracting(Point::y).containsExactly(97., 99.);
  }

  @Test
  void timePerLayerByDirectionWhereItHasTwo() {
    List<Figure> figures =
        figures(
            new SampleReport()
                .training(
                    "vector",
                    1000,
                    Map.of(
                        "layers",
                        List.of(
                            new LayerRow("conv1", 2e-6, 3e-6, 0.5),
                            new LayerRow("loss", 1e-6, 0, 0.1)))));
    Chart chart = figures.get(1).chart();
    assertThat(chart.categories()).containsExactly("conv1 forward", "conv1 backward", "loss");
    assertThat(chart.series().get(0).points())
        .extracting(point -> Math.round(point.x()))
        .containsExactly(2L, 3L, 1L);
  }

  private static List<Figure> figures(SampleReport report) {
    Results results = report.results();
    return new TrainingCharts(results, new Colours(results)).figures();
  }
}
