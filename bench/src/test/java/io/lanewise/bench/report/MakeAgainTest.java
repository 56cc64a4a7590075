package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.measure.Op;
import io.lanewise.bench.measure.Problem;
import io.lanewise.bench.measure.Problems;
import io.lanewise.bench.results.KernelRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MakeAgainTest {

  private static final Map<String, String> POOLING =
      Map.of("op", "pool2d", "dir", "fwd", "layout", "nchw");

  @Test
  void namesWhatIsNotUsual() {
    List<KernelRow> rows =
        new SampleReport()
            .row("8x8:8x8", "vector", 5)
            .row("8x8:8x8", "openblas", 5, Map.of("threads", 2, "type", "f64", "forks", 5))
            .results()
            .rows();
    assertThat(MakeAgain.of(rows, "./lanewise compare"))
        .isEqualTo(
            "./lanewise bench gemm --shapes 8x8:8x8 --backends vector,openblas --type f32,f64"
                + " --threads 1,2 --forks 5");
  }

  @Test
  void keepsTheEffort() {
    List<KernelRow> rows = new SampleReport().row("8x8:8x8", "vector", 5).results().rows();
    assertThat(MakeAgain.of(rows, "./lanewise compare --quick")).endsWith("--forks 3 --quick");
    assertThat(MakeAgain.of(rows, "./lanewise compare")).doesNotContain("--forks", "--quick");
  }

  @Test
  void keepsTheVariables() {
    List<KernelRow> rows = new SampleReport().row("8x8:8x8", "vector", 5).results().rows();
    assertThat(MakeAgain.of(rows, "LANEWISE_JAVA_OPTS='-Xmx1g -XX:UseAVX=2' ./lanewise compare"))
        .isEqualTo(
            "LANEWISE_JAVA_OPTS='-Xmx1g -XX:UseAVX=2' ./lanewise bench gemm --shapes 8x8:8x8"
                + " --backends vector");
  }

  @Test
  void namesKernelsOfABackendThatHasSeveral() {
    List<KernelRow> rows =
        new SampleReport()
            .row("8x8:8x8", "vector", 5, Map.of("kernel", "vector/a"))
            .row("8x8:8x8", "vector", 5, Map.of("kernel", "vector/b"))
            .results()
            .rows();
    assertThat(MakeAgain.of(rows, "")).contains("--kernels vector/a,vector/b");
  }

  @Test
  void theCoreTypeThatOpenBlasDetectsIsNoBackend() {
    List<KernelRow> rows =
        new SampleReport()
            .row("8x8:8x8", "openblas", 5)
            .row("8x8:8x8", "openblas-detected", 4)
            .results()
            .rows();
    assertThat(MakeAgain.of(rows, "")).contains("--backends openblas").doesNotContain("detected");
  }

  @Test
  void aWholeSetIsNamed() {
    SampleReport report = new SampleReport();
    for (Problem problem : Problems.read(Op.CONV2D, "lenet5", 8, warning -> {})) {
      report.row(
          problem.shape(), "vector", 5, Map.of("op", "conv2d", "dir", "bwd_w", "layout", "lanes"));
    }
    assertThat(MakeAgain.of(report.results().rows(), ""))
        .isEqualTo(
            "./lanewise bench conv --mb 8 --shapes lenet5 --backends vector --dir bwd_w --layout"
                + " lanes");
  }

  /** An algorithm holds for all problems behind it. */
  @Test
  void itsShapesAreReadAsTheyWere() {
    String average = "--alg=avg_np mb1ic1ih8oh4kh2sh2ph0n\"it:pool\"";
    String maximum = "mb1ic1ih8oh4kh2sh2ph0";
    List<KernelRow> rows =
        new SampleReport()
            .row(average, "vector", 5, POOLING)
            .row(maximum, "vector", 5, POOLING)
            .results()
            .rows();
    String command = MakeAgain.of(rows, "");
    String shapes = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
    assertThat(Problems.read(Op.POOL2D, shapes, 0, warning -> {}))
        .extracting(Problem::shape)
        .containsExactlyInAnyOrder(average, maximum);
  }

  @Test
  void whatNoCommandMeasuresIsMadeByTheOriginal() {
    List<KernelRow> rows =
        new SampleReport()
            .row("8x8:8x8", "vector", 5, Map.of("op", "x; rm -rf ~"))
            .results()
            .rows();
    assertThat(MakeAgain.of(rows, "./lanewise compare")).isEqualTo("./lanewise compare");
  }

  @Test
  void aShellReadsHostileNamesAsText() {
    List<KernelRow> rows =
        new SampleReport().row("8x8:8x8n\"'; rm -rf ~; '\"", "vector", 5).results().rows();
    assertThat(MakeAgain.of(rows, ""))
        .contains("--shapes '8x8:8x8n\"'\\''; rm -rf ~; '\\''\"' --backends");
  }
}
