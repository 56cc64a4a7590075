package io.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * What happens to C where it is written: C &lt;- f(alpha op(A) op(B) + beta C + bias), the bias one
 * number for each row of C, one for each column, or none, and f an activation.
 *
 * <p>Immutable, and so safe for many threads: made once, used in many calls. It refers to the
 * caller's memory, which is read in every call; its content may change between calls.
 */
public final class Epilogue {

  /** Nothing: C &lt;- alpha op(A) op(B) + beta C. */
  public static final Epilogue NONE = new Epilogue(Bias.NONE, null, Activation.IDENTITY);

  /** What a number of the bias belongs to. */
  public enum Bias {
    /** There is no bias. */
    NONE,
    /** m elements: element i is added to every element of row i of C. */
    PER_ROW,
    /** n elements: element j is added to every element of column j of C. */
    PER_COLUMN
  }

  private final Bias bias;
  private final MemorySegment elements;
  private final Activation activation;

  private Epilogue(Bias bias, MemorySegment elements, Activation activation) {
    if (activation == null) {
      throw new NullPointerException("activation is null, expected an activation");
    }
    if (bias != Bias.NONE && elements == null) {
      throw new NullPointerException("bias is null, expected a segment");
    }
    this.bias = bias;
    this.elements = elements;
    this.activation = activation;
  }

  /** An activation without a bias. */
  public static Epilogue of(Activation activation) {
    return new Epilogue(Bias.NONE, null, activation);
  }

  /**
   * A bias for each row of C, then an activation.
   *
   * @param bias at least m elements of C's type, separate from C; checked in each call
   * @param activation what is applied last
   */
  public static Epilogue perRow(MemorySegment bias, Activation activation) {
    return new Epilogue(Bias.PER_ROW, bias, activation);
  }

  /** {@link #perRow(MemorySegment, Activation)} on an array from an offset on. */
  public static Epilogue perRow(float[] bias, int biasOffset, Activation activation) {
    return perRow(from(bias, biasOffset), activation);
  }

  /** {@link #perRow(MemorySegment, Activation)} on an array from an offset on. */
  public static Epilogue perRow(double[] bias, int biasOffset, Activation activation) {
    return perRow(from(bias, biasOffset), activation);
  }

  /**
   * A bias for each column of C, then an activation.
   *
   * @param bias at least n elements of C's type, separate from C; checked in each call
   * @param activation what is applied last
   */
  public static Epilogue perColumn(MemorySegment bias, Activation activation) {
    return new Epilogue(Bias.PER_COLUMN, bias, activation);
  }

  /** {@link #perColumn(MemorySegment, Activation)} on an array from an offset on. */
  public static Epilogue perColumn(float[] bias, int biasOffset, Activation activation) {
    return perColumn(from(bias, biasOffset), activation);
  }

  /** {@link #perColumn(MemorySegment, Activation)} on an array from an offset on. */
  public static Epilogue perColumn(double[] bias, int biasOffset, Activation activation) {
    return perColumn(from(bias, biasOffset), activation);
  }

  private static MemorySegment from(float[] bias, int biasOffset) {
    Operands.requireFloats("bias", bias, biasOffset, 0);
    return Operands.slice(bias, biasOffset, bias.length - biasOffset);
  }

  private static MemorySegment from(double[] bias, int biasOffset) {
    Operands.requireDoubles("bias", bias, biasOffset, 0);
    return Operands.slice(bias, biasOffset, bias.length - biasOffset);
  }

  /** What the bias belongs to; its elements are {@link Product#bias()} during a call. */
  public Bias bias() {
    return bias;
  }

  /** What is applied last. */
  public Activation activation() {
    return activation;
  }

  /** Whether nothing happens to C. */
  public boolean isNone() {
    return bias == Bias.NONE && activation == Activation.IDENTITY;
  }

  /** The bias as it was given, null if there is none. */
  MemorySegment elements() {
    return elements;
  }

  @Override
  public String toString() {
    return switch (bias) {
      case NONE -> "" + activation;
      case PER_ROW -> "bias per row, " + activation;
      case PER_COLUMN -> "bias per column, " + activation;
    };
  }
}
