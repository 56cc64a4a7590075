package io.lanewise.nn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostMatrixTest {

  /** A false alarm costs 1, a fire that was missed 20, and a report of a fire its own 0.5. */
  private static final CostMatrix FIRE = CostMatrix.of(new double[][] {{0, 1}, {20, 0.5}});

  @Test
  void costsOfPredictionsAddUp() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(2, new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 1, 1, 0, 1, 1});
    assertThat(FIRE.total(matrix)).isEqualTo(2 * 1 + 20 + 2 * 0.5);
    assertThat(FIRE.mean(matrix)).isEqualTo(23 / 6.0);
  }

  /** (1 - p) 1 + p 0.5 < p 20 from p = 1 / 20.5 on. */
  @Test
  void twoClassesHaveAThreshold() {
    assertThat(FIRE.decide(new float[] {1 - 0.048f, 0.048f}, 0)).isZero();
    assertThat(FIRE.decide(new float[] {1 - 0.05f, 0.05f}, 0)).isOne();
    assertThat(FIRE.decide(new float[] {9, 9, 95, 5}, 2)).isOne();
  }

  @Test
  void tiesGoToTheFirstClass() {
    assertThat(CostMatrix.ofErrors(3).decide(new float[] {0.2f, 0.4f, 0.4f}, 0)).isOne();
    assertThat(CostMatrix.ofErrors(3).decide(new float[3], 0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10})
  void errorsOfOneMeanAccuracyAndTheLikeliest(int classes) {
    Random random = new Random(classes);
    int[] actual = random.ints(200, 0, classes).toArray();
    int[] predicted = new int[actual.length];
    for (int s = 0; s < actual.length; s++) {
      float[] probabilities = new float[classes];
      int likeliest = 0;
      for (int i = 0; i < classes; i++) {
        probabilities[i] = random.nextInt(1 << 20);
        likeliest = probabilities[i] > probabilities[likeliest] ? i : likeliest;
      }
      predicted[s] = CostMatrix.ofErrors(classes).decide(probabilities, 0);
      assertThat(predicted[s]).isEqualTo(likeliest);
    }
    ConfusionMatrix matrix = ConfusionMatrix.of(classes, actual, predicted);
    assertThat(CostMatrix.ofErrors(classes).mean(matrix)).isCloseTo(matrix.error(), within(1e-15));
  }

  /** No other decision costs less, by a plain sum for each. */
  @Test
  void theDecisionIsTheCheapest() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      int n = 1 + random.nextInt(6);
      double[][] costs = new double[n][n];
      float[] p = new float[n];
      for (int i = 0; i < n; i++) {
        p[i] = random.nextInt(50);
        for (int j = 0; j < n; j++) {
          costs[i][j] = random.nextInt(40) - 10;
        }
      }
      int decided = CostMatrix.of(costs).decide(p, 0);
      for (int j = 0; j < n; j++) {
        double cheaper = 0;
        for (int i = 0; i < n; i++) {
          cheaper += p[i] * (costs[i][decided] - costs[i][j]);
        }
        assertThat(cheaper).isLessThanOrEqualTo(0);
      }
    }
  }

  @Test
  void theMatrixIsACopy() {
    double[][] costs = {{0, 1}, {1, 0}};
    CostMatrix matrix = CostMatrix.of(costs);
    costs[0][1] = 7;
    assertThat(matrix.cost(0, 1)).isEqualTo(1);
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> CostMatrix.of(new double[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("costs has no rows, expected one for each class");
    assertThatThrownBy(() -> CostMatrix.of(new double[][] {{0, 1}, {1}}))
        .hasMessage("costs[1] has 1 numbers, expected 2, one for each class");
    assertThatThrownBy(() -> CostMatrix.of(new double[][] {{0, Double.NaN}, {1, 0}}))
        .hasMessage("costs[0][1] is NaN, expected a finite number");
    assertThatThrownBy(() -> CostMatrix.ofErrors(0))
        .hasMessage("classes is 0, expected at least 1");
    assertThatThrownBy(() -> FIRE.decide(new float[] {1, 1}, 1))
        .hasMessage("from is 1, expected 2 probabilities from there on, of 2");
    assertThatThrownBy(() -> FIRE.decide(new float[] {1, Float.NaN}, 0))
        .hasMessage("probabilities[1] is NaN, expected a finite number of at least 0");
    assertThatThrownBy(() -> FIRE.decide(new float[] {-1, 1}, 0))
        .hasMessage("probabilities[0] is -1.0, expected a finite number of at least 0");
    assertThatThrownBy(() -> FIRE.total(ConfusionMatrix.of(3, new int[1], new int[1])))
        .hasMessage("matrix has 3 classes, expected 2");
  }
}
