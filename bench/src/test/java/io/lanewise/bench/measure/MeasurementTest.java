package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.PeakRow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static void isPlausible(KernelRow row) {
    assertThat(row.status()).isEqualTo("ok");
    assertThat(row.kernel()).startsWith("scalar/");
    assertThat(row.gflops()).isBetween(row.gflopsMin(), row.gflopsMax()).isPositive();
    assertThat(row.maxError()).isBetween(0.0, row.errorBound());
    assertThat(row.fractionOfPeak()).isPositive();
    assertThat(row.residence()).isIn("heap", "native");
    assertThat(row.allocBytesPerOp()).isNotNegative();
    assertThat(row.workspaceBytes()).isNotNegative();
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
