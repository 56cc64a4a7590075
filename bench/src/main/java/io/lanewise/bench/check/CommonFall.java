package io.lanewise.bench.check;

import io.lanewise.bench.check.SpeedRow.Judgement;
import io.lanewise.bench.verdict.Criteria;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Speeds that have fallen together on the machine as it is: where another library has fallen as
 * much against its own baseline on the same problem, the machine did that, and neither is slow.
 *
 * @param speeds of all backends
 * @param criteria when a speed has fallen
 */
record CommonFall(List<SpeedRow> speeds, Criteria criteria) {

  /** They share a compiler and a build: what slows one of them down may be in both. */
  private static final Set<String> OURS = Set.of("scalar", "vector");

  /** The row as it is, or as one of which nobody can tell. */
  SpeedRow judge(SpeedRow row) {
    if (row.judgement() != Judgement.SLOW) {
      return row;
    }
    return witness(row)
        .map(
            other ->
                row.doubted(
                    "%s; but %s has fallen as much, to %.2f: the machine and not the kernel"
                        .formatted(row.reason(), other.what().kernel(), other.ratio())))
        .orElse(row);
  }

  private Optional<SpeedRow> witness(SpeedRow row) {
    double least = 1 / (1 + criteria.threshold());
    return speeds.stream()
        .filter(other -> isMachine(row) && isMachine(other))
        .filter(other -> !library(other).equals(library(row)))
        .filter(other -> other.what().problem().equals(row.what().problem()))
        .filter(other -> row.ratio() != null && other.ratio() != null)
        .filter(other -> other.ratio() < least && row.ratio() / other.ratio() > least)
        .findFirst();
  }

  private static boolean isMachine(SpeedRow row) {
    return row.what().level().equals(Level.MACHINE);
  }

  private static String library(SpeedRow row) {
    return OURS.contains(row.what().backend()) ? "ours" : row.what().backend();
  }
}
