package io.lanewise.bench.report;

import java.util.List;
import java.util.Locale;

/** Horizontal bars in plain CSS, as long as their value is of a common full scale. */
final class BarChart {

  private static final int COLOURS = 6;

  private BarChart() {}

  /**
   * One bar.
   *
   * @param label what stands before it
   * @param value its length
   * @param text what stands behind it
   * @param colour which of the colours; the same thing has the same in every chart
   */
  record Bar(String label, double value, String text, int colour) {}

  /** Draws bars under a caption. */
  static void render(Markup html, String caption, List<Bar> bars, double fullScale) {
    html.open("figure").open("figcaption").element("code", caption).close();
    for (Bar bar : bars) {
      double width = fullScale > 0 ? Math.clamp(100 * bar.value / fullScale, 0, 100) : 0;
      html.open("div", "class", "bar").element("span", bar.label);
      html.open("span", "class", "track")
          .element(
              "span",
              "",
              "class",
              "fill c" + bar.colour % COLOURS,
              "style",
              String.format(Locale.ROOT, "width:%.2f%%", width));
      html.close().element("span", bar.text, "class", "num value").close();
    }
    html.close();
  }
}
