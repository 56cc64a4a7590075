package io.lanewise.bench.output;

import java.util.regex.Pattern;

/** Commands as a shell reads them. */
public final class Shell {

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /** An argument, between quotes where it needs them. */
  public static String quoted(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
