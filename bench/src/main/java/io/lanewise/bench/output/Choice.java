package io.lanewise.bench.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names on the command line that choose one of some constants: small letters and hyphens. */
public final class Choice {

  private Choice() {}

  /**
   * The constant with this name; letters' case and hyphens do not count.
   *
   * @param option for the message
   * @throws CommandFailure with status 2 if there is none, with the list
   */
  public static <E extends Enum<E>> E named(String option, String name, E[] constants) {
    return Arrays.stream(constants)
        .filter(constant -> plain(name(constant)).equals(plain(name)))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    option
                        + (" is \"" + name + "\", expected one of ")
                        + Arrays.stream(constants)
                            .map(Choice::name)
                            .collect(Collectors.joining(", "))));
  }

  /** The name of a constant. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "");
  }
}
