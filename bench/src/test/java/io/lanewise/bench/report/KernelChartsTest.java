package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.report.Chart.Kind;
import io.lanewise.bench.report.Chart.Limit;
import io.lanewise.bench.report.Chart.Point;
import io.lanewise.bench.report.Chart.Series;
import io.lanewise.bench.results.Results;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KernelChartsTest {

  private static final Map<String, String> CONVOLUTION =
      Map.of("op", "conv2d", "dir", "fwd", "layout", "nchw");

  @Test
  void threeSquaresAreACurveUnderThePeak() {
    Chart chart =
        only(new SampleReport()
                .row("256x256:256x256", "vector", 100)
                .row("64x64:64x64", "vector", 50)
                .row("128x128:128x128", "vector", 80))
            .chart();
    assertThat(chart.kind()).isEqualTo(Kind.LINES);
    assertThat(chart.limits()).containsExactly(Limit.atY("FMA peak 200.0 GFLOP/s", 200));
    assertThat(chart.series().get(0).points())
        .extracting(Point::x)
        .containsExactly(64., 128., 256.);
    assertThat(chart.series().get(0).points()).extracting(Point::y).containsExactly(50., 80., 100.);
    assertThat(chart.series().get(0).points())
        .extracting(Point::low)
        .containsExactly(45., 72., 90.);
  }

  @Test
  void whatIsNoSquareStandsBesideTheCurve() {
    SampleReport report = new SampleReport();
    for (int n : new int[] {32, 64, 128}) {
      report.row("%dx%d:%dx%d".formatted(n, n, n, n), "vector", n);
    }
    report.row("64x64:64x32", "vector", 9).row("128x400:400x120n\"lenet5:fc1\"", "vector", 7);
    List<Figure> figures = figures(report.results());
    assertThat(figures)
        .extracting(figure -> figure.chart().kind())
        .containsExactly(Kind.LINES, Kind.LANES);
    assertThat(figures.get(1).chart().categories()).containsExactly("64x64:64x32", "lenet5:fc1");
  }

  @Test
  void manyLayersAreAChartForEachNetwork() {
    SampleReport report = new SampleReport();
    for (int layer = 1; layer <= 7; layer++) {
      for (String network : List.of("vgg16", "resnet50")) {
        report.row(
            "mb1ic%dih8oc1oh8kh1ph0n\"%s:conv%d\"".formatted(layer, network, layer),
            "vector",
            layer,
            CONVOLUTION);
      }
    }
    assertThat(figures(report.results()))
        .extracting(Figure::title)
        .containsExactly("heading: vgg16", "heading: resnet50");
    assertThat(figures(report.results()).get(1).chart().categories())
        .containsExactly("conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "conv7");
  }

  @Test
  void poolingIsBytesBesideTheTriad() {
    Figure figure =
        only(new SampleReport().pooling("mb1ic1ih8oh4kh2sh2ph0n\"a:pool1\"", "vector", 8));
    Point point = figure.chart().series().get(0).points().get(0);
    assertThat(figure.chart().x().name()).isEqualTo("GB/s");
    assertThat(figure.chart().limits()).containsExactly(Limit.atX("triad 10.0 GB/s", 10));
    assertThat(point.x()).isEqualTo(8);
    assertThat(point.low()).isEqualTo(7.2);
    assertThat(point.high()).isEqualTo(8.8);
  }

  @Test
  void poolingStaysInBytesWhereABackendIsMissing() {
    String shape = "mb1ic1ih8oh4kh2sh2ph0n\"a:pool1\"";
    Figure figure =
        only(
            new SampleReport()
                .pooling(shape, "vector", 8)
                .failed(
                    shape,
                    "onednn",
                    "unavailable: no library",
                    Map.of("op", "pool2d", "dir", "fwd", "layout", "nchw")));
    assertThat(figure.chart().x().name()).isEqualTo("GB/s");
    assertThat(figure.chart().limits()).containsExactly(Limit.atX("triad 10.0 GB/s", 10));
  }

  @Test
  void layoutsOfABackendShareItsColour() {
    Figure figure =
        only(
            new SampleReport()
                .row("mb1ic1ih8oc1oh8kh1ph0", "vector", 5, CONVOLUTION)
                .row(
                    "mb1ic1ih8oc1oh8kh1ph0",
                    "vector",
                    6,
                    Map.of("op", "conv2d", "dir", "fwd", "layout", "lanes"))
                .row("mb1ic1ih8oc1oh8kh1ph0", "onednn", 7, CONVOLUTION));
    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("vector nchw", "vector lanes", "onednn nchw");
    assertThat(figure.chart().series()).extracting(Series::colour).containsExactly(1, 1, 3);
    assertThat(figure.chart().series()).extracting(Series::variant).containsExactly(0, 1, 0);
    assertThat(figure.command()).contains("--layout nchw,lanes");
  }

  @Test
  void whatFailedKeepsItsLane() {
    Figure figure =
        only(
            new SampleReport()
                .row("8x8:8x8", "vector", 5)
                .row("9x9:9x9", "vector", 5)
                .failed("9x9:9x9", "onednn", "failed: wrong")
                .row("8x8:8x8", "onednn", 5)
                .failed("8x8:8x8", "openblas", "unavailable: no file")
                .failed("9x9:9x9", "openblas", "unavailable: no file"));
    assertThat(figure.chart().series())
        .extracting(Series::name)
        .containsExactly("vector", "onednn");
    assertThat(figure.chart().series().get(1).points())
        .anySatisfy(
            point -> {
              assertThat(point.x()).isNull();
              assertThat(point.y()).isEqualTo(1);
              assertThat(point.label()).isEqualTo("failed");
            });
    assertThat(figure.notes())
        .contains(
            "Not measured in 9x9:9x9, onednn: failed: wrong",
            "Not measured, openblas: unavailable: no file");
  }

  @Test
  void transposesHaveFiguresOfTheirOwn() {
    List<Figure> figures =
        figures(
            new SampleReport()
                .row("8x8:8x8", "vector", 5)
                .row("8x8:8x8", "vector", 6, Map.of("layout", "tt"))
                .results());
    assertThat(figures)
        .extracting(Figure::title)
        .containsExactly("heading: by problem", "heading, tt: by problem");
    assertThat(figures.get(1).command()).contains("--trans tt");
  }

  private static Figure only(SampleReport report) {
    List<Figure> figures = figures(report.results());
    assertThat(figures).hasSize(1);
    return figures.get(0);
  }

  private static List<Figure> figures(Results results) {
    return new KernelCharts(new Colours(results), results.commandLine())
        .of("heading", results.rows());
  }
}
