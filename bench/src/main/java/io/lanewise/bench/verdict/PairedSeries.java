package io.lanewise.bench.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * JVMs of two builds in turn, in both orders. A pair counts if both of it gave a speed and the
 * ruler - plain Java, nothing of ours - stood still from before the first to after the second.
 */
final class PairedSeries<K> {

  /** The ruler's own readings differ by less than 2 % on a quiet machine. */
  private static final double RULER_TOLERANCE = 1.05;

  /** A pair that does not count is repeated; on average each one once. */
  private static final int ATTEMPTS_PER_PAIR = 2;

  /** After so many pairs of which one gave nothing, it never will. */
  private static final int DEAD_PAIRS = 2;

  private final Build<K> base;
  private final Build<K> head;
  private final DoubleSupplier ruler;
  private final Map<K, Pairs> all = new LinkedHashMap<>();
  private int attempts;

  PairedSeries(Build<K> base, Build<K> head, DoubleSupplier ruler) {
    this.base = base;
    this.head = head;
    this.ruler = ruler;
  }

  /** Adds complete pairs, or as many as there are in twice the attempts. */
  void add(int pairs, Set<K> wanted) {
    int complete = 0;
    int dead = 0;
    for (int i = 0; i < ATTEMPTS_PER_PAIR * pairs && complete < pairs && dead < DEAD_PAIRS; i++) {
      switch (attempt(wanted)) {
        case COMPLETE -> complete++;
        case DISTURBED -> {}
        case DEAD -> dead++;
      }
    }
  }

  /** What became of a pair. */
  private enum Attempt {
    COMPLETE,
    DISTURBED,
    /** One of its JVMs gave no speed at all. */
    DEAD
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
            ? "the ruler moved by more than 5 % in every pair"
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

  private Attempt attempt(Set<K> wanted) {
    boolean isBaseFirst = attempts++ % 2 == 0;
    double before = ruler.getAsDouble();
    Build.Speeds<K> first = (isBaseFirst ? base : head).measure(wanted);
    double between = ruler.getAsDouble();
    Build.Speeds<K> second = (isBaseFirst ? head : base).measure(wanted);
    double after = ruler.getAsDouble();
    double most = Math.max(before, Math.max(between, after));
    double least = Math.min(before, Math.min(between, after));
    boolean isQuiet = most <= RULER_TOLERANCE * least;
    Build.Speeds<K> ofBase = isBaseFirst ? first : second;
    Build.Speeds<K> ofHead = isBaseFirst ? second : first;
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
              isQuiet);
    }
    if (ofBase.speeds().isEmpty() || ofHead.speeds().isEmpty()) {
      return Attempt.DEAD;
    }
    return isQuiet ? Attempt.COMPLETE : Attempt.DISTURBED;
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
