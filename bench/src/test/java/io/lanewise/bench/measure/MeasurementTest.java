package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real forks on tiny problems: that figures arrive, not how good they are. */
final class MeasurementTest {

  private static final Effort TINY =
      new Effort(1, 1, Duration.ofMillis(10), 2, Duration.ofMillis(20), 0, Duration.ofMillis(60));
  private static final PrintStream LOG =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @BeforeAll
  static void toleratesOtherBuilds() {
    // Figures do not matter here: another JMH on the machine need not be waited for.
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void measuresEveryOperation() {
    List<KernelCase> cases = new ArrayList<>();
    cases.add(scalar(Op.GEMM, null, "f32", "17x5:5x9", "nn"));
    cases.add(scalar(Op.GEMM, null, "f64", "17x5:5x9", "tt"));
    cases.add(scalar(Op.GEMM, null, "f32", "17x5:5x9", "nn").withEpilogue("bias-relu"));
    cases.add(scalar(Op.GEMM, null, "f64", "17x5:5x9", "nt").withResidence("native"));
    for (String dir : Op.CONV2D.directions()) {
      cases.add(
          scalar(Op.CONV2D, dir, "f32", "g2mb2ic4ih7iw6oc6oh4ow3kh3kw2sh2sw2ph1pw0", "nchw")
              .withCheckAgain(true));
    }
    for (String dir : Op.POOL2D.directions()) {
      cases.add(scalar(Op.POOL2D, dir, "f32", "mb2ic3ih7oh4kh3sh2ph1", "nchw"));
      cases.add(scalar(Op.POOL2D, dir, "f32", "--alg=avg_np mb2ic3ih7oh4kh3sh2ph1", "nchw"));
    }
    Measurement measurement = measurement(Optional.empty());
    List<KernelRow> rows = measurement.run(cases);
    assertThat(rows).extracting(KernelRow::epilogue).containsOnlyOnce("bias-relu");
    assertThat(rows).extracting(KernelRow::residence).containsOnlyOnce("native");
    assertThat(rows).hasSameSizeAs(cases).allSatisfy(MeasurementTest::isPlausible);
    double bandwidth =
        measurement.peaks().stream()
            .filter(peak -> peak.what().equals(PeakRow.TRIAD))
            .findFirst()
            .orElseThrow()
            .gbPerSecond();
    assertThat(rows)
        .allSatisfy(
            row -> {
              boolean gemm = row.op().equals("gemm");
              double bytes = (row.type().equals("f32") ? 4 : 8) * (17 * 5 + 5 * 9 + 17 * 9);
              double flopsPerByte = 2 * 17 * 5 * 9 / bytes;
              if (gemm) {
                assertThat(row.gbPerSecond() != null)
                    .isEqualTo(flopsPerByte < row.peakGflops() / bandwidth);
              }
              if (row.gbPerSecond() != null) {
                assertThat(row.bandwidthGbPerSecond()).isEqualTo(bandwidth);
                assertThat(row.fractionOfBandwidth()).isEqualTo(row.gbPerSecond() / bandwidth);
              }
              assertThat(row.copies()).isEqualTo(row.op().equals("pool2d"));
            });
    assertThat(rows.get(0).flopFormula()).isEqualTo("2 m n k");
    assertThat(rows.get(0).flopsPerOp()).isEqualTo(2 * 17 * 5 * 9);
    assertThat(measurement.peaks())
        .filteredOn(peak -> peak.what().equals(PeakRow.FMA))
        .allSatisfy(peak -> assertThat(peak.computedHow()).containsAnyOf("GHz", "not known"))
        .allSatisfy(peak -> assertThat(peak.forkGflops()).hasSize(3));
    isJmhs(measurement.jmhJson(), cases.size() + 3);
    assertThat(measurement.peaks())
        .hasSize(3)
        .allSatisfy(
            peak -> {
              assertThat(peak.status()).isEqualTo("ok");
              assertThat(peak.gflops()).isPositive();
            });
    assertThat(measurement.peaks())
        .filteredOn(peak -> peak.what().equals(PeakRow.TRIAD))
        .allSatisfy(peak -> assertThat(peak.gbPerSecond()).isPositive());
  }

  /**
   * What jmh-visualizer reads of each result. It makes a key of the method and its parameters,
   * takes that apart at spaces and equal signs again, and shows one result for each.
   */
  private static void isJmhs(String json, int size) {
    JsonNode results;
    try {
      results = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
    assertThat(results.isArray()).isTrue();
    assertThat(results).hasSize(size);
    Set<String> keys = new HashSet<>();
    for (JsonNode result : results) {
      StringBuilder key = new StringBuilder(result.path("benchmark").asText());
      for (Map.Entry<String, JsonNode> parameter : result.path("params").properties()) {
        assertThat(parameter.getValue().asText()).isNotEmpty().doesNotContain(" ", "=");
        key.append(' ').append(parameter.getKey()).append('=').append(parameter.getValue());
      }
      assertThat(keys.add(key.toString())).as("seen once: %s", key).isTrue();
      assertThat(result.path("primaryMetric").path("scoreConfidence")).hasSize(2);
      assertThat(result.path("benchmark").asText()).startsWith("io.lanewise.bench.jmh.");
      assertThat(result.path("mode").asText()).isEqualTo("thrpt");
      assertThat(result.path("primaryMetric").path("score").asDouble()).isPositive();
      assertThat(result.path("primaryMetric").path("scoreUnit").asText()).isEqualTo("ops/s");
      assertThat(result.path("primaryMetric").path("rawData").isArray()).isTrue();
      assertThat(result.path("secondaryMetrics").has("gc.alloc.rate.norm")).isTrue();
    }
  }

  private static void isPlausible(KernelRow row) {
    assertThat(row.status()).isEqualTo("ok");
    assertThat(row.kernel()).startsWith("scalar/");
    assertThat(row.gflops()).isBetween(row.gflopsMin(), row.gflopsMax()).isPositive();
    assertThat(row.maxError()).isBetween(0.0, row.errorBound());
    assertThat(row.fractionOfPeak()).isPositive();
    assertThat(row.residence()).isIn("heap", "native");
    assertThat(row.allocBytesPerOp()).isNotNegative();
    assertThat(row.workspaceBytes()).isNotNegative();
    assertThat(row.forkGflops()).hasSize(row.forks()).allMatch(speed -> speed > 0);
    assertThat(row.spread()).isNotNegative();
    assertThat(row.gflopsLow() == null).isEqualTo(row.forks() == 1);
    assertThat(row.flopsPerByte()).isEqualTo(row.flopsPerOp() / row.bytesPerOp());
    assertThat(row.timedRegion()).startsWith("one call: ");
    if (row.computedPeakGflops() != null) {
      assertThat(row.fractionOfComputedPeak()).isEqualTo(row.gflops() / row.computedPeakGflops());
    }
  }

  @Test
  void watchesFreshJvmsFromTheirStart() {
    List<KernelCase> cases =
        List.of(
            scalar(Op.GEMM, null, "f32", "17x5:5x9", "nt"),
            scalar(Op.GEMM, null, "f32", "8x8:8x8", "nn").on("scalar", "scalar/no-such-kernel"));
    List<KernelRow> rows =
        new Measurement(LOG, TINY.withFreshJvms(2), Progress.SILENT, one -> Optional.empty())
            .run(cases);
    KernelRow row = rows.get(0);
    isPlausible(row);
    assertThat(row.forks()).isEqualTo(2);
    assertThat(row.minOverMedian()).isCloseTo(row.gflopsMin() / row.gflops(), within(1e-9));
    assertThat(row.secondsToSpeed()).isBetween(0.01, row.secondsToSpeedMax());
    assertThat(rows.get(1).status()).startsWith("failed: kernel is \"scalar/no-such-kernel\"");
  }

  @Test
  void listsWhatIsUnavailable() {
    KernelRow row =
        measurement(Optional.of("unavailable: no library"))
            .run(List.of(scalar(Op.GEMM, null, "f32", "8x8:8x8", "nn")))
            .get(0);
    assertThat(row.status()).isEqualTo("unavailable: no library");
    assertThat(row.gflops()).isNull();
  }

  @Test
  void listsWhatFailsWithItsReason() {
    KernelCase unknown =
        scalar(Op.GEMM, null, "f32", "8x8:8x8", "nn").on("scalar", "scalar/no-such-kernel");
    assertThat(measurement(Optional.empty()).run(List.of(unknown)).get(0).status())
        .startsWith("failed: kernel is \"scalar/no-such-kernel\"");
  }

  private static Measurement measurement(Optional<String> status) {
    return new Measurement(LOG, TINY, Progress.SILENT, one -> status);
  }

  private static KernelCase scalar(Op op, String dir, String type, String shape, String layout) {
    return KernelCase.of(op, dir, type, shape, layout).on("scalar", "best");
  }
}
