package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.report.Chart.Corner;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.results.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RooflineTest {

  @Test
  void theRidgeIsWhereTheTriadReachesThePeak() {
    Results results =
        new SampleReport()
            .row("64x64:64x64", "vector", 80, Map.of("flopsPerByte", 10.0))
            .row(
                "mb1ic1ih8oc1oh8kh1ph0",
                "vector",
                90,
                Map.of("op", "conv2d", "dir", "fwd", "layout", "nchw", "flopsPerByte", 100.0))
            .results();
    List<Figure> figures = new Roofline(results, new Colours(results)).figures();
    assertThat(figures).hasSize(1);
    Chart chart = figures.get(0).chart();
    // 200 GFLOP/s / 10 GB/s
    assertThat(chart.limits().get(0).corners())
        .containsExactly(new Corner(5, 50), new Corner(20, 200));
    assertThat(chart.limits().get(1).corners())
        .containsExactly(new Corner(20, 200), new Corner(200, 200));
    assertThat(chart.series()).hasSize(1);
    assertThat(chart.series().get(0).points()).extracting(Point::x).containsExactly(10., 100.);
    assertThat(chart.series().get(0).points()).extracting(Point::y).containsExactly(80., 90.);
    assertThat(chart.series().get(0).points()).extracting(Point::shape).containsExactly(0, 1);
  }

  @Test
  void noneWithoutOperationsPerByte() {
    Results results = new SampleReport().row("64x64:64x64", "vector", 80).results();
    assertThat(new Roofline(results, new Colours(results)).figures()).isEmpty();
  }

  @Test
  void noneWithoutAPeakOfAsManyThreads() {
    Results results =
        new SampleReport()
            .row("64x64:64x64", "vector", 80, Map.of("flopsPerByte", 10.0, "threads", 2))
            .results();
    assertThat(new Roofline(results, new Colours(results)).figures()).isEmpty();
  }
}
