package io.lanewise.bench.check;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * JVMs that measure the speeds of a backend at a level.
 *
 * @param jvm with the class path of a build
 * @param threads threads of the backend
 */
record SpeedJvms(ChildJvm jvm, Level level, int threads) implements SpeedCheck.Jvms {

  @Override
  public LevelJvms.Outcome measure(String only, SpeedChild.Effort effort, Set<String> without) {
    return new LevelJvms(jvm.with(SpeedChild.FLAGS, Map.of()), SpeedChild.class, level)
        .run(
            dead -> {
              Set<String> all = new LinkedHashSet<>(without);
              all.addAll(dead);
              return SpeedChild.arguments(level, only, threads, effort, false, all);
            });
  }
}
