package io.lanewise.bench.check;

import com.fasterxml.jackson.annotation.JsonValue;
import io.lanewise.bench.output.ExitStatus;
import java.util.List;
import java.util.Locale;
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
   * @param outcome whether that is it, and nothing else
   * @param seconds how long it took
   */
  public record PlantedFault(
      String fault, String expected, String saw, Outcome outcome, double seconds) {}

  /** What became of a planted fault. */
  public enum Outcome {
    /** It was found, and nothing else was. */
    FOUND,
    /** It was not, or something else was too. */
    MISSED,
    /** The machine was too noisy to tell. */
    UNDECIDED;

    /** The name in tables and files. */
    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
                .formatted(count(faults, Outcome.FOUND), faults.size()),
            "%d false alarms among %d speeds of equal builds in %d trials, %d undecided."
                .formatted(falseAlarms, speeds, trials.size(), inconclusive)),
        faults,
        trials);
  }

  private static long count(List<PlantedFault> faults, Outcome outcome) {
    return faults.stream().filter(fault -> fault.outcome() == outcome).count();
  }

  /** 1 if a fault was missed or there was a false alarm, 3 if too much was undecided to say. */
  public int exitStatus() {
    boolean failed =
        count(faults, Outcome.MISSED) > 0
            || trials.stream().anyMatch(trial -> trial.falseAlarms() > 0);
    boolean undecided =
        count(faults, Outcome.UNDECIDED) > 0
            || trials.stream().anyMatch(trial -> trial.inconclusive() == trial.speeds());
    return failed ? ExitStatus.FAILED : undecided ? ExitStatus.INCONCLUSIVE : ExitStatus.DONE;
  }
}
