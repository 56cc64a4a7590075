package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CustomersTest {

  private static final Table CUSTOMERS = Customers.generate(20_000, 1);

  /** The checksum holds on every JVM. */
  @Test
  void theSeedDecidesEveryNumber() {
    assertThat(checksum(Customers.generate(500, 1))).isEqualTo(2614181404L);
    assertThat(checksum(Customers.generate(500, 2))).isNotEqualTo(2614181404L);
  }

  private static long checksum(Table table) {
    CRC32 sum = new CRC32();
    for (float value : table.values()) {
      int bits = Float.floatToIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        sum.update(bits >>> shift & 0xff);
      }
    }
    Arrays.stream(table.labels()).forEach(sum::update);
    return sum.getValue();
  }

  @Test
  void rowsDoNotDependOnTheirNumber() {
    assertThat(Customers.generate(30, 1).values())
        .isEqualTo(Arrays.copyOf(CUSTOMERS.values(), 30 * CUSTOMERS.columns()));
  }

  @Test
  void segmentsHaveTheirShares() {
    double[] shares = {0.22, 0.30, 0.22, 0.11, 0.15};
    assertThat(CUSTOMERS.classNames())
        .containsExactly("student", "family", "bargain", "gourmet", "sleeper");
    for (int segment = 0; segment < shares.length; segment++) {
      int s = segment;
      double count = Arrays.stream(CUSTOMERS.labels()).filter(label -> label == s).count();
      assertThat(count / CUSTOMERS.rows()).isCloseTo(shares[segment], within(0.015));
    }
  }

  /** Medians of the documented table: a normal variable's mean, a lognormal one's m. */
  @Test
  void variablesHaveTheDocumentedMedians() {
    assertThat(median("age", 0)).isCloseTo(23, within(0.3));
    assertThat(median("age", 2)).isCloseTo(52, within(1.0));
    assertThat(median("income", 3)).isCloseTo(95, within(3.0));
    assertThat(median("visits", 2)).isCloseTo(11, within(0.3));
    assertThat(median("basket", 1)).isCloseTo(85, within(2.0));
    assertThat(median("online", 0)).isCloseTo(0.7, within(0.02));
    assertThat(median("returns", 1)).isCloseTo(0.06, within(0.01));
    assertThat(median("discount", 2)).isCloseTo(0.75, within(0.02));
    assertThat(median("categories", 1)).isCloseTo(11, within(0.2));
    assertThat(median("tenure", 3)).isCloseTo(9, within(0.4));
    assertThat(median("recency", 4)).isCloseTo(14, within(0.5));
  }

  private static double median(String name, int segment) {
    int column = CUSTOMERS.names().indexOf(name);
    float[] values = new float[CUSTOMERS.rows()];
    int count = 0;
    for (int i = 0; i < CUSTOMERS.rows(); i++) {
      if (CUSTOMERS.label(i) == segment) {
        values[count++] = CUSTOMERS.value(i, column);
      }
    }
    Arrays.sort(values, 0, count);
    return values[count / 2];
  }

  /** The segments are there to be found: the nearest centre, standardized, names nearly all. */
  @Test
  void segmentsStandApart() {
    Table z = Standardization.fit(CUSTOMERS).apply(CUSTOMERS);
    double[][] centres = new double[5][z.columns()];
    int[] counts = new int[5];
    for (int i = 0; i < z.rows(); i++) {
      counts[z.label(i)]++;
      for (int j = 0; j < z.columns(); j++) {
        centres[z.label(i)][j] += z.value(i, j);
      }
    }
    int right = 0;
    for (int i = 0; i < z.rows(); i++) {
      int nearest = 0;
      double lowest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < 5; c++) {
        double distance = 0;
        for (int j = 0; j < z.columns(); j++) {
          double difference = z.value(i, j) - centres[c][j] / counts[c];
          distance += difference * difference;
        }
        nearest = distance < lowest ? c : nearest;
        lowest = Math.min(distance, lowest);
      }
      right += nearest == z.label(i) ? 1 : 0;
    }
    assertThat((double) right / z.rows()).isBetween(0.95, 0.9999);
  }

  @Test
  void valuesStayInTheirRanges() {
    for (int i = 0; i < CUSTOMERS.rows(); i++) {
      assertThat(CUSTOMERS.value(i, 0)).isBetween(18f, 95f);
      for (String share : new String[] {"online", "returns", "discount"}) {
        assertThat(CUSTOMERS.value(i, CUSTOMERS.names().indexOf(share))).isBetween(0f, 1f);
      }
    }
  }

  @Test
  void rowsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Customers.generate(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rows is 0, expected 1 to ");
    assertThatThrownBy(() -> Customers.generate(Integer.MAX_VALUE, 1))
        .hasMessageStartingWith("rows is 2147483647, expected 1 to ");
  }
}
