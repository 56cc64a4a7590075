package io.lanewise.bench.check;

import io.lanewise.bench.output.ExitStatus;
import java.util.List;
import java.util.Map;

/**
 * Whether the gate finds what is wrong, and nothing else.
 *
 * @param about where and when
 * @param summary what came out, in sentences
 * @param faults planted faults
 * @param trials comparisons of two equal builds
 */
public record SelfTestReport(
    Map<String, String> about,
    List<String> summary,
    List<PlantedFault> faults,
    List<Trial> trials) {

  /**
   * A planted fault.
   *
   * @param fault what was done
   * @param expected what the gate must say
   * @param saw what it said
   * @param found whether that is it, and nothing else
   * @param seconds how long it took
   */
  public record PlantedFault(
      String fault, String expected, String saw, boolean found, double seconds) {}

  /**
   * A comparison of two equal builds.
   *
   * @param trial its number
   * @param speeds how many were compared
   * @param falseAlarms how many were said to be worse in the head
   * @param inconclusive how many could not be decided
   * @param saw the rows of both kinds
   * @param seconds how long it took
   */
  public record Trial(
      int trial, int speeds, int falseAlarms, int inconclusive, String saw, double seconds) {}

  /** Copies the lists. */
  public SelfTestReport {
    summary = List.copyOf(summary);
    faults = List.copyOf(faults);
    trials = List.copyOf(trials);
  }

  /** The report with its summary. */
  static SelfTestReport of(
      Map<String, String> about, List<PlantedFault> faults, List<Trial> trials) {
    int speeds = trials.stream().mapToInt(Trial::speeds).sum();
    int falseAlarms = trials.stream().mapToInt(Trial::falseAlarms).sum();
    int inconclusive = trials.stream().mapToInt(Trial::inconclusive).sum();
    return new SelfTestReport(
        about,
        List.of(
            "%d of %d planted faults were found."
                .formatted(faults.stream().filter(PlantedFault::found).count(), faults.size()),
            "%d false alarms among %d speeds of equal builds in %d trials, %d undecided."
                .formatted(falseAlarms, speeds, trials.size(), inconclusive)),
        faults,
        trials);
  }

  /** 1 if a fault was missed or there was a false alarm, 3 if too much was undecided to say. */
  public int exitStatus() {
    boolean failed =
        faults.stream().anyMatch(fault -> !fault.found())
            || trials.stream().anyMatch(trial -> trial.falseAlarms() > 0);
    boolean undecided = trials.stream().anyMatch(trial -> trial.inconclusive() == trial.speeds());
    return failed ? ExitStatus.FAILED : undecided ? ExitStatus.INCONCLUSIVE : ExitStatus.DONE;
  }
}
