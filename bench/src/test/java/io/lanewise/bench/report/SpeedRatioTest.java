package io.lanewise.bench.report;

import static io.lanewise.bench.results.SampleResults.convolution;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.SampleResults;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpeedRatioTest {

  private static final String SMALL = "mb1ic1ih8oc1oh8kh1ph0";
  private static final String LARGE = "mb8ic1ih8oc1oh8kh1ph0";

  @Test
  void comparesBackendsOverTheProblemsThatBothComputed() {
    List<KernelRow> rows =
        List.of(
            convolution(SMALL, "nchw", "vector", "conv2d-implicit", 40),
            convolution(SMALL, "nchw", "onednn", "conv2d", 80),
            convolution(LARGE, "nchw", "vector", "conv2d-im2col", 60),
            convolution(LARGE, "nchw", "onednn", "conv2d", 30),
            convolution("mb9ic1ih8oc1oh8kh1ph0", "nchw", "vector", "conv2d-im2col", 1000));
    SpeedRatio ratio = SpeedRatio.of(rows).get(0);
    assertThat(SpeedRatio.of(rows)).hasSize(1);
    assertThat(ratio.operation()).isEqualTo("conv2d fwd, f32, 1 thread");
    assertThat(ratio.contender()).isEqualTo("vector");
    assertThat(ratio.against()).isEqualTo("onednn");
    assertThat(ratio.problems()).isEqualTo(2);
    assertThat(ratio.ratio()).isCloseTo(1, within(1e-12));
    assertThat(ratio.lowest()).isEqualTo(0.5);
    assertThat(ratio.lowestIn()).isEqualTo(SMALL);
    assertThat(ratio.highest()).isEqualTo(2);
    assertThat(ratio.highestIn()).isEqualTo(LARGE);
  }

  @Test
  void layoutsOfABackendAreContenders() {
    List<SpeedRatio> ratios =
        SpeedRatio.of(
            List.of(
                convolution(SMALL, "lanes", "vector", "conv2d-lanes", 90),
                convolution(SMALL, "nchw", "onednn", "conv2d", 30),
                convolution(SMALL, "resident", "onednn", "conv2d-resident", 60)));
    assertThat(ratios)
        .extracting(
            ratio ->
                ratio.contender() + " / " + ratio.against() + " " + Math.round(10 * ratio.ratio()))
        .containsExactly(
            "vector lanes / onednn nchw 30",
            "vector lanes / onednn resident 15",
            "onednn nchw / onednn resident 5");
  }

  @Test
  void kernelsOfABackendAreContendersWhereItHasSeveralForAProblem() {
    List<SpeedRatio> ratios =
        SpeedRatio.of(
            List.of(
                convolution(SMALL, "nchw", "vector", "conv2d-implicit", 90),
                convolution(SMALL, "nchw", "vector", "conv2d-im2col", 30),
                convolution(SMALL, "nchw", "onednn", "conv2d", 60)));
    assertThat(ratios)
        .extracting(ratio -> ratio.contender() + " / " + ratio.against())
        .containsExactly(
            "vector/conv2d-implicit / vector/conv2d-im2col",
            "vector/conv2d-implicit / onednn",
            "vector/conv2d-im2col / onednn");
  }

  @Test
  void whatWasNotMeasuredIsNoContender() {
    assertThat(SpeedRatio.of(SampleResults.results().rows()))
        .singleElement()
        .satisfies(ratio -> assertThat(ratio.ratio()).isCloseTo(10, within(1e-12)));
  }
}
