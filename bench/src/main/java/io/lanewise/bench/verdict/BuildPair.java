package io.lanewise.bench.verdict;

import java.util.Map;
import java.util.Set;

/**
 * Two builds of something that can be measured in one pair of fresh JVMs after the other.
 *
 * @param <K> what tells its speeds apart
 */
@FunctionalInterface
public interface BuildPair<K> {

  /**
   * Measures in a JVM for each.
   *
   * @param isBaseFirst whether each speed of the base is measured before that of the head
   * @param wanted what to measure; empty for everything that there is
   */
  Pair<K> measure(boolean isBaseFirst, Set<K> wanted);

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

  /**
   * What two gave.
   *
   * @param base of the build to compare with
   * @param head of the build to judge
   * @param movements most over least reading of a ruler, something that is in neither, from before
   *     the first speed to after the second; nothing where one was not measured in its turn
   */
  record Pair<K>(Speeds<K> base, Speeds<K> head, Map<K, Double> movements) {

    /** Copies the map. */
    public Pair {
      movements = Map.copyOf(movements);
    }
  }
}
