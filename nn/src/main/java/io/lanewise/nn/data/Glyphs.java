package io.lanewise.nn.data;

import java.util.Arrays;
import java.util.Random;

/**
 * Digits drawn by the program itself: data for a first run without files. Each digit is a few
 * strokes; every glyph distorts them by a random affine map and a jitter of each point, and draws
 * them with a pen of random width, antialiased, with a little noise, in 28x28 like MNIST.
 *
 * <p>Image i depends on the seed and i only, and is the same to the bit on every JVM: nothing but
 * {@link Random}, {@link StrictMath} and plain arithmetic is used.
 */
public final class Glyphs {

  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  /** Strokes of each digit: pairs of x, y in a box of 1 x 1, y downwards. */
  private static final double[][][] STROKES = {
    {arc(0.5, 0.5, 0.3, 0.45, -90, 270)},
    {{0.32, 0.22, 0.54, 0.05, 0.54, 0.95}},
    {join(arc(0.5, 0.3, 0.28, 0.25, -170, 35), 0.2, 0.95, 0.82, 0.95)},
    {arc(0.46, 0.28, 0.27, 0.23, -150, 80), arc(0.46, 0.72, 0.31, 0.23, -80, 150)},
    {{0.6, 0.05, 0.18, 0.65, 0.85, 0.65}, {0.64, 0.4, 0.64, 0.95}},
    {{0.78, 0.05, 0.3, 0.05, 0.26, 0.45}, arc(0.46, 0.66, 0.32, 0.28, -125, 140)},
    {{0.68, 0.05, 0.4, 0.3, 0.24, 0.6}, arc(0.5, 0.69, 0.27, 0.26, -180, 180)},
    {{0.2, 0.05, 0.8, 0.05, 0.42, 0.95}},
    {arc(0.5, 0.27, 0.24, 0.22, 90, 450), arc(0.5, 0.72, 0.29, 0.23, -90, 270)},
    {arc(0.5, 0.31, 0.27, 0.26, 0, 360), {0.77, 0.31, 0.74, 0.65, 0.58, 0.95}},
  };

  private Glyphs() {}

  /**
   * Draws glyphs; image i shows the digit i mod 10, which is its class.
   *
   * @param count number of glyphs, at least 1
   * @param seed seed; another seed gives other glyphs, as for a test set
   */
  public static LabelledImages draw(int count, long seed) {
    if (count < 1 || count > Integer.MAX_VALUE / (SIDE * SIDE)) {
      throw new IllegalArgumentException(
          "count is " + count + ", expected 1 to " + Integer.MAX_VALUE / (SIDE * SIDE));
    }
    byte[] pixels = new byte[count * SIDE * SIDE];
    byte[] labels = new byte[count];
    float[] ink = new float[SIDE * SIDE];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % CLASSES);
      Random random = RandomStreams.of(seed, i);
      Arrays.fill(ink, 0);
      new Pen(random, ink).draw(STROKES[i % CLASSES]);
      develop(random, ink, pixels, i * SIDE * SIDE);
    }
    return new LabelledImages(pixels, labels, SIDE, SIDE, CLASSES);
  }

  /** Ink of 0 to 1 to bytes, noise on inked pixels: the background stays 0. */
  private static void develop(Random random, float[] ink, byte[] pixels, int at) {
    for (int p = 0; p < ink.length; p++) {
      if (ink[p] > 0) {
        pixels[at + p] = (byte) (255 * ink[p] * (1 - 0.15f * random.nextFloat()));
      }
    }
  }

  /** Points of an arc of an ellipse, angles in degrees clockwise from the right. */
  private static double[] arc(
      double x, double y, double radiusX, double radiusY, double from, double to) {
    int segments = (int) Math.ceil(Math.abs(to - from) / 20);
    double[] points = new double[2 * (segments + 1)];
    for (int i = 0; i <= segments; i++) {
      double angle = StrictMath.toRadians(from + (to - from) * i / segments);
      points[2 * i] = x + radiusX * StrictMath.cos(angle);
      points[2 * i + 1] = y + radiusY * StrictMath.sin(angle);
    }
    return points;
  }

  private static double[] join(double[] stroke, double... points) {
    double[] joined = Arrays.copyOf(stroke, stroke.length + points.length);
    System.arraycopy(points, 0, joined, stroke.length, points.length);
    return joined;
  }

  /** One glyph's distortion and pen. */
  private static final class Pen {

    private final Random random;
    private final float[] ink;
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double centerX;
    private final double centerY;
    private final double radius;

    Pen(Random random, float[] ink) {
      this.random = random;
      this.ink = ink;
      double angle = StrictMath.toRadians(between(-18, 18));
      double shear = between(-0.35, 0.35);
      double width = between(11, 20);
      double height = between(15, 21);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      xx = cos * width;
      xy = (shear * cos - sin) * height;
      yx = sin * width;
      yy = (shear * sin + cos) * height;
      centerX = SIDE / 2.0 + between(-2.5, 2.5);
      centerY = SIDE / 2.0 + between(-2.5, 2.5);
      radius = between(0.8, 1.7);
    }

    private double between(double low, double high) {
      return low + (high - low) * random.nextDouble();
    }

    void draw(double[][] strokes) {
      for (double[] stroke : strokes) {
        double[] points = distort(stroke);
        for (int i = 2; i < points.length; i += 2) {
          line(points[i - 2], points[i - 1], points[i], points[i + 1]);
        }
      }
    }

    private double[] distort(double[] stroke) {
      double[] points = new double[stroke.length];
      for (int i = 0; i < points.length; i += 2) {
        double u = stroke[i] - 0.5 + between(-0.04, 0.04);
        double v = stroke[i + 1] - 0.5 + between(-0.04, 0.04);
        points[i] = centerX + xx * u + xy * v;
        points[i + 1] = centerY + yx * u + yy * v;
      }
      return points;
    }

    /** Inks every pixel by the distance of its centre from the line: full inside, fading over 1. */
    private void line(double x0, double y0, double x1, double y1) {
      double reach = radius + 1;
      int top = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach));
      int bottom = (int) Math.min(SIDE - 1.0, Math.ceil(Math.max(y0, y1) + reach));
      int left = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach));
      int right = (int) Math.min(SIDE - 1.0, Math.ceil(Math.max(x0, x1) + reach));
      double dx = x1 - x0;
      double dy = y1 - y0;
      double length = Math.max(dx * dx + dy * dy, 1e-12);
      for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
          double px = column + 0.5 - x0;
          double py = row + 0.5 - y0;
          double t = Math.clamp((px * dx + py * dy) / length, 0, 1);
          double distance = Math.sqrt(square(px - t * dx) + square(py - t * dy));
          float value = (float) Math.clamp(radius + 0.5 - distance, 0, 1);
          int at = row * SIDE + column;
          ink[at] = Math.max(ink[at], value);
        }
      }
    }

    private static double square(double value) {
      return value * value;
    }
  }
}
