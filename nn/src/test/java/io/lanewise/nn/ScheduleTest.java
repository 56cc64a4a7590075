package io.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Ten steps an epoch, twenty epochs. */
class ScheduleTest {

  @Test
  void ratesAreThoseOfTheFormulas() {
    assertRates(Schedule.constant(0.5), 0.5, 0.5, 0.5, 0.5);
    assertRates(Schedule.linear(0.5), 0.5, 0.5 * 0.925, 0.25, 0.5 / 200);
    assertRates(Schedule.step(0.5, 0.1, 5), 0.5, 0.5, 0.005, 0.0005);
    assertRates(
        Schedule.exponential(0.5, 0.9),
        0.5,
        0.5 * Math.pow(0.9, 1.5),
        0.5 * Math.pow(0.9, 10),
        0.5 * Math.pow(0.9, 19.9));
    assertRates(
        Schedule.cosine(0.5, 0.1),
        0.5,
        0.1 + 0.2 * (1 + Math.cos(Math.PI * 0.075)),
        0.3,
        0.1 + 0.2 * (1 + Math.cos(Math.PI * 0.995)));
    assertRates(Schedule.inverseTime(0.5, 2), 0.5, 0.5 / 4, 0.5 / 21, 0.5 / 40.8);
    assertRates(Schedule.lecun1998(1), 5e-4, 5e-4, 5e-5, 1e-5);
  }

  private static void assertRates(
      Schedule schedule, double first, double step15, double step100, double last) {
    assertThat(schedule.rate(0, 10, 200)).isCloseTo(first, within(1e-15));
    assertThat(schedule.rate(15, 10, 200)).isCloseTo(step15, within(1e-15));
    assertThat(schedule.rate(100, 10, 200)).isCloseTo(step100, within(1e-15));
    assertThat(schedule.rate(199, 10, 200)).isCloseTo(last, within(1e-15));
  }

  @Test
  void tableOfLeCunChangesAfterWholeEpochs() {
    Schedule schedule = Schedule.lecun1998(2);
    double[] expected = {10, 10, 4, 4, 4, 2, 2, 2, 1, 1, 1, 1, 0.2, 0.2};
    for (int epoch = 0; epoch < expected.length; epoch++) {
      assertThat(schedule.rate(epoch * 10L, 10, 200))
          .isCloseTo(expected[epoch] * 1e-4, within(1e-15));
      assertThat(schedule.rate(epoch * 10L + 9, 10, 200))
          .isCloseTo(expected[epoch] * 1e-4, within(1e-15));
    }
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Schedule.constant(0))
        .hasMessage("rate is 0.0, expected a number above 0");
    assertThatThrownBy(() -> Schedule.step(1, 0.5, 0))
        .hasMessage("epochs is 0, expected at least 1");
    assertThatThrownBy(() -> Schedule.exponential(1, -1)).hasMessageContaining("factor is -1.0");
    assertThatThrownBy(() -> Schedule.cosine(1, Double.NaN)).hasMessageContaining("end is NaN");
    assertThatThrownBy(() -> Schedule.inverseTime(1, -1)).hasMessageContaining("decay is -1.0");
  }
}
