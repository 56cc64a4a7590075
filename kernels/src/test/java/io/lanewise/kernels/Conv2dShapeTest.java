package io.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.contract.RandomShapes;
import io.lanewise.kernels.contract.Reference;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Conv2dShapeTest {

  @Test
  void lenetConv1() {
    assertThat(Conv2dShape.parse("mb64ic1ih28oc6oh28kh5ph2n\"lenet:conv1\""))
        .isEqualTo(
            new Conv2dShape(1, 64, 1, 28, 28, 6, 28, 28, 5, 5, 1, 1, 2, 2, 1, 1, "lenet:conv1"));
  }

  @Test
  void alexnetConv2InTwoGroups() {
    Conv2dShape shape = Conv2dShape.parse("g2mb256ic96ih27oc256oh27kh5ph2");
    assertThat(shape)
        .isEqualTo(new Conv2dShape(2, 256, 96, 27, 27, 256, 27, 27, 5, 5, 1, 1, 2, 2, 1, 1, ""));
    assertThat(shape.weightElements()).isEqualTo(256L * 48 * 5 * 5);
  }

  @Test
  void whatIsNotSaidIsBenchdnnsDefault() {
    // mb 2, one group, stride 1, dense, no padding, output from the input.
    assertThat(Conv2dShape.parse("ic3ih8oc4kh3"))
        .isEqualTo(new Conv2dShape(1, 2, 3, 8, 8, 4, 6, 6, 3, 3, 1, 1, 0, 0, 1, 1, ""));
    assertThat(Conv2dShape.parse("ic3ih8oc4kh3ph1sh2"))
        .isEqualTo(new Conv2dShape(1, 2, 3, 8, 8, 4, 4, 4, 3, 3, 2, 2, 1, 1, 1, 1, ""));
    // Padding from the output size: half of what is needed.
    assertThat(Conv2dShape.parse("ic3ih8oc4oh8kh3"))
        .isEqualTo(new Conv2dShape(1, 2, 3, 8, 8, 4, 8, 8, 3, 3, 1, 1, 1, 1, 1, 1, ""));
  }

  @Test
  void anyWidthMakesTheWidthItsOwn() {
    assertThat(Conv2dShape.parse("mb1ic3ih8iw9oc4kh3kw1ph1"))
        .isEqualTo(new Conv2dShape(1, 1, 3, 8, 9, 4, 8, 9, 3, 1, 1, 1, 1, 0, 1, 1, ""));
  }

  @Test
  void dilationZeroIsDense() {
    assertThat(Conv2dShape.parse("mb1ic1ih9oc1kh3dh0").dilationH()).isEqualTo(1);
    Conv2dShape dilated = Conv2dShape.parse("mb1ic1ih9oc1kh3dh1");
    assertThat(dilated.dilationH()).isEqualTo(2);
    assertThat(dilated.dilationW()).isEqualTo(2);
    assertThat(dilated.oh()).isEqualTo(5);
  }

  @Test
  void underscoresAndPlainNamesAreRead() {
    assertThat(Conv2dShape.parse("mb1_ic1ih9_oc1kh3_n\"a b\""))
        .isEqualTo(Conv2dShape.parse(" mb1ic1ih9oc1kh3n\"a b\" "));
    assertThat(Conv2dShape.parse("mb1ic1ih9oc1kh3nplain").name()).isEqualTo("plain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mb64ic1ih28oc6oh28kh5ph2n\"lenet:conv1\"",
        "g2mb256ic96ih27oc256oh27kh5ph2",
        "mb1ic3ih224oc64oh112kh7sh2ph3n\"resnet:conv1\"",
        "mb1ic1ih9oc1oh5kh3ph0dh1",
        "g32mb1ic32ih112oc32oh112kh3ph1n\"depthwise\"",
        "mb2ic3ih7iw12oc5oh5ow10kh3kw3ph0pw0"
      })
  void shortStringsComeBackAsTheyWere(String problem) {
    assertThat(Conv2dShape.parse(problem)).hasToString(problem);
  }

  @Test
  void everyShapeComesBackFromItsString() {
    for (int i = 0; i < 500; i++) {
      Conv2dShape shape = RandomShapes.conv2d(new SplittableRandom(i));
      assertThat(Conv2dShape.parse(shape.toString())).as("seed %d", i).isEqualTo(shape);
    }
  }

  @Test
  void flopsAndPaddingAreThoseOfTheLoops() {
    for (int i = 0; i < 200; i++) {
      Conv2dShape shape = RandomShapes.conv2d(new SplittableRandom(i));
      long products = Reference.conv2dProducts(shape);
      assertThat(shape.flops()).as("%s", shape).isEqualTo(2 * products);
      assertThat(shape.taps() * shape.mb() * shape.oc() * (shape.ic() / shape.groups()))
          .as("%s", shape)
          .isEqualTo(products);
      int lastRow =
          (shape.oh() - 1) * shape.strideH()
              - shape.padTop()
              + (shape.kh() - 1) * shape.dilationH();
      int lastColumn =
          (shape.ow() - 1) * shape.strideW()
              - shape.padLeft()
              + (shape.kw() - 1) * shape.dilationW();
      assertThat(shape.padBottom()).as("%s", shape).isEqualTo(lastRow - (shape.ih() - 1));
      assertThat(shape.padRight()).as("%s", shape).isEqualTo(lastColumn - (shape.iw() - 1));
    }
  }

  @Test
  void otherBatchesKeepTheRest() {
    Conv2dShape shape = Conv2dShape.parse("g2mb256ic96ih27oc256oh27kh5ph2n\"x\"");
    assertThat(shape.withMb(3)).hasToString("g2mb3ic96ih27oc256oh27kh5ph2n\"x\"");
    assertThat(shape.withMb(3).srcElements()).isEqualTo(3L * 96 * 27 * 27);
    assertThat(shape.withMb(3).dstElements()).isEqualTo(3L * 256 * 27 * 27);
  }

  @Test
  void squareOnesAreMadeFromTheirPadding() {
    assertThat(Conv2dShape.of(2, 3, 8, 9, 4, 3, 2, 1))
        .isEqualTo(new Conv2dShape(1, 2, 3, 8, 9, 4, 4, 5, 3, 3, 2, 2, 1, 1, 1, 1, ""));
    assertThatThrownBy(() -> Conv2dShape.of(1, 1, 4, 4, 1, 5, 1, 0))
        .hasMessage("oh is 0, expected at least 1");
    assertThatThrownBy(() -> Conv2dShape.of(1, 1, 4, 4, 1, 3, 0, 0))
        .hasMessage("stride is 0, expected at least 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n\"only a name\"",
        "mb1",
        "mb1ic1ih9oc1",
        "mb1ic1oc1kh3",
        "mb1ih9oc1kh3",
        "mb1ic1ih9kh3",
        "mb1ic1iw9oc1kw3",
        "mb1ic1ih9oc1kh3 rest",
        "mb1ic1ih9oc1kh3xx4",
        "mb1ic1ih-9oc1kh3",
        "256x256:256x256",
        "mb1ic1id4ih9oc1kh3",
        "mb1ic1ih9oc1kd3kh3",
        "mb1ic1ih9oc1kh3dd0",
        "mb99999999999ic1ih9oc1kh3",
        "mb2147483648ic1ih9oc1kh3"
      })
  void whatIsNoProblemIsRefusedWithItsText(String problem) {
    assertThatThrownBy(() -> Conv2dShape.parse(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + problem + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mb0ic1ih9oc1kh3 | mb is 0, expected at least 1",
        "mb1ic0ih9oc1kh3 | ic is 0, expected at least 1",
        "mb1ic1ih9oc1oh0kh3ph0 | oh is 0, expected at least 1",
        "mb1ic1ih2oc1kh3 | oh is 0, expected at least 1",
        "g2mb1ic3ih9oc4kh3 | groups is 2, expected a divisor of ic 3 and oc 4",
        "g2mb1ic4ih9oc3kh3 | groups is 2, expected a divisor of ic 4 and oc 3",
        "g0mb1ic4ih9oc3kh3 | groups is 0, expected at least 1",
        "mb65536ic256ih256oc1kh1 | mb ic ih iw is 1099511627776, expected below 2^31",
        "mb65536ic1ih8oc65536kh1 | mb oc oh ow is 274877906944, expected below 2^31",
        "mb1ic65536ih1oc65536kh1 | oc ic kh kw / groups is 4294967296, expected below 2^31",
        "mb1ic1ih1oc1kh65536ph65536 | kh kw is 4294967296, expected below 2^31"
      })
  void badSizesAreRefusedByName(String problem, String message) {
    assertThatThrownBy(() -> Conv2dShape.parse(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** What follows from the sizes must fit an int too; whichever check meets it first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mb1ic1ih2147483647iw1oc1kh1kw1ph2147483647",
        "mb1ic1ih9oc1oh2147483647kh3sh2147483647",
        "mb1ic1ih9oc1oh1kh3ph0dh2147483647",
        "mb1ic1ih9oc1oh1kh3ph0dh2147483646",
        "mb1ic1ih9oc1oh2kh3sh2147483647ph0",
        "mb2147483647ic2147483647ih2147483647oc1oh1kh1ph0"
      })
  void whatOverflowsIsRefused(String problem) {
    assertThatThrownBy(() -> Conv2dShape.parse(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void negativePaddingIsRefused() {
    assertThatThrownBy(() -> Conv2dShape.of(1, 1, 9, 9, 1, 3, 1, -1))
        .hasMessage("padTop is -1, expected at least 0");
  }
}
