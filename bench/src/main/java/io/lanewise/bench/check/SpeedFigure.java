package io.lanewise.bench.check;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.lanewise.bench.results.Median;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The speed of a kernel at a level, over JVMs. Speeds are shares of what the machine could do at
 * the same moment: a share survives another clock and a busy neighbour, a time does not.
 *
 * @param what what was measured
 * @param yardstick what the shares are of: {@code fma}, the FMA peak at this level, or {@code
 *     triad}
 * @param shares the share that each JVM has reached, the median of its rounds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpeedFigure(@JsonUnwrapped SpeedCase what, String yardstick, List<Double> shares) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no share, or one that is not positive and finite
   */
  public SpeedFigure {
    shares = List.copyOf(shares);
    if (shares.isEmpty()
        || !shares.stream().allMatch(share -> share > 0 && Double.isFinite(share))) {
      throw new IllegalArgumentException(
          "shares = " + shares + ", expected one for each JVM, positive and finite");
    }
  }

  /** The median over the JVMs. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double median() {
    return Median.of(shares.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The least of the JVMs. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double min() {
    return Collections.min(shares);
  }

  /** The best of the JVMs. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public double max() {
    return Collections.max(shares);
  }

  /** This figure with the JVMs of another one of the same. */
  public SpeedFigure and(SpeedFigure more) {
    List<Double> all = new ArrayList<>(shares);
    all.addAll(more.shares);
    return new SpeedFigure(what, yardstick, all);
  }
}
