package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.Fact;
import io.lanewise.bench.results.RulerSample;
import org.junit.jupiter.api.Test;

final class RunWatchTest {

  @Test
  void whatIsNotReadIsSaid() {
    RunWatch watch = new RunWatch(2);
    Conditions conditions = watch.end();
    assertThat(conditions.rulerThreads()).isEqualTo(2);
    assertThat(conditions.ruler()).hasSize(2);
    assertThat(conditions.ruler()).extracting(RulerSample::gflops).allMatch(speed -> speed > 0);
    assertThat(conditions.ruler()).extracting(RulerSample::seconds).isSorted();
    assertThat(conditions.clockBeforeMhz()).isPositive();
    boolean frequency = conditions.frequencyAfterMhz() != null;
    assertThat(conditions.unknown())
        .filteredOn(fact -> fact.name().equals("frequency"))
        .hasSize(frequency ? 0 : 1);
    assertThat(conditions.unknown()).extracting(Fact::unknown).doesNotContainNull();
  }

  @Test
  void passesProgressOn() {
    StringBuilder heard = new StringBuilder();
    Progress listener =
        new Progress() {
          @Override
          public void start(String what) {
            heard.append("start ").append(what);
          }

          @Override
          public void finish(String what, String outcome) {
            heard.append(", finish ").append(what).append(' ').append(outcome);
          }

          @Override
          public void close() {
            heard.append(", close");
          }
        };
    try (Progress progress = new RunWatch(1).over(listener)) {
      progress.start("a");
      progress.finish("a", "b");
    }
    assertThat(heard).hasToString("start a, finish a b, close");
  }
}
