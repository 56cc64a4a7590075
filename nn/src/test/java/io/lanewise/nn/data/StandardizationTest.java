package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandardizationTest {

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final float NAN = Float.NaN;

  /** Column a: mean 3, deviation 2; b: mean 5 of two values; c is constant. */
  private static final Table TRAIN =
      Table.of(NAMES, new float[] {1, 4, 0.1f, 5, NAN, 0.1f, 1, 6, 0.1f, 5, NAN, 0.1f})
          .withLabels(new int[] {0, 1, 0, 1}, List.of("x", "y"));

  @Test
  void columnsGetMeanZeroAndDeviationOne() {
    Standardization fitted = Standardization.fit(TRAIN);
    assertThat(fitted.means()).containsExactly(3, 5, 0.1f);
    assertThat(fitted.deviations()).containsExactly(2, 1, 1);
    Table standardized = fitted.apply(TRAIN);
    assertThat(standardized.values()).containsExactly(-1, -1, 0, 1, NAN, 0, -1, 1, 0, 1, NAN, 0);
    assertThat(standardized.labels()).containsExactly(0, 1, 0, 1);
    assertThat(TRAIN.value(0, 0)).isEqualTo(1);
  }

  @Test
  void otherTablesAreMeasuredByTheTrainingSet() {
    Standardization fitted = Standardization.fit(TRAIN);
    Table test = Table.of(NAMES, new float[] {7, 5, 0.6f});
    assertThat(fitted.apply(test).values()).containsExactly(2, 0, 0.5f);
    assertThat(fitted.apply(test).labelled()).isFalse();
    assertThat(fitted.restore(0, 2)).isEqualTo(7);
  }

  /** A mean far from 0 leaves float64 enough digits for the deviation; a constant has none. */
  @Test
  void largeMeansAndConstantsAreExact() {
    float[] values = new float[3000];
    for (int i = 0; i < 1000; i++) {
      values[3 * i] = 1e6f + i % 2;
      values[3 * i + 1] = 0.1f;
      values[3 * i + 2] = 1e30f * (i % 2);
    }
    Standardization fitted = Standardization.fit(Table.of(NAMES, values));
    assertThat(fitted.deviations()[0]).isCloseTo(0.5, within(1e-12));
    assertThat(fitted.deviations()[1]).isEqualTo(1);
    assertThat(fitted.deviations()[2] / 1e30).isCloseTo(0.5, within(1e-6));
    Table standardized = fitted.apply(Table.of(NAMES, values));
    assertThat(standardized.value(7, 1)).isCloseTo(0, within(1e-6f));
    assertThat(standardized.value(7, 2)).isCloseTo(1, within(1e-6f));
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> Standardization.fit(Table.of(List.of("a"), new float[] {NAN, NAN})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"a\" has no value, expected at least one");
    assertThatThrownBy(() -> Standardization.fit(TRAIN).apply(TRAIN.select(List.of("a", "b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table has the columns [a, b], expected [a, b, c]");
    assertThatThrownBy(() -> new Standardization(List.of("a"), new double[1], new double[1]))
        .hasMessage("deviations[0] is 0.0, expected a finite number above 0");
    assertThatThrownBy(
            () -> new Standardization(List.of("a"), new double[] {NAN}, new double[] {1}))
        .hasMessage("means[0] is NaN, expected a finite number");
    assertThatThrownBy(() -> new Standardization(List.of("a"), new double[2], new double[1]))
        .hasMessage("means are 2 and deviations 1, expected 1, one for each column");
  }
}
