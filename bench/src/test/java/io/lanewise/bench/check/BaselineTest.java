package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.verdict.Criteria;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaselineTest {

  private static final SpeedCase GEMM =
      new SpeedCase("vector", "avx2", "vector/gemm-12x1", "gemm", null, "f32", "8x8:8x8");
  private static final SpeedCase POOL =
      new SpeedCase("vector", "avx2", "vector/pool2d-rows", "pool2d", "fwd", "f32", "mb1ic1ih4kh2");

  private static Baseline baseline(String date, SpeedFigure... figures) {
    return new Baseline(
        Baseline.SCHEMA,
        date,
        "1",
        null,
        "CPU",
        "JVM",
        1,
        List.of(new Baseline.InEffect("vector", "avx2", "AVX2 of " + date)),
        List.of(figures));
  }

  private static SpeedFigure figure(SpeedCase what, Double... shares) {
    return new SpeedFigure(what, "fma", List.of(shares));
  }

  @Test
  void comesBackAsItWasWritten(@TempDir Path folder) throws IOException {
    Path file = Baseline.file(folder, "cpu-1", 25, 2);
    Baseline written = baseline("now", figure(GEMM, 0.5, 0.75), figure(POOL, 0.25));
    written.write(file);

    assertThat(file).isEqualTo(folder.resolve("cpu-1/25/2.json"));
    assertThat(Baseline.read(file)).contains(written);
    assertThat(written.figure(GEMM).orElseThrow().median()).isEqualTo(0.625);
    assertThat(Files.readString(file)).contains("\"median\" : 0.625", "\"min\" : 0.5");
    assertThat(Baseline.read(folder.resolve("other.json"))).isEmpty();
  }

  @Test
  void aPartIsPutOverAnOlderOne() {
    Baseline older = baseline("then", figure(GEMM, 0.1), figure(POOL, 0.2));
    Baseline all =
        baseline("now", figure(GEMM, 0.9)).over(older, kernel -> kernel.contains("gemm"));

    assertThat(all.figures()).containsExactly(figure(GEMM, 0.9), figure(POOL, 0.2));
    assertThat(all.isa("vector", "avx2")).contains("AVX2 of now");
    assertThat(all.date()).isEqualTo("now");
  }

  /** Else it would be missed for ever, or its old speed held against another kernel of its name. */
  @Test
  void aKernelThatWasAskedForAndIsNoMoreDoesNotStay() {
    Baseline older = baseline("then", figure(GEMM, 0.1), figure(POOL, 0.2));
    SpeedFigure other = figure(gemm("avx2", "vector/gemm-8x2"), 0.9);
    SpeedFigure elsewhere = figure(gemm("avx", "vector/gemm-8x2"), 0.9);

    assertThat(baseline("now", other).over(older, kernel -> true).figures()).containsExactly(other);
    assertThat(baseline("now", other).over(older, other.what().kernel()::equals).figures())
        .containsExactly(figure(GEMM, 0.1), figure(POOL, 0.2), other);
    assertThat(baseline("now", elsewhere).over(older, kernel -> true).figures())
        .containsExactly(figure(GEMM, 0.1), figure(POOL, 0.2), elsewhere);
  }

  private static SpeedCase gemm(String level, String kernel) {
    return new SpeedCase("vector", level, kernel, "gemm", null, "f32", "8x8:8x8");
  }

  @Test
  void aRunThatMeasuredNothingOrFailedLeavesTheOldOne(@TempDir Path folder) {
    Path file = folder.resolve("1.json");
    baseline("then", figure(GEMM, 0.1)).write(file);
    SpeedRow speed = SpeedRow.of(figure(GEMM, 0.9), 50, null, SpeedRow.Judgement.NONE);

    assertThat(save(file, CheckStatus.OK, List.of())).isFalse();
    assertThat(save(file, CheckStatus.WRONG, List.of(speed))).isFalse();
    assertThat(Baseline.read(file).orElseThrow().date()).isEqualTo("then");

    assertThat(save(file, CheckStatus.OK, List.of(speed))).isTrue();
    assertThat(Baseline.read(file).orElseThrow().figures()).containsExactly(figure(GEMM, 0.9));
  }

  private static boolean save(Path file, CheckStatus status, List<SpeedRow> speeds) {
    CheckRow row = CheckRow.ofLevel(Level.machine("vector"), status, "why", null);
    Environment environment =
        new Environment(
            "CPU", 1, 1, List.of(), "OS", "JVM", List.of(), "1", null, null, List.of(), List.of());
    CheckReport report =
        new CheckReport(
            CheckReport.SCHEMA, "now", "check", environment, "cpu", null, 0, List.of(row), speeds);
    CheckRequest request =
        new CheckRequest(
            List.of("vector"),
            List.of(),
            "*",
            true,
            0,
            null,
            1,
            true,
            true,
            2,
            Criteria.DEFAULT,
            CheckRequest.BASELINES);
    return Baseline.save(file, request, report, List.of());
  }

  @Test
  void anythingElseIsRefusedAndStays(@TempDir Path folder) throws IOException {
    for (String text : new String[] {"", "null", "{}", "{\"schema\": \"other-1\"}", "[1]"}) {
      Path file = Files.writeString(folder.resolve("1.json"), text);
      assertThatThrownBy(() -> Baseline.read(file))
          .as(text)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("1.json");
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void whatCannotBeWrittenLeavesTheOldOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cpu/25/1.json");
    baseline("then", figure(GEMM, 0.1)).write(file);
    // A folder in the place of the file that is written first: as a full disk, it cannot be opened.
    Path part =
        file.resolveSibling(
            ".1.json-%d-%d.part"
                .formatted(ProcessHandle.current().pid(), Thread.currentThread().threadId()));
    Files.createDirectory(part);

    assertThatThrownBy(() -> baseline("now").write(file))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot write");
    assertThat(Baseline.read(file).orElseThrow().date()).isEqualTo("then");
  }

  /** It would end a run half-way, or make everything pass. */
  @Test
  void aFigureWithoutSharesIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("1.json");
    baseline("now", figure(GEMM, 0.5)).write(file);
    String text = Files.readString(file);
    for (String shares : new String[] {"[]", "[0]", "[-1]", "[\"NaN\"]", "null"}) {
      Files.writeString(
          file, text.replaceFirst("\"shares\" : \\[[^]]*]", "\"shares\" : " + shares));
      assertThatThrownBy(() -> Baseline.read(file))
          .as(shares)
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("1.json is not a baseline");
    }
  }

  @Test
  void aFingerprintTellsCpusOfOneNameApart() {
    List<String> flags = List.of("avx2", "fma");
    List<String> caches = List.of("L2 2048 KiB");
    String one = CpuFingerprint.of("Intel(R) Xeon(R) CPU @ 2.00GHz", "f6 m1", flags, caches);

    assertThat(one).matches("intel-xeon-[0-9a-f]{8}");
    assertThat(CpuFingerprint.of("Intel(R) Xeon(R) CPU @ 2.00GHz", "f6 m1", flags, caches))
        .isEqualTo(one);
    assertThat(CpuFingerprint.of("Intel(R) Xeon(R) CPU @ 2.00GHz", "f6 m2", flags, caches))
        .isNotEqualTo(one);
    assertThat(CpuFingerprint.of("", "", List.of(), List.of())).startsWith("cpu-");
  }
}
