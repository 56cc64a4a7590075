package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.RulerSample;
import io.lanewise.bench.results.SampleResults;
import io.lanewise.bench.results.TrainingRow;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarningsTest {

  private static final List<KernelRow> ROWS = SampleResults.results().rows();

  @Test
  void aQuietRunHasNone() {
    assertThat(Warnings.of(conditions(10, 10.4, 0.0, 0.01, 3900.0), ROWS, List.of())).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNoWarning() {
    assertThat(Warnings.of(conditions(10, 10, null, null, null), ROWS, List.of())).isEmpty();
  }

  @Test
  void eachDisturbanceIsASentence() {
    assertThat(Warnings.of(conditions(10, 11, 0.0, 0.0, 4000.0), ROWS, List.of()))
        .singleElement()
        .asString()
        .contains("ruler", "10.0 %", "between 10.00 and 11.00 GFLOP/s");
    assertThat(Warnings.of(conditions(10, 10, 0.03, 0.0, 4000.0), ROWS, List.of()))
        .singleElement()
        .asString()
        .contains("hypervisor gave 3.0 %");
    assertThat(Warnings.of(conditions(10, 10, 0.0, 0.3, 4000.0), ROWS, List.of()))
        .singleElement()
        .asString()
        .contains("other processes took 30.0 %");
    assertThat(Warnings.of(conditions(10, 10, 0.0, 0.0, 3000.0), ROWS, List.of()))
        .singleElement()
        .asString()
        .contains("4.00 GHz before the run and 3.00 GHz after");
  }

  @Test
  void namesTheWidestRow() throws JsonProcessingException {
    List<KernelRow> rows =
        List.of(
            row("narrow", "vector", 0.05),
            row("wide", "vector", 0.2),
            row("widest", "onednn", 0.3));
    assertThat(Warnings.of(conditions(10, 10, 0.0, 0.0, 4000.0), rows, List.of()))
        .containsExactly(
            "2 of 3 rows spread over more than 10 %, the widest over 30 %: conv2d fwd widest nchw,"
                + " onednn, 1 thread");
  }

  @Test
  void trainingsCountToo() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode row = json.valueToTree(SampleResults.results().training().get(0));
    row.putArray("imagesPerSecondOfForks").add(900.0).add(1000.0).add(1100.0);
    List<TrainingRow> training = List.of(json.treeToValue(row, TrainingRow.class));
    assertThat(Warnings.of(conditions(10, 10, 0.0, 0.0, 4000.0), List.of(), training))
        .singleElement()
        .asString()
        .startsWith(
            "1 of 1 rows spread over more than 10 %, the widest over 20 %: lenet5, glyphs, batch"
                + " 64");
  }

  private static KernelRow row(String shape, String backend, double spread)
      throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode row =
        json.valueToTree(SampleResults.convolution(shape, "nchw", backend, "kernel", 1));
    return json.treeToValue(row.put("spread", spread), KernelRow.class);
  }

  private static Conditions conditions(
      double rulerBefore, double rulerAfter, Double steal, Double others, Double clockAfter) {
    return new Conditions(
        "2026-11-20T00:00:00Z",
        "2026-11-20T00:01:00Z",
        null,
        null,
        steal,
        others,
        null,
        null,
        4000.0,
        clockAfter,
        1,
        List.of(new RulerSample(0, rulerBefore), new RulerSample(60, rulerAfter)),
        List.of());
  }
}
