package io.lanewise.nn.som;

import io.lanewise.nn.file.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture of a map: a square or a hexagon for each unit, coloured by a number or by a class. As
 * SVG it has a title, a legend, and for each unit its number under the mouse; as PNG it has the
 * cells alone, since a Java without fonts cannot write. Immutable.
 */
public final class MapPicture {

  /** Pixels from a unit to its neighbour in the row. */
  private static final double PITCH = 24;

  private static final double MARGIN = 16;
  private static final double LINE = 18;
  private static final double LEGEND_WIDTH = 160;

  /** Steps of the legend's scale. */
  private static final int SHADES = 32;

  private final SomGrid grid;
  private final String title;
  private final int[] colours;
  private final List<String> captions;
  private final List<Entry> legend;

  /** Whether the legend's entries are one scale from end to end. */
  private final boolean scale;

  private final double[] cellX;
  private final double[] cellY;

  /** A colour and what it means; on a scale only the ends have a text. */
  private record Entry(int colour, String text) {}

  private MapPicture(
      SomGrid grid,
      String title,
      int[] colours,
      List<String> captions,
      List<Entry> legend,
      boolean scale) {
    this.grid = grid;
    this.title = title;
    this.colours = colours;
    this.captions = captions;
    this.legend = legend;
    this.scale = scale;
    boolean hexagonal = grid.lattice() == SomGrid.Lattice.HEXAGONAL;
    int corners = hexagonal ? 6 : 4;
    // Hexagons stand on a corner, squares on a side; neighbours share their sides.
    double radius = hexagonal ? 1 / Math.sqrt(3) : Math.sqrt(0.5);
    double turn = hexagonal ? Math.PI / 2 : Math.PI / 4;
    cellX = new double[corners];
    cellY = new double[corners];
    for (int i = 0; i < corners; i++) {
      cellX[i] = radius * Math.cos(turn + 2 * Math.PI * i / corners);
      cellY[i] = radius * Math.sin(turn + 2 * Math.PI * i / corners);
    }
  }

  /**
   * Numbers as shades from dark (the smallest) to bright: a U-matrix, hits, a component plane.
   *
   * @param values a number for each unit, grey where it is NaN
   * @throws IllegalArgumentException if there are not as many as units
   */
  public static MapPicture values(SomGrid grid, double[] values, String title) {
    requireUnits(grid, "values", values.length);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    int[] colours = new int[values.length];
    List<String> captions = new ArrayList<>();
    for (int u = 0; u < values.length; u++) {
      double share = high > low || Double.isNaN(values[u]) ? (values[u] - low) / (high - low) : 0;
      colours[u] = ColourScale.value(share);
      captions.add(number(values[u]));
    }
    List<Entry> legend = new ArrayList<>();
    if (low <= high) {
      for (int i = 0; i < SHADES; i++) {
        String text = i == 0 ? number(low) : i == SHADES - 1 ? number(high) : "";
        legend.add(new Entry(ColourScale.value(i / (SHADES - 1.0)), text));
      }
    }
    return new MapPicture(grid, title, colours, captions, legend, true);
  }

  /**
   * Classes as colours: clusters, or the labels of a {@link LabelMap}.
   *
   * @param classes the class of each unit from 0, grey where it is -1
   * @param names a name for each class
   * @throws IllegalArgumentException if there are not as many classes as units, or one has no name
   */
  public static MapPicture classes(SomGrid grid, int[] classes, List<String> names, String title) {
    requireUnits(grid, "classes", classes.length);
    int[] colours = new int[classes.length];
    List<String> captions = new ArrayList<>();
    for (int u = 0; u < classes.length; u++) {
      if (classes[u] < -1 || classes[u] >= names.size()) {
        throw new IllegalArgumentException(
            "classes[" + u + "] is " + classes[u] + ", expected -1 to " + (names.size() - 1));
      }
      colours[u] = ColourScale.ofClass(classes[u]);
      captions.add(classes[u] < 0 ? "none" : names.get(classes[u]));
    }
    List<Entry> legend = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      legend.add(new Entry(ColourScale.ofClass(c), names.get(c)));
    }
    return new MapPicture(grid, title, colours, captions, legend, false);
  }

  /** The picture as an SVG document, which is an XML document in UTF-8. */
  public String svg() {
    double top = MARGIN + LINE;
    double bottom = top + mapHeight() + MARGIN;
    double legendHeight = legend.isEmpty() ? 0 : scale ? 2 * LINE : LINE * legend.size();
    double width = Math.max(mapWidth(), legend.isEmpty() ? 0 : LEGEND_WIDTH) + 2 * MARGIN;
    StringBuilder svg = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n",
            width, bottom + legendHeight + MARGIN));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, MARGIN, MARGIN, title);
    for (int u = 0; u < colours.length; u++) {
      svg.append("<polygon points=\"");
      for (int i = 0; i < cellX.length; i++) {
        svg.append(format(i == 0 ? "%.2f,%.2f" : " %.2f,%.2f", x(u, i), LINE + y(u, i)));
      }
      svg.append(format("\" fill=\"#%06x\" stroke=\"white\" stroke-width=\"0.5\">", colours[u]));
      svg.append(
          format(
              "<title>row %d, column %d: %s</title></polygon>\n",
              grid.row(u), grid.column(u), escape(captions.get(u))));
    }
    for (int i = 0; i < legend.size(); i++) {
      double step = scale ? LEGEND_WIDTH / SHADES : LINE - 4;
      double x = scale ? MARGIN + i * step : MARGIN;
      double y = scale ? bottom : bottom + i * LINE;
      // Shades overlap a little, so that no white shows between them.
      svg.append(
          format(
              "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.0f\" fill=\"#%06x\"/>\n",
              x, y, scale ? step + 0.5 : step, LINE - 4, legend.get(i).colour));
      if (!legend.get(i).text.isEmpty()) {
        boolean last = scale && i > 0;
        text(
            svg,
            scale ? (last ? MARGIN + LEGEND_WIDTH - 40 : MARGIN) : MARGIN + LINE,
            y + (scale ? 2 * LINE - 6 : LINE - 7),
            legend.get(i).text);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** The picture as a PNG file: the cells alone. */
  public byte[] png() {
    int width = (int) Math.ceil(mapWidth() + 2 * MARGIN);
    int height = (int) Math.ceil(mapHeight() + 2 * MARGIN);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      for (int u = 0; u < colours.length; u++) {
        Path2D cell = new Path2D.Double();
        for (int i = 0; i < cellX.length; i++) {
          if (i == 0) {
            cell.moveTo(x(u, i), y(u, i));
          } else {
            cell.lineTo(x(u, i), y(u, i));
          }
        }
        cell.closePath();
        graphics.setColor(new Color(colours[u]));
        graphics.fill(cell);
      }
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IllegalStateException("this Java has no writer of PNG, expected one");
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a file, whole or not at all; its name says which kind.
   *
   * @param file a name that ends in .svg or .png
   * @throws IllegalArgumentException if the name ends otherwise
   */
  public void save(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      AtomicFile.write(file, svg());
    } else if (name.endsWith(".png")) {
      byte[] png = png();
      AtomicFile.write(file, out -> out.write(png));
    } else {
      throw new IllegalArgumentException("file is " + file + ", expected a name in .svg or .png");
    }
  }

  private double mapWidth() {
    double moved = grid.lattice() == SomGrid.Lattice.HEXAGONAL && grid.rows() > 1 ? 0.5 : 0;
    return PITCH * (grid.columns() + moved);
  }

  private double mapHeight() {
    return PITCH * (grid.y(grid.units() - 1) + 2 * highest());
  }

  /** How far a cell reaches over its centre. */
  private double highest() {
    double highest = 0;
    for (double y : cellY) {
      highest = Math.max(highest, y);
    }
    return highest;
  }

  private double x(int unit, int corner) {
    return MARGIN + PITCH * (grid.x(unit) + 0.5 + cellX[corner]);
  }

  private double y(int unit, int corner) {
    return MARGIN + PITCH * (grid.y(unit) + highest() + cellY[corner]);
  }

  private static void text(StringBuilder svg, double x, double y, String text) {
    svg.append(format("<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x, y, escape(text)));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        // Control characters and halves of characters are not allowed in XML.
        default -> escaped.append(c < ' ' || Character.isSurrogate(c) || c >= '\uFFFE' ? '?' : c);
      }
    }
    return escaped.toString();
  }

  private static void requireUnits(SomGrid grid, String argument, int length) {
    if (length != grid.units()) {
      throw new IllegalArgumentException(
          argument
              + " has "
              + length
              + " elements, expected "
              + grid.units()
              + ", one for each unit");
    }
  }
}
