package io.lanewise.bench.check;

import io.lanewise.bench.verdict.BuildPair;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * Two builds of the kernels at one level, whose JVMs measure in {@link Turns}. A build has more
 * than one JVM where a kernel ends it.
 *
 * @param base with the class path of the build to compare with
 * @param head with the class path of the build to judge
 * @param only which kernels there are, see {@link KernelNames#matching}
 * @param threads threads of the backend
 * @param effort how much is measured
 * @param ruler the speed of something that is in neither, now
 */
record LevelPair(
    ChildJvm base,
    ChildJvm head,
    Level level,
    String only,
    int threads,
    SpeedChild.Effort effort,
    DoubleSupplier ruler)
    implements BuildPair<SpeedCase> {

  @Override
  public Pair<SpeedCase> measure(boolean isBaseFirst, Set<SpeedCase> wanted) {
    Turns turns = new Turns(ruler);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<Speeds<SpeedCase>> ofBase =
          both.submit(() -> speeds(turns.side(jvm(base), isBaseFirst), wanted));
      Future<Speeds<SpeedCase>> ofHead =
          both.submit(() -> speeds(turns.side(jvm(head), !isBaseFirst), wanted));
      return new Pair<>(ofBase.get(), ofHead.get(), turns.movements());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static ChildJvm jvm(ChildJvm build) {
    return build.with(SpeedChild.FLAGS, Map.of());
  }

  private Speeds<SpeedCase> speeds(LevelJvms.Launch jvm, Set<SpeedCase> wanted) {
    String kernels =
        wanted.isEmpty()
            ? only
            : wanted.stream().map(SpeedCase::kernel).distinct().collect(Collectors.joining(","));
    LevelJvms.Outcome outcome =
        new LevelJvms(jvm, SpeedChild.class, level)
            .run(dead -> SpeedChild.arguments(level, kernels, threads, effort, true, dead));
    Map<SpeedCase, Double> speeds = new HashMap<>();
    Map<SpeedCase, String> failures = new HashMap<>();
    for (Message message : outcome.messages()) {
      if (message instanceof Message.Measured measured) {
        speeds.put(measured.what(), measured.share());
      } else if (message instanceof Message.Failed failed) {
        failures.put(failed.what(), failed.why());
      }
    }
    outcome
        .deaths()
        .forEach((kernel, death) -> addFailure(failures, wanted, kernel, death.reason()));
    if (outcome.failure() != null) {
      addFailure(failures, wanted, CheckRow.EVERY_KERNEL, outcome.failure().reason());
    }
    if (!wanted.isEmpty()) {
      speeds.keySet().retainAll(wanted);
      failures.keySet().retainAll(wanted);
    }
    return new Speeds<>(speeds, failures);
  }

  /** A kernel fails in all that is wanted of it; if nothing is named, it stands for itself. */
  private void addFailure(
      Map<SpeedCase, String> failures, Set<SpeedCase> wanted, String kernel, String why) {
    if (wanted.isEmpty()) {
      failures.put(
          new SpeedCase(level.backend(), level.name(), kernel, CheckRow.EVERY_KERNEL, null, "", ""),
          why);
    }
    wanted.stream()
        .filter(what -> kernel.equals(CheckRow.EVERY_KERNEL) || what.kernel().equals(kernel))
        .forEach(what -> failures.put(what, why));
  }
}
