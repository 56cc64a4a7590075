package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.heap.HeapFloats;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Windows of images times weights, channels in the lanes: row i of C is a pixel of dst, column j an
 * output channel, and k = (tap, input channel). Windows are packed, four pixels interleaved;
 * weights are read where they lie, as {@link BlockedConv2d} has packed them. Sums that wait while k
 * goes on are in C itself, where a tile is one piece of memory.
 */
final class BlockedSgemm extends FiveLoops {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Sgemm.NR;

  private final Conv2dShape shape;
  private final ChannelBlocks inputs;
  private final ChannelBlocks outputs;
  private final boolean wide;
  private final FloatPanelsA panelsA = new FloatPanelsA();
  private final float[] tile = new float[Sgemm12x2.MR * NR];

  /** Row and column of each tap in its window. */
  private final int[] tapH;

  private final int[] tapW;

  /** Row, column and pixel of the input where the windows of four pixels start. */
  private final int[] tapRow = new int[4];

  private final int[] tapColumn = new int[4];
  private final int[] place = new int[4];

  private int group;
  private float[] src;
  private int srcAt;
  private float[] weights;
  private int weightsAt;
  private float[] bias;
  private float[] dst;
  private int dstAt;
  private Activation activation;

  BlockedSgemm(
      Conv2dShape shape,
      ChannelBlocks inputs,
      ChannelBlocks outputs,
      boolean wide,
      CacheSizes caches) {
    super(GemmBlocking.of(Sgemm12x2.MR, NR, Float.BYTES, caches));
    this.shape = shape;
    this.inputs = inputs;
    this.outputs = outputs;
    this.wide = wide;
    tapH = new int[shape.kh() * shape.kw()];
    tapW = new int[tapH.length];
    for (int tap = 0; tap < tapH.length; tap++) {
      tapH[tap] = tap / shape.kw() * shape.dilationH();
      tapW[tap] = tap % shape.kw() * shape.dilationW();
    }
  }

  /**
   * Takes the product of one group; {@link #clear} forgets it.
   *
   * @param weightsAt where the group's weights start
   * @param bias a value for each output channel of the group, in whole vectors
   */
  void set(
      int group,
      HeapFloats src,
      HeapFloats weights,
      int weightsAt,
      float[] bias,
      Activation activation,
      HeapFloats dst) {
    this.group = group;
    this.src = src.array();
    srcAt = src.offset();
    this.weights = weights.array();
    this.weightsAt = weightsAt;
    this.bias = bias;
    this.activation = activation;
    this.dst = dst.array();
    dstAt = dst.offset();
  }

  void clear() {
    src = null;
    weights = null;
    bias = null;
    dst = null;
  }

  long bytes() {
    return panelsA.bytes() + (long) Float.BYTES * tile.length + 2L * Integer.BYTES * tapH.length;
  }

  @Override
  void reserve(int rows, int tileRows, int columns, int kcb, int tileColumns) {
    panelsA.reserve(rows + blocking.mr());
  }

  @Override
  void packB(int p, int kcb, int j, int columns, int jr) {
    // The caller has packed the weights.
  }

  @Override
  void packA(int i, int rows, int rowsLeft, int p, int kcb, int ir) {
    for (int row = 0; row < rows; row += 4) {
      takePixels(i + row, Math.min(4, rows - row));
      int to = FloatPanelsA.at(ir + row);
      int tap = p / inputs.channels();
      int channel = p % inputs.channels();
      for (int q = 0; q < kcb; ) {
        int inBlock = ChannelBlocks.MOST - channel % ChannelBlocks.MOST;
        int n = Math.min(kcb - q, Math.min(inBlock, inputs.channels() - channel));
        packTap(tap, channel, n, to + 4 * q);
        q += n;
        channel += n;
        if (channel == inputs.channels()) {
          channel = 0;
          tap++;
        }
      }
    }
  }

  /** Finds the windows of four pixels; where there are fewer, the last one again. */
  private void takePixels(int pixel, int pixels) {
    int y = pixel / shape.ow();
    int x = pixel % shape.ow();
    int image = y / shape.oh();
    y %= shape.oh();
    for (int r = 0; r < 4; r++) {
      tapRow[r] = y * shape.strideH() - shape.padTop();
      tapColumn[r] = x * shape.strideW() - shape.padLeft();
      place[r] = (image * shape.ih() + tapRow[r]) * shape.iw() + tapColumn[r];
      if (r + 1 < pixels && ++x == shape.ow()) {
        x = 0;
        if (++y == shape.oh()) {
          y = 0;
          image++;
        }
      }
    }
  }

  /** Packs channels channel .. channel + n, of one block, of a tap of the four pixels. */
  private void packTap(int tap, int channel, int n, int to) {
    int h = tapH[tap];
    int w = tapW[tap];
    int in0 = inside(0, h, w);
    int in1 = inside(1, h, w);
    int in2 = inside(2, h, w);
    int in3 = inside(3, h, w);
    int width = inputs.width(channel);
    int at = srcAt + inputs.at(group, channel) + (h * shape.iw() + w) * width;
    int at0 = at + place[0] * width;
    int at1 = at + place[1] * width;
    int at2 = at + place[2] * width;
    int at3 = at + place[3] * width;
    float[] packed = panelsA.array();
    if ((in0 & in1 & in2 & in3) != 0) {
      FloatFours.interleave(src, at0, at1, at2, at3, n, packed, to);
    } else if ((in0 | in1 | in2 | in3) == 0) {
      Arrays.fill(packed, to, to + 4 * n, 0);
    } else {
      // A row outside is another one's, times nothing: its place may be outside of the array.
      int some = in0 != 0 ? at0 : in1 != 0 ? at1 : in2 != 0 ? at2 : at3;
      FloatFours.interleave(
          src,
          in0 != 0 ? at0 : some,
          in1 != 0 ? at1 : some,
          in2 != 0 ? at2 : some,
          in3 != 0 ? at3 : some,
          in0,
          in1,
          in2,
          in3,
          n,
          packed,
          to);
    }
  }

  /** All bits if a tap of one of the four pixels is inside of the image, else none. */
  private int inside(int r, int h, int w) {
    int row = tapRow[r] + h;
    int column = tapColumn[r] + w;
    return row >= 0 && row < shape.ih() && column >= 0 && column < shape.iw() ? -1 : 0;
  }

  @Override
  void tile(
      int i,
      int rows,
      int height,
      int j,
      int columns,
      int p,
      int kcb,
      boolean first,
      boolean last,
      int ir,
      int jr,
      int tAt) {
    int width = outputs.width(j);
    int at = dstAt + outputs.at(group, j) + i * width;
    // The low micro-kernel computes two vectors of columns.
    if (rows == height && (columns > VL || height > GemmBlocking.LOW)) {
      if (first) {
        begin(rows, j, columns, dst, at, width);
      }
      multiply(height, columns, p, kcb, j, ir, dst, at, width);
      if (last) {
        finish(rows, j, columns, dst, at, width);
      }
      return;
    }
    if (first) {
      begin(height, j, columns, tile, 0, NR);
    } else {
      copy(rows, columns, dst, at, width, tile, 0, NR);
    }
    multiply(height, columns, p, kcb, j, ir, tile, 0, NR);
    if (last) {
      finish(rows, j, columns, tile, 0, NR);
    }
    copy(rows, columns, tile, 0, NR, dst, at, width);
  }

  private void multiply(
      int height, int columns, int p, int kcb, int j, int ir, float[] t, int tAt, int ldt) {
    int b = weightsAt + j * shape.kh() * shape.kw() * inputs.channels() + p * NR;
    int a = FloatPanelsA.at(ir);
    SgemmTile.multiply(wide, height, columns, kcb, panelsA.array(), a, weights, b, NR, t, tAt, ldt);
  }

  /** The sums start from the bias; C's cache lines arrive while the micro-kernel computes. */
  private void begin(int rows, int j, int columns, float[] t, int at, int ldt) {
    for (int v = 0; v < columns; v += VL) {
      FloatVector value = FloatVector.fromArray(V, bias, j + v);
      for (int row = 0; row < rows; row++) {
        value.intoArray(t, at + v + row * ldt);
      }
    }
  }

  /** Activates a tile, or a part of it. */
  private void finish(int rows, int j, int columns, float[] t, int at, int ldt) {
    if (activation == Activation.IDENTITY) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      int rowAt = at + row * ldt;
      if (activation == Activation.RELU) {
        for (int v = 0; v < columns; v += VL) {
          FloatVector.fromArray(V, t, rowAt + v).max(0).intoArray(t, rowAt + v);
        }
      } else {
        VectorElementwise.activate(activation, columns, t, rowAt);
        // The logistic function of 0 is not 0, as elements beside those of the tensor have to be.
        for (int column = outputs.channels() - j; column < columns; column++) {
          t[rowAt + column] = 0;
        }
      }
    }
  }

  private static void copy(
      int rows, int columns, float[] x, int xAt, int ldx, float[] y, int yAt, int ldy) {
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < columns; v += VL) {
        FloatVector.fromArray(V, x, xAt + v + row * ldx).intoArray(y, yAt + v + row * ldy);
      }
    }
  }
}
