package io.lanewise.bench.verdict;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two builds on one machine: which of their speeds have changed. JVMs of both measure in turn; what
 * is too noisy gets more pairs, and a change is claimed only if a second series of pairs, which had
 * no part in the suspicion, shows the same one: the series that raised it was picked among a
 * hundred by the very disturbance that it shows.
 *
 * @param <K> what tells speeds apart
 */
public final class PairedTrial<K> {

  private final BuildPair<K> builds;
  private final PairPlan plan;
  private final Criteria criteria;

  /**
   * Prepares a trial.
   *
   * @param builds the build to compare with, and the build to judge
   */
  public PairedTrial(BuildPair<K> builds, PairPlan plan, Criteria criteria) {
    this.builds = builds;
    this.plan = plan;
    this.criteria = criteria;
  }

  /**
   * Measures and judges.
   *
   * @param wanted what to measure; empty for everything that there is
   */
  public Map<K, PairedOutcome> run(Set<K> wanted) {
    PairedSeries<K> first = series(wanted);
    Map<K, PairedOutcome> outcomes = new LinkedHashMap<>();
    Set<K> suspects = new LinkedHashSet<>();
    for (K key : first.keys()) {
      Optional<Comparison> comparison = first.compare(key, criteria);
      if (comparison.map(Comparison::verdict).filter(PairedTrial::isChange).isPresent()) {
        suspects.add(key);
      }
      outcomes.put(
          key,
          comparison
              .map(c -> new PairedOutcome(c, null, first.disturbed(key), null, false))
              .orElseGet(() -> first.withoutPairs(key)));
    }
    if (!suspects.isEmpty()) {
      PairedSeries<K> second = series(suspects);
      for (K key : suspects) {
        Verdict suspicion = outcomes.get(key).verdict().orElseThrow();
        int disturbed = first.disturbed(key) + second.disturbed(key);
        second
            .compare(key, criteria)
            .map(c -> new PairedOutcome(c.agreeing(suspicion), suspicion, disturbed, null, false))
            .ifPresentOrElse(
                outcome -> outcomes.put(key, outcome),
                () -> outcomes.put(key, second.withoutPairs(key)));
      }
    }
    return outcomes;
  }

  /** Enough pairs for a verdict, if there is one within the plan. */
  private PairedSeries<K> series(Set<K> wanted) {
    PairedSeries<K> series = new PairedSeries<>(builds);
    series.add(plan.pairs(), wanted);
    Set<K> noisy = new LinkedHashSet<>();
    for (K key : series.keys()) {
      Verdict verdict =
          series.compare(key, criteria).map(Comparison::verdict).orElse(Verdict.NO_CLEAR_CHANGE);
      if (verdict == Verdict.TOO_NOISY || verdict == Verdict.TOO_FEW_FORKS) {
        noisy.add(key);
      }
    }
    if (!noisy.isEmpty() && plan.mostPairs() > plan.pairs()) {
      series.add(plan.mostPairs() - plan.pairs(), noisy);
    }
    return series;
  }

  private static boolean isChange(Verdict verdict) {
    return verdict == Verdict.SLOWER || verdict == Verdict.FASTER || verdict == Verdict.BIMODAL;
  }
}
