package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.check.SpeedRow.Judgement;
import io.lanewise.bench.verdict.Criteria;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonFallTest {

  private static final String SHAPE = "256x256:256x256";

  private static SpeedRow row(String backend, String level, String shape, double ratio) {
    return new SpeedRow(
        new SpeedCase(backend, level, backend + "/gemm", "gemm", null, "f32", shape),
        "fma",
        List.of(ratio),
        ratio,
        1.0,
        ratio,
        null,
        null,
        ratio < 0.9 ? Judgement.SLOW : Judgement.AS_BEFORE,
        "the figures");
  }

  private static SpeedRow row(String backend, double ratio) {
    return row(backend, Level.MACHINE, SHAPE, ratio);
  }

  private static List<Judgement> judge(SpeedRow... rows) {
    CommonFall fall = new CommonFall(List.of(rows), Criteria.DEFAULT);
    return List.of(rows).stream().map(fall::judge).map(SpeedRow::judgement).toList();
  }

  @Test
  void whatFellTogetherFellWithTheMachine() {
    assertThat(judge(row("vector", 0.70), row("openblas", 0.72)))
        .containsExactly(Judgement.NOISY, Judgement.NOISY);
    assertThat(judge(row("openblas", 0.72), row("onednn", 0.70)))
        .containsExactly(Judgement.NOISY, Judgement.NOISY);

    CommonFall fall = new CommonFall(List.of(row("openblas", 0.72)), Criteria.DEFAULT);
    assertThat(fall.judge(row("vector", 0.70)).reason())
        .isEqualTo(
            "the figures; but openblas/gemm has fallen as much, to 0.72:"
                + " the machine and not the kernel");
  }

  @Test
  void whatFellFurtherThanTheOtherIsSlow() {
    assertThat(judge(row("vector", 0.50), row("openblas", 0.85)))
        .containsExactly(Judgement.SLOW, Judgement.NOISY);
    assertThat(judge(row("vector", 0.70), row("openblas", 0.98)))
        .containsExactly(Judgement.SLOW, Judgement.AS_BEFORE);
  }

  /** What slows down both may be their compiler, or a commit. */
  @Test
  void scalarIsNoWitnessForVector() {
    assertThat(judge(row("scalar", 0.70), row("vector", 0.70)))
        .containsExactly(Judgement.SLOW, Judgement.SLOW);
  }

  @Test
  void anotherLevelOrProblemIsNoWitness() {
    assertThat(
            judge(
                row("vector", 0.70),
                row("openblas", "haswell", SHAPE, 0.70),
                row("onednn", Level.MACHINE, "48x48:48x48", 0.70)))
        .containsOnly(Judgement.SLOW);
    assertThat(judge(row("vector", "avx2", SHAPE, 0.70), row("openblas", 0.70)).get(0))
        .isEqualTo(Judgement.SLOW);
  }
}
