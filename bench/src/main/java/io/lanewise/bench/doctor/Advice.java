package io.lanewise.bench.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that doctor has looked at.
 *
 * @param about what was looked at
 * @param state {@value #OK}; {@value #NOTE}: worth to be known; {@value #PROBLEM}: costs speed or a
 *     backend; {@value #UNKNOWN}: cannot be seen here
 * @param found what was found
 * @param remedy what to do about it; null where there is nothing to do
 */
public record Advice(String about, String state, String found, @Nullable String remedy) {

  /** Nothing to do. */
  public static final String OK = "ok";

  /** Worth to be known. */
  public static final String NOTE = "note";

  /** It costs speed, or a backend. */
  public static final String PROBLEM = "problem";

  /** It cannot be seen here. */
  public static final String UNKNOWN = "unknown";

  static Advice ok(String about, String found) {
    return new Advice(about, OK, found, null);
  }

  static Advice note(String about, String found, String remedy) {
    return new Advice(about, NOTE, found, remedy);
  }

  static Advice problem(String about, String found, String remedy) {
    return new Advice(about, PROBLEM, found, remedy);
  }

  static Advice unknown(String about, String why) {
    return new Advice(about, UNKNOWN, why, null);
  }
}
