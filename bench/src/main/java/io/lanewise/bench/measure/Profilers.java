package io.lanewise.bench.measure;

import io.lanewise.bench.output.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/**
 * Profilers of JMH's that measure along with every kernel. {@code gc} always does.
 *
 * @param configs name and settings of each
 */
public record Profilers(List<ProfilerConfig> configs) {

  /** None but gc. */
  public static final Profilers NONE = new Profilers(List.of());

  private static final String ALWAYS = "gc";

  /** Copies. */
  public Profilers {
    configs = List.copyOf(configs);
  }

  /**
   * Profilers as JMH's own option -prof takes them, {@code name} or {@code name:settings}.
   *
   * @throws CommandFailure with status 2 if JMH does not know one, or it does not work here
   */
  public static Profilers parse(List<String> texts) {
    List<ProfilerConfig> configs = new ArrayList<>();
    for (String text : texts) {
      String[] pair = text.split(":", 2);
      ProfilerConfig config = new ProfilerConfig(pair[0], pair.length == 2 ? pair[1] : "");
      try {
        ProfilerFactory.getProfilerOrException(config);
      } catch (ProfilerException e) {
        throw CommandFailure.usage(
            "prof is \"%s\", which JMH cannot run here: %s"
                .formatted(text, e.getMessage().strip().replaceAll("\\s+", " ")));
      }
      if (!pair[0].equals(ALWAYS)) {
        configs.add(config);
      }
    }
    return new Profilers(configs);
  }

  void addTo(ChainedOptionsBuilder options) {
    configs.forEach(config -> options.addProfiler(config.getKlass(), config.getOpts()));
  }
}
