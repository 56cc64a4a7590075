package io.lanewise.bench.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What may be said about a speed, held against another one. */
public enum Verdict {
  /** By the threshold at least, and by more than chance among JVMs makes likely. */
  SLOWER,
  /** The same, the other way round. */
  FASTER,
  /** Neither, and the interval is narrow enough to say so. */
  NO_CLEAR_CHANGE,
  /** Fast in some JVMs and slow in others, so that no one figure is its speed. */
  BIMODAL,
  /** A change as large as the threshold could hide in what the JVMs differ. */
  TOO_NOISY,
  /** Fewer than two JVMs on a side: nothing is known of how much JVMs differ. */
  TOO_FEW_FORKS;

  /** The name in tables and files: small letters, words apart. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
