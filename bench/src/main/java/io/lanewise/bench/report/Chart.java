package io.lanewise.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn, as the page's script reads it.
 *
 * @param kind how
 * @param x the horizontal axis
 * @param y the vertical axis; null where it has categories
 * @param categories rows of the chart, from above; empty where y is an axis
 * @param limits what nothing can pass
 * @param series what is drawn, one colour each
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Chart(
    Kind kind,
    Axis x,
    @Nullable Axis y,
    List<String> categories,
    List<Limit> limits,
    List<Series> series) {

  /** How a chart is drawn. */
  enum Kind {
    /** Points over a horizontal and a vertical axis, with lines between those of a series. */
    @JsonProperty("lines")
    LINES,
    /** Points over two axes. */
    @JsonProperty("points")
    POINTS,
    /** A row for each category, in it a lane for each series, in that a point with its figure. */
    @JsonProperty("lanes")
    LANES,
    /** A row for each category, in it a lane for each series, in that many points. */
    @JsonProperty("swarm")
    SWARM
  }

  /**
   * An axis.
   *
   * @param name quantity and unit
   * @param scale where it begins and how it goes on
   */
  record Axis(String name, Scale scale) {

    /** An axis from 0. */
    static Axis fromZero(String name) {
      return new Axis(name, Scale.ZERO);
    }
  }

  /** How an axis is divided. */
  enum Scale {
    /** From 0, evenly. */
    @JsonProperty("zero")
    ZERO,
    /** Evenly, as far as there are points. */
    @JsonProperty("even")
    EVEN,
    /** By powers of 2. */
    @JsonProperty("log2")
    LOG2,
    /** By powers of 10. */
    @JsonProperty("log10")
    LOG10
  }

  /**
   * A line that nothing can pass: across the chart at x or at y, or through corners.
   *
   * @param name what it is, with its value
   * @param x where it goes up; null if it does not
   * @param y where it goes across; null if it does not
   * @param corners where it goes through
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Limit(String name, @Nullable Double x, @Nullable Double y, List<Corner> corners) {

    /** At one place of the horizontal axis. */
    static Limit atX(String name, double x) {
      return new Limit(name, x, null, List.of());
    }

    /** At one height. */
    static Limit atY(String name, double y) {
      return new Limit(name, null, y, List.of());
    }
  }

  /** A corner of a line. */
  record Corner(double x, double y) {}

  /**
   * What has a colour and can be switched off.
   *
   * @param name name in the legend
   * @param colour its colour, {@link Colours}
   * @param variant counts the series that have the same colour, from 0
   * @param points its points
   */
  record Series(String name, int colour, int variant, List<Point> points) {}

  /**
   * A point.
   *
   * @param x where; null if it was not measured
   * @param y where, or the row counted from 0
   * @param low begin of its range; null if it has none
   * @param high end of its range
   * @param shape what it looks like, counted from 0; null: as its series
   * @param label the figure beside it
   * @param text all about it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Point(
      @Nullable Double x,
      double y,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Integer shape,
      @Nullable String label,
      String text) {}

  /** Whether there is anything to see. */
  boolean isEmpty() {
    return points().noneMatch(point -> point.x() != null);
  }

  private Stream<Point> points() {
    return series.stream().flatMap(one -> one.points().stream());
  }
}
