package io.lanewise.bench.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of JVMs of two builds, in both orders. A pair counts for a speed if both gave it and the
 * ruler - plain Java, nothing of ours - moved by no more than its tolerance from before the first
 * to after the second. Where a JVM replaces one that a kernel has ended, no ruler was read.
 */
final class PairedSeries<K> {

  /**
   * A wide one: on a shared host it stood within 1.05 around 14 of 64 equal pairs, whose ratios
   * varied by 0.023 (r.m.s. of logarithms), and all 64 varied by 0.036. As a mean's error is the
   * deviation by the root of the number, all of them tell more. Beyond 1.5, 7 pairs varied by
   * 0.041.
   */
  private static final double RULER_TOLERANCE = 1.5;

  /** For a speed for which a pair does not count it is repeated; on average each one once. */
  private static final int ATTEMPTS_PER_PAIR = 2;

  /** After so many pairs of which one gave nothing, it never will. */
  private static final int DEAD_PAIRS = 2;

  private final BuildPair<K> builds;
  private final Map<K, Pairs> all = new LinkedHashMap<>();
  private int attempts;

  PairedSeries(BuildPair<K> builds) {
    this.builds = builds;
  }

  /** Adds pairs that count, or as many as there are in twice the attempts. */
  void add(int pairs, Set<K> wanted) {
    Map<K, Integer> disturbedBefore = new HashMap<>();
    keys().forEach(key -> disturbedBefore.put(key, disturbed(key)));
    int dead = 0;
    for (int done = 0; done < ATTEMPTS_PER_PAIR * pairs && dead < DEAD_PAIRS; done++) {
      Set<K> due = wanted;
      if (done >= pairs) {
        due = wanted.isEmpty() ? keys() : new LinkedHashSet<>(wanted);
        int repeated = done - pairs;
        due.removeIf(key -> disturbed(key) - disturbedBefore.getOrDefault(key, 0) <= repeated);
        if (due.isEmpty()) {
          return;
        }
      }
      if (!attempt(due)) {
        dead++;
      }
    }
  }

  /** Everything that was measured or has failed, in the order of its appearance. */
  Set<K> keys() {
    return new LinkedHashSet<>(all.keySet());
  }

  /** What the pairs show; empty if none is complete, or the head alone has failed in one. */
  Optional<Comparison> compare(K key, Criteria criteria) {
    Pairs pairs = pairs(key);
    return pairs.base.isEmpty() || pairs.headFailed && pairs.baseFailure == null
        ? Optional.empty()
        : Optional.of(Comparison.ofPairs(array(pairs.base), array(pairs.head), criteria));
  }

  /** What is there without a comparison. */
  PairedOutcome withoutPairs(K key) {
    Pairs pairs = pairs(key);
    String failure =
        pairs.baseFailure == null && pairs.headFailure == null
            ? "the ruler moved by more than a factor of 1.5 in every pair"
            : pairs.baseFailure == null
                ? "head: " + pairs.headFailure
                : pairs.headFailure == null
                    ? "base: " + pairs.baseFailure
                    : "base: " + pairs.baseFailure + "; head: " + pairs.headFailure;
    return new PairedOutcome(
        null,
        null,
        pairs.disturbed,
        failure,
        pairs.baseFailure == null && pairs.headFailure != null);
  }

  /** Pairs that the machine has spoilt. */
  int disturbed(K key) {
    return pairs(key).disturbed;
  }

  /** Returns whether both JVMs gave a speed at all. */
  private boolean attempt(Set<K> wanted) {
    BuildPair.Pair<K> pair = builds.measure(attempts++ % 2 == 0, wanted);
    BuildPair.Speeds<K> ofBase = pair.base();
    BuildPair.Speeds<K> ofHead = pair.head();
    Set<K> keys = new LinkedHashSet<>(ofBase.speeds().keySet());
    keys.addAll(ofHead.speeds().keySet());
    keys.addAll(ofBase.failures().keySet());
    keys.addAll(ofHead.failures().keySet());
    for (K key : keys) {
      pairs(key)
          .add(
              ofBase.speeds().get(key),
              ofHead.speeds().get(key),
              ofBase.failures().get(key),
              ofHead.failures().get(key),
              pair.movements().getOrDefault(key, 1.0) <= RULER_TOLERANCE);
    }
    return !ofBase.speeds().isEmpty() && !ofHead.speeds().isEmpty();
  }

  private Pairs pairs(K key) {
    return all.computeIfAbsent(key, k -> new Pairs());
  }

  private static double[] array(List<Double> speeds) {
    return speeds.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The pairs of one key. */
  private static final class Pairs {

    private static final String NOTHING = "not measured in its JVM";

    private final List<Double> base = new ArrayList<>();
    private final List<Double> head = new ArrayList<>();
    private @Nullable String baseFailure;
    private @Nullable String headFailure;

    /** Of itself: a speed may also be missing because another kernel ended the JVM. */
    private boolean headFailed;

    private int disturbed;

    void add(
        @Nullable Double ofBase,
        @Nullable Double ofHead,
        @Nullable String failureOfBase,
        @Nullable String failureOfHead,
        boolean isQuiet) {
      // Where the one has neither speed nor failure, and the other a failure only, such as a kernel
      // that ended its JVM before any speed, the one has not failed.
      if (ofBase == null && (failureOfBase != null || ofHead != null)) {
        baseFailure = failureOfBase == null ? NOTHING : failureOfBase;
      }
      if (ofHead == null && (failureOfHead != null || ofBase != null)) {
        headFailure = failureOfHead == null ? NOTHING : failureOfHead;
      }
      headFailed |= failureOfHead != null;
      if (!isQuiet) {
        disturbed++;
      } else if (ofBase != null && ofHead != null) {
        base.add(ofBase);
        head.add(ofHead);
      }
    }
  }
}
