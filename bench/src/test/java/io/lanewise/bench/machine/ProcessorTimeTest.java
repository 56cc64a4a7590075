package io.lanewise.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ProcessorTimeTest {

  private static final String SELF = "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 ";

  @Test
  void sharesOutWhatHasPassed() {
    ProcessorTime before =
        ProcessorTime.parse("cpu  100 0 50 800 20 0 10 20 7 0\ncpu0 1 1 1\n", SELF + "10 5 1 0 20");
    ProcessorTime after =
        ProcessorTime.parse("cpu  150 0 60 830 20 0 10 30 7 0\n", SELF + "30 10 10 6 20");
    // 100 ticks: 60 busy, 30 idle, 10 stolen; 40 of the busy ones are this process and its
    // children.
    assertThat(after.total() - before.total()).isEqualTo(100);
    assertThat(after.stealFractionSince(before)).isCloseTo(0.1, within(1e-12));
    assertThat(after.othersFractionSince(before)).isCloseTo(0.2, within(1e-12));
    assertThat(before.stealFractionSince(before)).isZero();
  }

  @Test
  void readsThisMachine() {
    assertThat(ProcessorTime.read().isPresent()).isEqualTo(SystemFile.isLinux());
    ProcessorTime.read()
        .ifPresent(time -> assertThat(time.busy()).isBetween(time.own(), time.total()));
  }
}
