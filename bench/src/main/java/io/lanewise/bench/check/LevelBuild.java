package io.lanewise.bench.check;

import io.lanewise.bench.verdict.Build;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A build of the kernels at one level: each measurement is a fresh JVM, or more than one where a
 * kernel ends it.
 *
 * @param jvm with the class path of the build
 * @param only which kernels there are, see {@link KernelNames#matching}
 * @param threads threads of the backend
 * @param effort how much is measured
 */
record LevelBuild(ChildJvm jvm, Level level, String only, int threads, SpeedChild.Effort effort)
    implements Build<SpeedCase> {

  @Override
  public Speeds<SpeedCase> measure(Set<SpeedCase> wanted) {
    String kernels =
        wanted.isEmpty()
            ? only
            : wanted.stream().map(SpeedCase::kernel).distinct().collect(Collectors.joining(","));
    LevelJvms.Outcome outcome =
        new SpeedJvms(jvm, level, threads).measure(kernels, effort, Set.of());
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
