package io.lanewise.bench.verdict;

import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something about the place of two runs that is not the same.
 *
 * @param what its name
 * @param base what it was for the base; null if that run does not say
 * @param head what it was for the head; null if that run does not say
 */
public record EnvironmentDifference(String what, @Nullable String base, @Nullable String head) {

  /** Facts about one run: its times and its command, which are no part of the place. */
  private static final String RUN = "run";

  /** All of them, in the order of the environment. */
  static List<EnvironmentDifference> of(Environment base, Environment head) {
    Map<String, String> ofBase = properties(base);
    Map<String, String> ofHead = properties(head);
    Set<String> names = new LinkedHashSet<>(ofBase.keySet());
    names.addAll(ofHead.keySet());
    List<EnvironmentDifference> differences = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(ofBase.get(name), ofHead.get(name))) {
        differences.add(new EnvironmentDifference(name, ofBase.get(name), ofHead.get(name)));
      }
    }
    return differences;
  }

  private static Map<String, String> properties(Environment environment) {
    Map<String, String> properties = new LinkedHashMap<>();
    put(properties, "cpu", environment.cpu());
    put(properties, "cores", environment.cores());
    put(properties, "processors", environment.processors());
    put(properties, "caches", String.join(", ", environment.caches()));
    put(properties, "os", environment.os());
    put(properties, "jvm", environment.jvm());
    put(properties, "jvm flags", String.join(" ", environment.jvmFlags()));
    put(properties, "version", environment.version());
    put(properties, "commit", environment.commit());
    put(properties, "uncommitted changes", environment.dirty());
    for (BackendState backend : environment.backends()) {
      String prefix = "backend " + backend.id();
      put(properties, prefix, backend.status());
      put(properties, prefix + " library", backend.library());
      put(properties, prefix + " isa", backend.isa());
      put(properties, prefix + " threads", backend.threads());
      backend.details().forEach((name, value) -> put(properties, prefix + " " + name, value));
    }
    for (Fact fact : environment.facts()) {
      if (!fact.topic().equals(RUN)) {
        put(
            properties,
            fact.topic() + " " + fact.name(),
            fact.value() == null ? "unknown: " + fact.unknown() : fact.value());
      }
    }
    return properties;
  }

  private static void put(Map<String, String> properties, String name, @Nullable Object value) {
    if (value != null) {
      properties.put(name, value.toString());
    }
  }
}
