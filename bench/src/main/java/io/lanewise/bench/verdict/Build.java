package io.lanewise.bench.verdict;

import java.util.Map;
import java.util.Set;

/**
 * Something that can be measured in one fresh JVM after the other.
 *
 * @param <K> what tells its speeds apart
 */
@FunctionalInterface
public interface Build<K> {

  /**
   * Measures in a JVM of its own.
   *
   * @param wanted what to measure; empty for everything that there is
   */
  Speeds<K> measure(Set<K> wanted);

  /**
   * What one JVM gave.
   *
   * @param speeds what was measured; larger is better
   * @param failures what was not, each with the reason
   */
  record Speeds<K>(Map<K, Double> speeds, Map<K, String> failures) {

    /** Copies the maps. */
    public Speeds {
      speeds = Map.copyOf(speeds);
      failures = Map.copyOf(failures);
    }
  }
}
