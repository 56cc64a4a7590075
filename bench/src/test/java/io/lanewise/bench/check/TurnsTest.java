package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.check.LevelJvms.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two children, of which one measures while the other waits. */
@Timeout(60)
final class TurnsTest {

  @TempDir private Path folder;

  /** What was said and read, in its order: a side's name with the kernel, or the ruler's. */
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  private final Turns turns = new Turns(this::readRuler);
  private double reading = 1;

  private double readRuler() {
    events.add("ruler");
    return reading++;
  }

  private Outcome run(String name, boolean isFirst, String... kernels) {
    ChildJvm jvm = FakeChild.jvm(Duration.ofSeconds(30), folder.resolve("log"));
    LevelJvms.Launch side = turns.side(jvm, isFirst);
    LevelJvms.Launch heard =
        (main, level, arguments, listener) ->
            side.run(
                main,
                level,
                arguments,
                message -> {
                  if (message instanceof Message.Measured measured) {
                    events.add(name + " " + measured.what().kernel());
                  }
                  return listener.test(message);
                });
    return new LevelJvms(heard, FakeChild.class, Level.machine("vector"))
        .run(FakeChild.arguments(kernels));
  }

  private List<Outcome> runBoth(List<String> first, List<String> second) throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<Outcome> one = both.submit(() -> run("first", true, first.toArray(String[]::new)));
      Future<Outcome> other =
          both.submit(() -> run("second", false, second.toArray(String[]::new)));
      return List.of(one.get(), other.get());
    }
  }

  @Test
  void eachIsMeasuredByTheFirstAndThenByTheSecond() throws Exception {
    runBoth(List.of("a=turn", "b=turn"), List.of("a=turn", "b=turn"));

    assertThat(events)
        .startsWith("ruler", "first a", "ruler", "second a", "ruler")
        .containsSubsequence("ruler", "first b", "ruler", "second b", "ruler");
    assertThat(turns.movements())
        .containsEntry(FakeChild.speed("a"), 3.0)
        .containsEntry(FakeChild.speed("b"), 6 / 4.0);
  }

  @Test
  void whatIsMeasuredByOneAloneIsNotWaitedFor() throws Exception {
    runBoth(List.of("a=turn"), List.of("a=turn", "b=turn"));

    assertThat(events).filteredOn(event -> !event.equals("ruler")).endsWith("second a", "second b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoEndsItsJvmBeginsAgainWhenTheOtherHasDoneAll(boolean isFirst) throws Exception {
    List<String> broken = List.of("a=turn", "b=turn:134", "c=turn");
    List<String> whole = List.of("a=turn", "b=turn", "c=turn");
    List<Outcome> outcomes = isFirst ? runBoth(broken, whole) : runBoth(whole, broken);
    String name = isFirst ? "first " : "second ";

    assertThat(outcomes.get(isFirst ? 0 : 1).deaths()).containsOnlyKeys("b");
    assertThat(outcomes.get(isFirst ? 1 : 0).deaths()).isEmpty();
    assertThat(turns.movements()).isEmpty();
    assertThat(events)
        .filteredOn(event -> !event.equals("ruler"))
        .endsWith((isFirst ? "second " : "first ") + "c", name + "a", name + "c");
  }

  @Test
  void twoThatBeginAgainDoNotMeasureAtOnce() throws Exception {
    List<String> broken = List.of("a=turn", "b=turn:134", "c=turn", "d=turn");
    List<Outcome> outcomes = runBoth(broken, broken);

    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.deaths()).containsOnlyKeys("b"));
    List<String> again =
        events.stream()
            .filter(event -> !event.equals("ruler"))
            .skip(2)
            .map(e -> e.split(" ")[0])
            .toList();
    assertThat(again).hasSize(6);
    assertThat(again.subList(0, 3)).containsOnly(again.get(0));
    assertThat(again.subList(3, 6)).containsOnly(again.get(3)).isNotEqualTo(again.subList(0, 3));
  }
}
