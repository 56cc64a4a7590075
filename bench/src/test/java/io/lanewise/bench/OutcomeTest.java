package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.measure.MeasurementLog;
import io.lanewise.bench.output.ExitStatus;
import io.lanewise.bench.results.PeakRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.SampleResults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutcomeTest {

  private final Results results = SampleResults.results();
  private final StringWriter err = new StringWriter();

  @Test
  void aFailedRowIsNamedAndEndsWithStatus1(@TempDir Path folder) {
    try (MeasurementLog log = MeasurementLog.in(folder)) {
      Outcome outcome = Outcome.of(results.peak(), results.rows(), results.training());
      assertThat(outcome.tell(new PrintWriter(err), log)).isEqualTo(ExitStatus.FAILED);
    }
    assertThat(err.toString())
        .contains("lanewise: conv2d bwd_w mb1ic1ih8oc1oh8kh1 nchw, scalar: failed: wrong\n")
        .contains("1 measurements failed");
  }

  /** Without it the shares of all rows are missing. */
  @Test
  void aPeakThatFailedEndsWithStatus1(@TempDir Path folder) {
    PeakRow peak =
        new PeakRow(
            "fma", "f32", 2, null, null, null, null, List.of(), null, null, null, "failed: killed");
    try (MeasurementLog log = MeasurementLog.in(folder)) {
      Outcome outcome = Outcome.of(List.of(peak), results.rows().subList(0, 1), results.training());
      assertThat(outcome.tell(new PrintWriter(err), log)).isEqualTo(ExitStatus.FAILED);
    }
    assertThat(err.toString()).contains("lanewise: peak fma f32, 2 threads: failed: killed\n");
  }

  @Test
  void nothingMeasuredIsTheEnvironments(@TempDir Path folder) {
    try (MeasurementLog log = MeasurementLog.in(folder)) {
      Outcome outcome = Outcome.of(List.of(), List.of(), List.of());
      assertThat(outcome.tell(new PrintWriter(err), log)).isEqualTo(ExitStatus.ENVIRONMENT);
    }
  }

  @Test
  void theWorstResultIsNamed() {
    assertThat(Outcome.worst(results.rows()).orElseThrow())
        .startsWith("compared 2 results with float64")
        .contains("0.10 of it is gemm 8x8:8x8");
    assertThat(Outcome.worst(List.of())).isEmpty();
  }
}
