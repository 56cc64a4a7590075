package io.lanewise.bench.results;

import org.jspecify.annotations.Nullable;

/**
 * One thing about the place where something was measured. What cannot be known is a fact too: it
 * has no value, and says why.
 *
 * @param topic what it is about: cpu, os, container, jvm, jvm flag, variable (of the environment),
 *     native file, run
 * @param name its name, once in its topic
 * @param value what was found; null if it cannot be known
 * @param unknown why it cannot be known; null if it is
 */
public record Fact(String topic, String name, @Nullable String value, @Nullable String unknown) {

  /** Something that was found. */
  public static Fact of(String topic, String name, String value) {
    return new Fact(topic, name, value, null);
  }

  /** Something that cannot be known, and why. */
  public static Fact unknown(String topic, String name, String why) {
    return new Fact(topic, name, null, why);
  }
}
