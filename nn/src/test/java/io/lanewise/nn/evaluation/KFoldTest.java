package io.lanewise.nn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KFoldTest {

  @ParameterizedTest(name = "{0} samples of {1} classes in {2} folds")
  @CsvSource({"2,1,2", "7,1,3", "10,2,10", "11,3,4", "100,7,10", "1003,10,5", "997,40,31"})
  void everySampleIsTestedOnceAndSharesDifferByAtMostOne(int size, int classes, int k) {
    Random random = new Random(size);
    int[] labels = IntStream.range(0, size).map(i -> skewed(random, classes)).toArray();
    for (KFold folds : new KFold[] {KFold.of(size, k, 1), KFold.stratified(labels, k, 1)}) {
      assertThat(folds.k()).isEqualTo(k);
      int[] tested = new int[size];
      for (int fold = 0; fold < k; fold++) {
        int[] test = folds.test(fold);
        Arrays.stream(test).forEach(i -> tested[i]++);
        assertThat(test.length).isBetween(size / k, (size + k - 1) / k);
        assertThat(IntStream.concat(Arrays.stream(test), Arrays.stream(folds.train(fold))).sorted())
            .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
      }
      assertThat(tested).containsOnly(1);
    }
    KFold folds = KFold.stratified(labels, k, 1);
    for (int label = 0; label < classes; label++) {
      int c = label;
      int support = (int) Arrays.stream(labels).filter(l -> l == c).count();
      for (int fold = 0; fold < k; fold++) {
        int share = (int) Arrays.stream(folds.test(fold)).filter(i -> labels[i] == c).count();
        assertThat(share).isBetween(support / k, (support + k - 1) / k);
      }
    }
  }

  private static int skewed(Random random, int classes) {
    return (int) (classes * random.nextDouble() * random.nextDouble());
  }

  @Test
  void theSeedDecides() {
    assertThat(KFold.of(20, 4, 1).test(0)).isEqualTo(KFold.of(20, 4, 1).test(0));
    assertThat(KFold.of(20, 4, 1).test(0)).isNotEqualTo(KFold.of(20, 4, 2).test(0));
    assertThat(KFold.of(20, 4, 1).test(0)).isNotEqualTo(new int[] {0, 4, 8, 12, 16});
  }

  /** With the same class in every second place, folds are no pattern of places. */
  @Test
  void placesInAClassAreShuffled() {
    int[] labels = IntStream.range(0, 40).map(i -> i % 2).toArray();
    assertThat(KFold.stratified(labels, 4, 1).test(0))
        .isNotEqualTo(KFold.stratified(labels, 4, 2).test(0));
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> KFold.of(5, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k is 1, expected 2 to 5, the number of samples");
    assertThatThrownBy(() -> KFold.of(5, 6, 1))
        .hasMessage("k is 6, expected 2 to 5, the number of samples");
    assertThatThrownBy(() -> KFold.stratified(new int[] {0, -1}, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels[1] is -1, expected at least 0");
    assertThatThrownBy(() -> KFold.of(5, 2, 1).test(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fold is 2, expected 0 to 1");
    assertThatThrownBy(() -> KFold.of(5, 2, 1).train(-1)).hasMessage("fold is -1, expected 0 to 1");
  }
}
