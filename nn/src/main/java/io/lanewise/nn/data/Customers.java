package io.lanewise.nn.data;

import java.util.List;
import java.util.Random;

/**
 * Customers of a shop, made up by the program itself: data for a first map without files. Each
 * belongs to one of five segments, which is its label; a map should find them again.
 *
 * <p>Customer i is of a segment by chance (shares below), and each of its variables is drawn on its
 * own, with g from the standard normal distribution. {@code normal(m, s)} is m + s g, {@code
 * lognormal(m, s)} is m exp(s g), so that m is the median; then it is limited to the variable's
 * range and rounded to hundredths.
 *
 * <pre>
 *                                  student   family    bargain   gourmet   sleeper
 * share                            0.22      0.30      0.22      0.11      0.15
 * age        years, 18 to 95       23, 3     41, 6     52, 14    57, 9     47, 15     normal
 * income     1000 a year, 3 to 500 14, 0.3   48, 0.25  27, 0.3   95, 0.35  38, 0.4    lognormal
 * visits     a month, 0 to 31      7, 0.35   8, 0.25   11, 0.3   4, 0.35   0.4, 0.6   lognormal
 * basket     each visit, 1 to 900  12, 0.4   85, 0.3   22, 0.35  140, 0.4  30, 0.5    lognormal
 * online     share, 0 to 1         0.7, 0.15 0.35, 0.15 0.1, 0.08 0.45, 0.2 0.4, 0.25 normal
 * returns    share, 0 to 1         0.12, 0.05 0.06, 0.03 0.02, 0.02 0.04, 0.03 0.15, 0.1 normal
 * discount   share, 0 to 1         0.3, 0.12 0.25, 0.1 0.75, 0.12 0.05, 0.04 0.4, 0.2 normal
 * categories 1 to 20               4, 1.5    11, 2.5   7, 2      8, 2.5    3, 1.5     normal
 * tenure     years, 0 to 30        1.5, 0.5  6, 0.5    8, 0.6    9, 0.5    4, 0.7     lognormal
 * recency    months, 0 to 60       0.6, 0.6  0.3, 0.5  0.2, 0.5  0.8, 0.6  14, 0.4    lognormal
 * </pre>
 *
 * <p>Customer i depends on the seed and i only, and is the same to the bit on every JVM: nothing
 * but {@link Random}, {@link StrictMath} and plain arithmetic is used.
 */
public final class Customers {

  private static final List<String> SEGMENTS =
      List.of("student", "family", "bargain", "gourmet", "sleeper");
  private static final double[] SHARES = {0.22, 0.30, 0.22, 0.11, 0.15};

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable("age", false, 18, 95, 23, 3, 41, 6, 52, 14, 57, 9, 47, 15),
          new Variable("income", true, 3, 500, 14, 0.3, 48, 0.25, 27, 0.3, 95, 0.35, 38, 0.4),
          new Variable("visits", true, 0, 31, 7, 0.35, 8, 0.25, 11, 0.3, 4, 0.35, 0.4, 0.6),
          new Variable("basket", true, 1, 900, 12, 0.4, 85, 0.3, 22, 0.35, 140, 0.4, 30, 0.5),
          new Variable(
              "online", false, 0, 1, 0.7, 0.15, 0.35, 0.15, 0.1, 0.08, 0.45, 0.2, 0.4, 0.25),
          new Variable(
              "returns", false, 0, 1, 0.12, 0.05, 0.06, 0.03, 0.02, 0.02, 0.04, 0.03, 0.15, 0.1),
          new Variable(
              "discount", false, 0, 1, 0.3, 0.12, 0.25, 0.1, 0.75, 0.12, 0.05, 0.04, 0.4, 0.2),
          new Variable("categories", false, 1, 20, 4, 1.5, 11, 2.5, 7, 2, 8, 2.5, 3, 1.5),
          new Variable("tenure", true, 0, 30, 1.5, 0.5, 6, 0.5, 8, 0.6, 9, 0.5, 4, 0.7),
          new Variable("recency", true, 0, 60, 0.6, 0.6, 0.3, 0.5, 0.2, 0.5, 0.8, 0.6, 14, 0.4));

  private Customers() {}

  /**
   * Makes up customers.
   *
   * @param rows number of customers, at least 1
   * @param seed seed; another seed gives other customers, as for a test set
   */
  public static Table generate(int rows, long seed) {
    int columns = VARIABLES.size();
    if (rows < 1 || rows > Integer.MAX_VALUE / columns - 1) {
      throw new IllegalArgumentException(
          "rows is " + rows + ", expected 1 to " + (Integer.MAX_VALUE / columns - 1));
    }
    float[] values = new float[rows * columns];
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      Random random = RandomStreams.of(seed, i);
      labels[i] = segment(random.nextDouble());
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = VARIABLES.get(j).draw(labels[i], random.nextGaussian());
      }
    }
    return Table.of(VARIABLES.stream().map(Variable::name).toList(), values)
        .withLabels(labels, SEGMENTS);
  }

  private static int segment(double uniform) {
    int segment = 0;
    while (segment < SHARES.length - 1 && uniform >= SHARES[segment]) {
      uniform -= SHARES[segment++];
    }
    return segment;
  }

  /** A column; the parameters are m and s for each segment in turn. */
  private static final class Variable {

    private final String name;
    private final boolean lognormal;
    private final double low;
    private final double high;
    private final double[] parameters;

    Variable(String name, boolean lognormal, double low, double high, double... parameters) {
      this.name = name;
      this.lognormal = lognormal;
      this.low = low;
      this.high = high;
      this.parameters = parameters;
    }

    String name() {
      return name;
    }

    float draw(int segment, double g) {
      double m = parameters[2 * segment];
      double s = parameters[2 * segment + 1];
      double value = lognormal ? m * StrictMath.exp(s * g) : m + s * g;
      return Math.round(100 * Math.clamp(value, low, high)) / 100f;
    }
  }
}
