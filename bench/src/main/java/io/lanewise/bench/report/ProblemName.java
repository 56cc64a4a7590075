package io.lanewise.bench.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem as a chart names it. It is read from the row's text and may be anything there, also
 * what this version cannot parse.
 *
 * @param network what stands before the first colon of its name; empty if it has none
 * @param layer the rest of its name, or the problem's sizes
 */
record ProblemName(String network, String layer) {

  private static final Pattern NAMED =
      Pattern.compile("(?<option>--alg=(?<alg>\\S+) )?(?<sizes>.*?)n\"(?<name>.*)\"");
  private static final Pattern PRODUCT = Pattern.compile("(\\d{1,9})x(\\d{1,9}):\\2x(\\d{1,9})");

  static ProblemName of(String shape) {
    Matcher named = NAMED.matcher(shape);
    if (!named.matches()) {
      return new ProblemName("", shape);
    }
    String name = named.group("name");
    String kind = named.group("alg") == null ? "" : ", " + named.group("alg");
    int colon = name.indexOf(':');
    return colon < 0
        ? new ProblemName("", name + kind)
        : new ProblemName(name.substring(0, colon), name.substring(colon + 1) + kind);
  }

  /** The side of a product of squares without a name. */
  static Optional<Integer> square(String shape) {
    Matcher product = PRODUCT.matcher(shape);
    return product.matches()
            && List.of(product.group(2), product.group(3))
                .equals(List.of(product.group(1), product.group(1)))
        ? Optional.of(Integer.valueOf(product.group(1)))
        : Optional.empty();
  }

  /** As in the problem's own text. */
  @Override
  public String toString() {
    return network.isEmpty() ? layer : network + ":" + layer;
  }
}
