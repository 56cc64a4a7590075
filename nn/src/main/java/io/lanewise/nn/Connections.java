package io.lanewise.nn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.StringJoiner;

/** Which inputs reach which output of a convolution. Immutable. */
public final class Connections {

  /**
   * The third layer of LeNet-5, table I of Y. LeCun et al., Gradient-based learning applied to
   * document recognition, 1998: each of 16 outputs sees 3, 4 or all 6 inputs, 60 connections.
   */
  public static final Connections LENET5 =
      parse(
          "111000,011100,001110,000111,100011,110001,"
              + "111100,011110,001111,100111,110011,111001,"
              + "110110,011011,101101,111111");

  private final int inputs;
  private final int outputs;
  private final BitSet bits;

  private Connections(int inputs, int outputs, BitSet bits) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.bits = bits;
  }

  /**
   * Reads a word of 0 and 1 for each output, a digit for each input, separated by commas; as {@code
   * toString} gives it.
   *
   * @throws IllegalArgumentException if the words differ in length, hold another character, or an
   *     output has no input
   */
  public static Connections parse(String text) {
    String[] words = text.split(",", -1);
    int inputs = words[0].length();
    BitSet bits = new BitSet(inputs * words.length);
    for (int output = 0; output < words.length; output++) {
      String word = words[output];
      if (word.length() != inputs || !word.matches("[01]*1[01]*")) {
        throw new IllegalArgumentException(
            "connections of output "
                + (output + " are \"" + word + "\"")
                + (", expected " + inputs + " digits 0 or 1, at least one 1"));
      }
      for (int input = 0; input < inputs; input++) {
        bits.set(output * inputs + input, word.charAt(input) == '1');
      }
    }
    return new Connections(inputs, words.length, bits);
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** Number of pairs that are connected. */
  public int count() {
    return bits.cardinality();
  }

  /** Whether this input reaches this output. */
  public boolean connects(int output, int input) {
    return bits.get(output * inputs + input);
  }

  /** Copies the weights of each connection, window elements, to its place among all pairs. */
  void expand(int window, MemorySegment connected, MemorySegment all) {
    long from = 0;
    for (int pair = bits.nextSetBit(0); pair >= 0; pair = bits.nextSetBit(pair + 1)) {
      copy(window, connected, from, all, (long) pair * window);
      from += window;
    }
  }

  /** The other way round. */
  void collect(int window, MemorySegment all, MemorySegment connected) {
    long to = 0;
    for (int pair = bits.nextSetBit(0); pair >= 0; pair = bits.nextSetBit(pair + 1)) {
      copy(window, all, (long) pair * window, connected, to);
      to += window;
    }
  }

  private static void copy(int n, MemorySegment from, long source, MemorySegment to, long target) {
    MemorySegment.copy(
        from,
        ValueLayout.JAVA_FLOAT,
        source * Float.BYTES,
        to,
        ValueLayout.JAVA_FLOAT,
        target * Float.BYTES,
        n);
  }

  @Override
  public String toString() {
    StringJoiner words = new StringJoiner(",");
    for (int output = 0; output < outputs; output++) {
      StringBuilder word = new StringBuilder();
      for (int input = 0; input < inputs; input++) {
        word.append(connects(output, input) ? '1' : '0');
      }
      words.add(word);
    }
    return words.toString();
  }
}
