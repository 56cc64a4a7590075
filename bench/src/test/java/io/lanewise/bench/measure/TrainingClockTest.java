package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.bench.measure.TrainingClock.TimeIsUp;
import org.junit.jupiter.api.Test;

final class TrainingClockTest {

  private static final long MILLI = 1_000_000;

  private long now = 5_000 * MILLI;
  private final TrainingClock clock = new TrainingClock(4_000 * MILLI, () -> now);

  @Test
  void aTrainingThatWouldTakeTooLongEndsAsSoonAsThatIsKnown() {
    clock.beginCourse(10_000, 60);
    long begin = now;
    // 100 samples a second: 100 s.
    assertThatExceptionOfType(TimeIsUp.class).isThrownBy(() -> steps(10_000, 10, 100));
    assertThat(now - begin).isBetween(3_000 * MILLI, 3_200 * MILLI);
  }

  @Test
  void compilationIsNoReasonToEndATraining() {
    clock.beginCourse(10_000, 60);
    steps(20, 1, 100);
    steps(9_980 / 10, 10, 20);
    assertThat(clock.secondsFromStart()).isCloseTo(1 + 2 + 998 * 0.02, within(1e-6));
  }

  @Test
  void theSpeedIsMeasuredWhenItHasSettledAndWithoutTests() {
    clock.beginCourse(1_000, 60);
    steps(10, 100, 1_000);
    now += 3_000 * MILLI;
    clock.restart();
    clock.beginSpeed(6);
    assertThatExceptionOfType(TimeIsUp.class)
        .isThrownBy(
            () -> {
              steps(10, 100, 200);
              steps(1_000, 100, 100);
            });
    assertThat(clock.samplesPerSecond()).isCloseTo(1_000, within(1e-6));
    // 1 s before, 10 s of course, 3 s of test, 2 s at half of the speed, then the first step.
    assertThat(clock.secondsToSpeed()).isCloseTo(1 + 10 + 3 + 2 + 0.1, within(1e-6));
    // 3 s without a better speed than the first one at 1,000, then 6 s.
    assertThat(clock.secondsFromStart()).isCloseTo(1 + 10 + 3 + 2 + 0.1 + 3 + 6, within(1e-6));
  }

  @Test
  void aSpeedThatNeverSettlesIsMeasuredAfterAWhile() {
    clock.beginSpeed(1);
    long begin = now;
    assertThatExceptionOfType(TimeIsUp.class)
        .isThrownBy(
            () -> {
              for (int samples = 1; ; samples += samples / 10 + 1) {
                steps(1, samples, 100);
              }
            });
    assertThat(now - begin).isEqualTo(11_000 * MILLI);
  }

  @Test
  void bytesAreThoseOfAllThreads() throws InterruptedException {
    clock.beginSpeed(3);
    byte[][] kept = new byte[1][];
    Thread other =
        new Thread(
            () ->
                assertThatExceptionOfType(TimeIsUp.class)
                    .isThrownBy(
                        () -> {
                          while (true) {
                            kept[0] = new byte[100_000];
                            steps(1, 1, 100);
                          }
                        }));
    other.start();
    other.join();
    assertThat(clock.allocBytesPerStep()).isBetween(100_000.0, 1_000_000.0);
  }

  private void steps(int count, int samples, long millis) {
    for (int i = 0; i < count; i++) {
      now += millis * MILLI;
      clock.step(samples);
    }
  }
}
