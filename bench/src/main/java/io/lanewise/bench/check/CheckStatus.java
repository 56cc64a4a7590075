package io.lanewise.bench.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a row of the gate says, the worst first: of two that hold, the first one is told. */
public enum CheckStatus {
  /** The JVM ended while this kernel was tested or measured. */
  CRASHED,
  /** The JVM did not end in time; it was ended while this kernel was tested or measured. */
  HUNG,
  /** The instruction set in effect is another one than asked for, or than that of the baseline. */
  WRONG_LEVEL,
  /** A test of the contract failed. */
  WRONG,
  /** The baseline has this kernel, and the backend no longer does. */
  GONE,
  /** Slower than the baseline. */
  SLOW,
  /** The speeds of its JVMs are too far apart to be held against the baseline. */
  NOISY,
  /** Right, and as fast as the baseline where there is one. */
  OK,
  /** Was not run; the reason says why. */
  SKIPPED;

  /** Whether the gate fails for it. */
  public boolean isFailure() {
    return compareTo(NOISY) < 0;
  }

  /** The name in tables and files: small letters, words apart. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
