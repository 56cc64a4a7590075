package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.results.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ForkSpreadTest {

  @Test
  void aJvmStandsBesideTheMedianOfAll() {
    Results results =
        new SampleReport()
            .row("64x64:64x64", "vector", 80, Map.of("forkGflops", List.of(80, 40, 100)))
            .results();
    List<Figure> figures = new ForkSpread(results, new Colours(results)).figures();
    assertThat(figures).hasSize(1);
    assertThat(figures.get(0).chart().series().get(0).points())
        .extracting(Point::x)
        .containsExactly(100., 50., 125.);
  }

  @Test
  void twoJvmsAreNoSpread() {
    Results results =
        new SampleReport()
            .row("64x64:64x64", "vector", 80, Map.of("forkGflops", List.of(80, 40)))
            .results();
    assertThat(new ForkSpread(results, new Colours(results)).figures()).isEmpty();
  }

  @Test
  void trainingsHaveOneToo() {
    Results results =
        new SampleReport()
            .training("vector", 100, Map.of("imagesPerSecondOfForks", List.of(90, 100, 110)))
            .results();
    List<Figure> figures = new ForkSpread(results, new Colours(results)).figures();
    assertThat(figures).hasSize(1);
    assertThat(figures.get(0).chart().categories())
        .containsExactly("lenet5, mnist, batch 64, 1 thread");
  }
}
