package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.jmh.Selection;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Operation;
import io.lanewise.kernels.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObstaclesTest {

  private static final KernelCase CONV =
      KernelCase.of(Op.CONV2D, "fwd", "f32", "mb1ic1ih8oc1oh8kh1", "nchw");

  @Test
  void aLayoutThatABackendLacksIsFoundWithoutAFork() {
    KernelCase here = CONV.on("scalar", "best");
    KernelCase lanes = here.withLayout("lanes");
    Obstacles obstacles = Obstacles.of(List.of(here, lanes));

    assertThat(obstacles.status(here)).isEmpty();
    assertThat(obstacles.status(lanes))
        .contains("unsupported: the backend has no kernel for layout lanes");
  }

  @Test
  void aBackendThatIsMissingIsUnavailable() {
    KernelCase one = CONV.on("cuda", "best");
    assertThat(Obstacles.of(List.of(one)).status(one).orElseThrow()).startsWith("unavailable: ");
  }

  @Test
  void aKernelThatDoesNotComputeAShapeSaysSo() {
    List<Variant<GemmShape, Operation>> variants =
        List.of(
            new Variant<>("x/small", Layout.LANES, shape -> shape.m() < 9, shape -> null),
            new Variant<>("x/even", Layout.LANES, shape -> shape.m() % 2 == 0, shape -> null));
    GemmShape odd = GemmShape.parse("11x1:1x1");
    GemmShape even = GemmShape.parse("12x1:1x1");

    assertThat(new Selection<>(variants, "best", Layout.LANES).obstacle(even)).isEmpty();
    assertThat(new Selection<>(variants, "best", Layout.LANES).obstacle(odd))
        .contains("no kernel of the backend computes this shape in layout lanes");
    assertThat(new Selection<>(variants, "best", Layout.NCHW).obstacle(even))
        .contains("the backend has no kernel for layout nchw");
    assertThat(new Selection<>(variants, "x/even", Layout.NCHW).obstacle(even)).isEmpty();
    assertThat(new Selection<>(variants, "x/small", Layout.LANES).obstacle(even))
        .contains("kernel x/small does not compute this shape");
  }
}
