package io.lanewise.kernels.vector;

/**
 * The taps that the outputs of a phase of rows and some columns of a phase of columns share: rows
 * of the kernel, columns of the kernel, input channels, in one index; for tiles that slide along
 * the columns, input channels before columns.
 */
final class LanesTaps {

  private final int phaseH;
  private final int phaseW;
  private final int first;
  private final int end;

  /** Columns of the kernel. */
  final int columns;

  /** Where each tap's element is in the input, from the output's on. */
  final int[] input;

  /** Where each tap's weight is in the weights of an output channel. */
  final int[] weight;

  /** Taps of other tables before this one's in the packed weights of a tile's channels. */
  final int at;

  LanesTaps(int phaseH, int phaseW, int first, int end, int n, int at) {
    this.phaseH = phaseH;
    this.phaseW = phaseW;
    this.first = first;
    this.end = end;
    this.at = at;
    columns = end - first;
    input = new int[n];
    weight = new int[n];
  }

  boolean is(int phaseH, int phaseW, int first, int end) {
    return this.phaseH == phaseH && this.phaseW == phaseW && this.first == first && this.end == end;
  }

  /** to[k] &lt;- input[from + k] + by for k &lt; n. */
  void shift(int from, int n, int by, int[] to) {
    for (int k = 0; k < n; k++) {
      to[k] = input[from + k] + by;
    }
  }
}
