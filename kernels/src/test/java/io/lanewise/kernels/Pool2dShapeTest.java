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

class Pool2dShapeTest {

  @Test
  void aMaximumUnlessTheAlgorithmSaysOtherwise() {
    assertThat(Pool2dShape.parse("mb128ic6ih28oh14kh2sh2n\"lenet:pool1\""))
        .isEqualTo(
            new Pool2dShape(
                PoolKind.MAX, 128, 6, 28, 28, 14, 14, 2, 2, 2, 2, 0, 0, 1, 1, "lenet:pool1"));
    assertThat(Pool2dShape.parse("--alg=avg_np mb128ic6ih28oh14kh2sh2").kind())
        .isEqualTo(PoolKind.AVERAGE_EXCLUDE_PADDING);
    assertThat(Pool2dShape.parse("--alg=avg_p ic6ih28kh2sh2").kind())
        .isEqualTo(PoolKind.AVERAGE_INCLUDE_PADDING);
    assertThat(Pool2dShape.parse("--alg=sum ic6ih28kh2sh2").kind()).isEqualTo(PoolKind.SUM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mb128ic6ih28oh14kh2sh2ph0n\"lenet:pool1\"",
        "--alg=avg_p mb2ic3ih7iw12oh5ow10kh3kw3ph0pw0",
        "--alg=sum mb1ic1ih9oh5kh3ph0dh1"
      })
  void shortStringsComeBackAsTheyWere(String problem) {
    assertThat(Pool2dShape.parse(problem)).hasToString(problem);
  }

  @Test
  void everyShapeComesBackFromItsString() {
    for (int i = 0; i < 500; i++) {
      Pool2dShape shape = RandomShapes.pool2d(new SplittableRandom(i));
      assertThat(Pool2dShape.parse(shape.toString())).as("seed %d", i).isEqualTo(shape);
    }
  }

  @Test
  void flopsAreTheTapsOfTheLoops() {
    for (int i = 0; i < 200; i++) {
      Pool2dShape shape = RandomShapes.pool2d(new SplittableRandom(i));
      assertThat(shape.flops()).as("%s", shape).isEqualTo(Reference.pool2dTaps(shape));
    }
  }

  @Test
  void derivedShapesKeepTheRest() {
    Pool2dShape shape = Pool2dShape.of(PoolKind.MAX, 2, 3, 8, 9, 3, 2, 1);
    assertThat(shape.oh()).isEqualTo(4);
    assertThat(shape.ow()).isEqualTo(5);
    assertThat(shape.oc()).isEqualTo(3);
    assertThat(shape.bytes()).isEqualTo(4L * 2 * 3 * (8 * 9 + 4 * 5));
    assertThat(shape.withMb(7).withKind(PoolKind.SUM).withMb(2).withKind(PoolKind.MAX))
        .isEqualTo(shape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--alg=max",
        "mb1ic1ih9oc1kh3",
        "g1mb1ic1ih9kh3",
        "mb1ic1ih9id9kh3",
        "mb1ic1ih9",
        "mb1ic1ih9kh3?"
      })
  void whatIsNoProblemIsRefused(String problem) {
    assertThatThrownBy(() -> Pool2dShape.parse(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("problem ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--alg=min mb1ic1ih9kh3 | pooling algorithm is \"min\", expected max, avg_np, avg_p or sum",
        "mb0ic1ih9kh3 | mb is 0, expected at least 1",
        "mb1ic1ih2kh3 | oh is 0, expected at least 1",
        "mb65536ic256ih256kh1 | mb ic ih iw is 1099511627776, expected below 2^31"
      })
  void badSizesAreRefusedByName(String problem, String message) {
    assertThatThrownBy(() -> Pool2dShape.parse(problem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aKindIsNeeded() {
    assertThatThrownBy(() -> Pool2dShape.of(null, 1, 1, 4, 4, 2, 2, 0))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("kind is null, expected max, avg_np, avg_p or sum");
  }
}
