package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.check.LevelJvms.Outcome;
import io.lanewise.bench.measure.FreshJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children that crash, hang or run at another level than asked for. */
final class LevelJvmsTest {

  @TempDir private Path folder;

  private Outcome run(Level level, Duration patience, String... kernels) {
    ChildJvm jvm = FakeChild.jvm(patience, folder.resolve("log"));
    return new LevelJvms(jvm, FakeChild.class, level).run(FakeChild.arguments(kernels));
  }

  private static List<String> tested(Outcome outcome) {
    return outcome.messages().stream()
        .filter(Message.Tested.class::isInstance)
        .map(message -> ((Message.Tested) message).kernel())
        .toList();
  }

  @Test
  void aCrashIsARowAndTheOthersAreWhole() {
    Outcome outcome =
        run(Level.machine("vector"), Duration.ofSeconds(60), "a", "b=exit:132", "c", "d=exit:134");

    assertThat(outcome.failure()).isNull();
    assertThat(outcome.isa()).isEqualTo(FakeChild.ISA);
    assertThat(tested(outcome)).containsExactly("a", "c");
    assertThat(outcome.deaths()).containsOnlyKeys("b", "d");
    assertThat(outcome.deaths().get("b").status()).isEqualTo(CheckStatus.CRASHED);
    assertThat(outcome.deaths().get("b").reason())
        .isEqualTo("its JVM ended with status 132 (SIGILL, an illegal instruction) at test");
    assertThat(outcome.deaths().get("d").reason()).contains("SIGABRT");
  }

  @Test
  void aChildThatHangsIsEnded() {
    Outcome outcome = run(Level.machine("vector"), Duration.ofSeconds(2), "a", "b=hang");

    assertThat(tested(outcome)).containsExactly("a");
    assertThat(outcome.deaths().get("b").status()).isEqualTo(CheckStatus.HUNG);
    assertThat(outcome.deaths().get("b").reason())
        .isEqualTo("its JVM said nothing for 2 seconds and was ended at test");
  }

  @Test
  void aChildThatHasDoneAllAndDoesNotEndHasDoneAll() {
    Outcome outcome = run(Level.machine("vector"), Duration.ofSeconds(60), "a", "stay");

    assertThat(outcome.failure()).isNull();
    assertThat(outcome.deaths()).isEmpty();
    assertThat(tested(outcome)).contains("a");
  }

  @Test
  void aJvmThatCannotBeStartedFailsTheLevel() {
    ChildJvm jvm = FakeChild.jvm(Duration.ofSeconds(60), folder.resolve("no/such/folder"));
    Outcome outcome =
        new LevelJvms(jvm, FakeChild.class, Level.machine("vector")).run(without -> List.of());

    assertThat(outcome.failure().status()).isEqualTo(CheckStatus.CRASHED);
    assertThat(outcome.failure().reason()).startsWith("its JVM could not be started: ");
  }

  @Test
  void aLevelThatIsNotInEffectIsNotRun() {
    Level other = new Level("vector", "avx9", List.of(), Map.of(), "AVX9, 9-bit vectors", null);
    Outcome outcome = run(other, Duration.ofSeconds(60), "a");

    assertThat(tested(outcome)).isEmpty();
    assertThat(outcome.failure().status()).isEqualTo(CheckStatus.WRONG_LEVEL);
    assertThat(outcome.failure().reason())
        .isEqualTo("runs at \"fake\", asked for \"AVX9, 9-bit vectors\"");
  }

  @Test
  void aBackendThatCannotBeOpenedFailsTheLevel() {
    Outcome outcome = run(Level.machine("vector"), Duration.ofSeconds(60), "early");

    assertThat(outcome.isa()).isNull();
    assertThat(outcome.failure().status()).isEqualTo(CheckStatus.CRASHED);
    assertThat(outcome.failure().reason())
        .isEqualTo("its JVM ended with status 1 before the backend was open");
  }

  @Test
  void flagsThatTheJvmRefusesFailTheLevel() throws IOException {
    Level level = new Level("vector", "avx9", List.of("-XX:NoSuchFlag=9"), Map.of(), "", null);
    Outcome outcome = run(level, Duration.ofSeconds(60), "a");

    assertThat(outcome.failure().status()).isEqualTo(CheckStatus.CRASHED);
    assertThat(Files.readString(folder.resolve("log")) + outcome.failure().reason())
        .contains("status 1");
  }

  /** As when the parent was ended half-way: its end of the line closes, however it went. */
  @Test
  void aChildWithoutItsParentEnds() throws Exception {
    List<String> command =
        FreshJvm.command(
            FakeChild.class,
            System.getProperty("java.class.path"),
            List.of(),
            List.of("a=hang", "without"));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    child.getOutputStream().close();

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void statusesInWords() {
    assertThat(ChildJvm.status(139)).isEqualTo("status 139 (SIGSEGV)");
    assertThat(ChildJvm.status(1)).isEqualTo("status 1");
  }
}
