package io.lanewise.nn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusionMatrixTest {

  /** Counts by hand: rows cat 3 1 0, dog 2 4 1, bird 0 0 5. */
  private static final ConfusionMatrix PETS =
      ConfusionMatrix.of(
          List.of("cat", "dog", "bird"),
          new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2},
          new int[] {0, 1, 0, 0, 0, 1, 1, 2, 1, 0, 1, 2, 2, 2, 2, 2});

  private static void assertScore(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-15));
  }

  @Test
  void countsByHand() {
    assertThat(PETS.total()).isEqualTo(16);
    assertThat(PETS.count(1, 0)).isEqualTo(2);
    assertThat(PETS.count(0, 1)).isEqualTo(1);
    assertThat(PETS.support(1)).isEqualTo(7);
    assertThat(PETS.counts(0)).isEqualTo(new BinaryCounts(3, 2, 1, 10));
    assertThat(PETS.counts(1)).isEqualTo(new BinaryCounts(4, 1, 3, 8));
    assertThat(PETS.counts(2)).isEqualTo(new BinaryCounts(5, 1, 0, 10));
  }

  @Test
  void scoresByHand() {
    assertScore(PETS.accuracy(), 12 / 16.0);
    assertScore(PETS.error(), 4 / 16.0);
    BinaryCounts cat = PETS.counts(0);
    assertScore(cat.precision(), 3 / 5.0);
    assertScore(cat.recall(), 3 / 4.0);
    assertScore(cat.f1(), 2 / (5 / 3.0 + 4 / 3.0));
    assertScore(cat.specificity(), 10 / 12.0);
    assertScore(cat.negativePredictiveValue(), 10 / 11.0);
    assertScore(PETS.macro(BinaryCounts::precision), (3 / 5.0 + 4 / 5.0 + 5 / 6.0) / 3);
    assertScore(PETS.macro(BinaryCounts::recall), (3 / 4.0 + 4 / 7.0 + 1) / 3);
    assertScore(PETS.macro(BinaryCounts::f1), (6 / 9.0 + 8 / 12.0 + 10 / 11.0) / 3);
    assertScore(PETS.weighted(BinaryCounts::f1), (4 * 6 / 9.0 + 7 * 8 / 12.0 + 5 * 10 / 11.0) / 16);
    assertScore(PETS.micro(BinaryCounts::f1), 12 / 16.0);
    assertScore(PETS.micro(BinaryCounts::specificity), 28 / 32.0);
    assertScore(PETS.micro(BinaryCounts::negativePredictiveValue), 28 / 32.0);
  }

  @Test
  void theTableShowsCountsAndScores() {
    assertThat(PETS)
        .hasToString(
            """
            actual \\ predicted      cat      dog     bird    recall
            cat                       3        1        0   75.00 %
            dog                       2        4        1   57.14 %
            bird                      0        0        5  100.00 %
            precision           60.00 %  80.00 %  83.33 %   75.00 %
            """);
  }

  /** Each score again from the definition, by counting over the samples. */
  @ParameterizedTest(name = "{0} samples, {1} classes")
  @CsvSource({"1,1", "1,3", "5,2", "40,2", "300,10", "1000,37"})
  void scoresAgreeWithCountingSamples(int size, int classes) {
    Random random = new Random(31L * size + classes);
    int[] actual = random.ints(size, 0, classes).toArray();
    int[] predicted =
        random.ints(size, 0, classes).map(c -> random.nextInt(3) == 0 ? 0 : c).toArray();
    ConfusionMatrix matrix = ConfusionMatrix.of(classes, actual, predicted);
    Samples samples = new Samples(actual, predicted);
    assertScore(matrix.accuracy(), samples.share((a, p) -> 1, (a, p) -> a == p ? 1 : 0));
    assertScore(matrix.error(), 1 - matrix.accuracy());
    double macro = 0;
    double weighted = 0;
    for (int c = 0; c < classes; c++) {
      int k = c;
      BinaryCounts counts = matrix.counts(c);
      IntBinaryOperator hit = (a, p) -> a == k && p == k ? 1 : 0;
      IntBinaryOperator rejected = (a, p) -> a != k && p != k ? 1 : 0;
      double precision = samples.share((a, p) -> p == k ? 1 : 0, hit);
      double recall = samples.share((a, p) -> a == k ? 1 : 0, hit);
      assertScore(counts.precision(), precision);
      assertScore(counts.recall(), recall);
      assertScore(counts.specificity(), samples.share((a, p) -> a != k ? 1 : 0, rejected));
      assertScore(
          counts.negativePredictiveValue(), samples.share((a, p) -> p != k ? 1 : 0, rejected));
      double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
      assertScore(counts.f1(), f1);
      macro += f1 / classes;
      weighted += f1 * samples.sum((a, p) -> a == k ? 1 : 0) / size;
    }
    assertThat(matrix.macro(BinaryCounts::f1)).isCloseTo(macro, within(1e-13));
    assertThat(matrix.weighted(BinaryCounts::f1)).isCloseTo(weighted, within(1e-13));
    assertThat(matrix.weighted(BinaryCounts::recall)).isCloseTo(matrix.accuracy(), within(1e-13));
    List<ToDoubleFunction<BinaryCounts>> same =
        List.of(BinaryCounts::precision, BinaryCounts::recall, BinaryCounts::f1);
    same.forEach(score -> assertScore(matrix.micro(score), matrix.accuracy()));
  }

  private record Samples(int[] actual, int[] predicted) {

    int sum(IntBinaryOperator of) {
      int sum = 0;
      for (int i = 0; i < actual.length; i++) {
        sum += of.applyAsInt(actual[i], predicted[i]);
      }
      return sum;
    }

    double share(IntBinaryOperator all, IntBinaryOperator part) {
      return sum(all) == 0 ? 0 : (double) sum(part) / sum(all);
    }
  }

  /** The third class is neither there nor predicted, the second is never predicted. */
  @Test
  void undefinedScoresAreZeroAndAveragesNumbers() {
    ConfusionMatrix matrix = ConfusionMatrix.of(3, new int[] {0, 1}, new int[] {0, 0});
    assertThat(matrix.counts(1)).isEqualTo(new BinaryCounts(0, 0, 1, 1));
    assertThat(matrix.counts(1).precision()).isZero();
    assertThat(matrix.counts(2)).isEqualTo(new BinaryCounts(0, 0, 0, 2));
    assertThat(matrix.counts(2).precision()).isZero();
    assertThat(matrix.counts(2).recall()).isZero();
    assertThat(matrix.counts(2).f1()).isZero();
    assertScore(matrix.macro(BinaryCounts::f1), 2 / 3.0 / 3);
    BinaryCounts all = ConfusionMatrix.of(1, new int[1], new int[1]).counts(0);
    assertThat(all.specificity()).isZero();
    assertThat(all.negativePredictiveValue()).isZero();
    assertThat(all.f1()).isOne();
  }

  @Test
  void foldsAddUp() {
    ConfusionMatrix first = ConfusionMatrix.of(2, new int[] {0, 1, 1}, new int[] {0, 0, 1});
    ConfusionMatrix second = ConfusionMatrix.of(2, new int[] {1, 1}, new int[] {0, 1});
    ConfusionMatrix both =
        ConfusionMatrix.of(2, new int[] {0, 1, 1, 1, 1}, new int[] {0, 0, 1, 0, 1});
    assertThat(first.plus(second)).hasToString(both.toString());
    assertThat(first.plus(second).accuracy()).isEqualTo(both.accuracy());
    assertThatThrownBy(() -> first.plus(PETS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("other has the classes [cat, dog, bird], expected [0, 1]");
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[0], new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("actual has 0 classes and predicted 0, expected as many, at least 1");
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[2], new int[1]))
        .hasMessage("actual has 2 classes and predicted 1, expected as many, at least 1");
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[] {0, 2}, new int[2]))
        .hasMessage("actual[1] is 2, expected 0 to 1");
    assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[2], new int[] {-1, 0}))
        .hasMessage("predicted[0] is -1, expected 0 to 1");
    assertThatThrownBy(() -> ConfusionMatrix.of(List.of("a", "a"), new int[1], new int[1]))
        .hasMessage("classNames are [a, a], expected at least one, all different");
    assertThatThrownBy(() -> ConfusionMatrix.of(0, new int[1], new int[1]))
        .hasMessage("classNames are [], expected at least one, all different");
    assertThatThrownBy(() -> new BinaryCounts(1, -1, 0, 0))
        .hasMessage("counts are 1, -1, 0, 0, expected none below 0");
  }
}
