package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.SampleResults;
import io.lanewise.bench.results.TrainingRow;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainingRatioTest {

  @Test
  void comparesEveryPairThatWasMeasured() {
    List<TrainingRow> rows =
        List.of(
            SampleResults.training("vector", 1200.0, "ok"),
            SampleResults.training("onednn", 600.0, "ok"),
            SampleResults.training("openblas", null, "failed: no memory"),
            SampleResults.training("dl4j", 100.0, "ok"));
    String training = "lenet5, glyphs, batch 64, 1 thread";
    assertThat(TrainingRatio.of(rows))
        .containsExactly(
            new TrainingRatio(training, "vector", "onednn", 2),
            new TrainingRatio(training, "vector", "dl4j", 12),
            new TrainingRatio(training, "onednn", "dl4j", 6));
  }
}
