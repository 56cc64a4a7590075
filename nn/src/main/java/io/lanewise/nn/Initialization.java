package io.lanewise.nn;

import java.util.Locale;
import java.util.Random;

/**
 * How weights start. Biases start at 0. Its text, as {@code toString} gives it, is read back by
 * {@link #parse}.
 *
 * <p>The three scaled kinds keep the variance of what flows through a layer: with s of 1 / fanIn
 * (LeCun), 2 / (fanIn + fanOut) (Glorot) and 2 / fanIn (He) the weights are uniform in (-a, a) with
 * a = sqrt(3 s), or normal with deviation sqrt(s), where fanIn inputs and fanOut outputs are
 * connected through one weight. Sources: Y. LeCun et al., Efficient BackProp, 1998; X. Glorot, Y.
 * Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010;
 * K. He et al., Delving deep into rectifiers, ICCV 2015.
 */
public sealed interface Initialization {

  Initialization ZEROS = new Constant(0);
  Initialization LECUN_UNIFORM = new Scaled(Scaled.Fan.LECUN, false);
  Initialization LECUN_NORMAL = new Scaled(Scaled.Fan.LECUN, true);
  Initialization GLOROT_UNIFORM = new Scaled(Scaled.Fan.GLOROT, false);
  Initialization GLOROT_NORMAL = new Scaled(Scaled.Fan.GLOROT, true);
  Initialization HE_UNIFORM = new Scaled(Scaled.Fan.HE, false);
  Initialization HE_NORMAL = new Scaled(Scaled.Fan.HE, true);

  /** All weights are this value. */
  static Initialization constant(double value) {
    return new Constant(value);
  }

  /** Uniform, low included, high not. */
  static Initialization uniform(double low, double high) {
    return new Uniform(low, high);
  }

  /** Normal. */
  static Initialization normal(double mean, double deviation) {
    return new Normal(mean, deviation);
  }

  /** The next weight. */
  double draw(Random random, int fanIn, int fanOut);

  /** Draws n weights, from offset on, in order. */
  default void draw(Random random, int fanIn, int fanOut, float[] weights, int offset, int n) {
    for (int i = offset; i < offset + n; i++) {
      weights[i] = (float) draw(random, fanIn, fanOut);
    }
  }

  /**
   * Reads what {@code toString} gives: {@code zeros}, {@code constant(0.1)}, {@code
   * uniform(-0.1,0.1)}, {@code normal(0.0,0.05)}, {@code lecun-uniform}, {@code he-normal} and so
   * on.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  static Initialization parse(String text) {
    for (Scaled.Fan fan : Scaled.Fan.values()) {
      for (boolean normal : new boolean[] {false, true}) {
        Initialization scaled = new Scaled(fan, normal);
        if (scaled.toString().equals(text)) {
          return scaled;
        }
      }
    }
    if (text.equals(ZEROS.toString())) {
      return ZEROS;
    }
    int open = text.indexOf('(');
    if (open > 0 && text.endsWith(")")) {
      String[] values = text.substring(open + 1, text.length() - 1).split(",", -1);
      String kind = text.substring(0, open);
      if (kind.equals("constant") && values.length == 1) {
        return constant(Numbers.parse("value", values[0]));
      }
      if (kind.equals("uniform") && values.length == 2) {
        return uniform(Numbers.parse("low", values[0]), Numbers.parse("high", values[1]));
      }
      if (kind.equals("normal") && values.length == 2) {
        return normal(Numbers.parse("mean", values[0]), Numbers.parse("deviation", values[1]));
      }
    }
    throw new IllegalArgumentException(
        "initialization is \""
            + text
            + "\", expected such as zeros, constant(0.1), uniform(-0.1,0.1), normal(0,0.05),"
            + " lecun-uniform, glorot-normal or he-uniform");
  }

  /**
   * One value for all.
   *
   * @param value finite
   */
  record Constant(double value) implements Initialization {

    /** Checks the value. */
    public Constant {
      Numbers.require(Double.isFinite(value), "value", value, "a finite number");
    }

    @Override
    public double draw(Random random, int fanIn, int fanOut) {
      return value;
    }

    @Override
    public String toString() {
      return value == 0 ? "zeros" : "constant(" + value + ")";
    }
  }

  /**
   * Uniform.
   *
   * @param low included
   * @param high not included, above low
   */
  record Uniform(double low, double high) implements Initialization {

    /** Checks the limits. */
    public Uniform {
      Numbers.require(Double.isFinite(low), "low", low, "a finite number");
      Numbers.require(
          high > low && Double.isFinite(high), "high", high, "a finite number above " + low);
    }

    @Override
    public double draw(Random random, int fanIn, int fanOut) {
      return low + (high - low) * random.nextDouble();
    }

    @Override
    public String toString() {
      return "uniform(" + low + "," + high + ")";
    }
  }

  /**
   * Normal.
   *
   * @param mean finite
   * @param deviation standard deviation, at least 0
   */
  record Normal(double mean, double deviation) implements Initialization {

    /** Checks the numbers. */
    public Normal {
      Numbers.require(Double.isFinite(mean), "mean", mean, "a finite number");
      Numbers.require(
          deviation >= 0 && Double.isFinite(deviation),
          "deviation",
          deviation,
          "a number of at least 0");
    }

    @Override
    public double draw(Random random, int fanIn, int fanOut) {
      return mean + deviation * random.nextGaussian();
    }

    @Override
    public String toString() {
      return "normal(" + mean + "," + deviation + ")";
    }
  }

  /**
   * Scaled by the number of connections.
   *
   * @param fan how the variance follows from them
   * @param normal whether normal; else uniform
   */
  record Scaled(Fan fan, boolean normal) implements Initialization {

    /** The variance of a weight. */
    public enum Fan {
      /** 1 / fanIn. */
      LECUN {
        @Override
        double variance(int fanIn, int fanOut) {
          return 1.0 / fanIn;
        }
      },
      /** 2 / (fanIn + fanOut). */
      GLOROT {
        @Override
        double variance(int fanIn, int fanOut) {
          return 2 / ((double) fanIn + fanOut);
        }
      },
      /** 2 / fanIn. */
      HE {
        @Override
        double variance(int fanIn, int fanOut) {
          return 2.0 / fanIn;
        }
      };

      abstract double variance(int fanIn, int fanOut);
    }

    @Override
    public double draw(Random random, int fanIn, int fanOut) {
      double variance = fan.variance(fanIn, fanOut);
      return normal
          ? Math.sqrt(variance) * random.nextGaussian()
          : Math.sqrt(3 * variance) * (2 * random.nextDouble() - 1);
    }

    @Override
    public String toString() {
      return fan.name().toLowerCase(Locale.ROOT) + (normal ? "-normal" : "-uniform");
    }
  }
}
