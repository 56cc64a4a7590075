package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpeedTraceTest {

  private static final long MILLI = 1_000_000;

  private final SpeedTrace trace = new SpeedTrace();

  @Test
  void isAtSpeedAtTheEndOfTheFirstBatchThatIsFastEnough() {
    trace.add(0, 10 * MILLI);
    trace.add(10 * MILLI, 12 * MILLI);
    trace.add(12 * MILLI, 13 * MILLI + MILLI / 10);
    trace.beginSteady();
    trace.add(20 * MILLI, 21 * MILLI);
    trace.add(21 * MILLI, 22 * MILLI);
    trace.add(22 * MILLI, 32 * MILLI);
    assertThat(trace.steadyCallsPerSecond()).isEqualTo(1000);
    assertThat(trace.atSpeed()).isEqualTo(13 * MILLI + MILLI / 10);
  }

  @Test
  void shortCallsAreTakenTogether() {
    long time = 0;
    for (int i = 0; i < 40; i++) {
      long end = time + 100 * trace.calls();
      trace.add(time, end);
      time = end;
    }
    assertThat(100 * trace.calls()).isBetween(MILLI / 2, MILLI);
    trace.beginSteady();
    trace.add(time, time + 100 * trace.calls());
    assertThat(trace.steadyCallsPerSecond()).isEqualTo(1e7);
  }
}
