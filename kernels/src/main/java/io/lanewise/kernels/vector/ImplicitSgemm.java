package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.heap.HeapFloats;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weights times the columns of images, C in images: a convolution forward, or one of the phases of
 * its backward data. The columns are packed from the images, panel by panel.
 *
 * <p>The sums that wait while k goes on are in C itself: its rows are an image's channel, too short
 * for the pages that {@link FiveLoops} keeps tiles for, and the workspace is smaller.
 */
final class ImplicitSgemm extends FiveLoops {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();
  private static final int NR = Sgemm.NR;
  private static final int LDT = ImageGrid.LDT;

  private final boolean wide;
  private final int panelElements;
  private final FloatPanelsA panelsA = new FloatPanelsA();
  private final float[] tile = new float[Sgemm12x2.MR * LDT];
  private final VectorElementwise elementwise = new VectorElementwise();
  private final FloatPanelsB panelsB = new FloatPanelsB();

  private ConvPhase phase;
  private float[] weights;
  private int weightsAt;
  private float[] in;
  private int inAt;
  private float[] out;
  private int outAt;
  private float[] bias;
  private int biasAt;
  private Activation activation;

  ImplicitSgemm(boolean wide, CacheSizes caches) {
    super(GemmBlocking.of(Sgemm12x2.MR, NR, Float.BYTES, caches));
    this.wide = wide;
    panelElements = caches.l2() / 8 / Float.BYTES;
  }

  /**
   * Columns of a panel of kc rows: in an eighth of the level 2 cache, which it shares with C. Of
   * 256 rows 256, 512 and 1024 columns were equally fast, docs/design.md; of 64 rows the more the
   * better, as rows of C are then written from end to end.
   */
  int panelColumns(int kc) {
    return Math.max(NR, Math.min(panelElements / kc, blocking.nc()) / NR * NR);
  }

  /** Takes the product of one group, bias null for none; {@link #clear} forgets it. */
  void set(
      ConvPhase phase,
      int group,
      HeapFloats in,
      HeapFloats weights,
      HeapFloats bias,
      Activation activation,
      HeapFloats out) {
    this.phase = phase;
    this.weights = weights.array();
    weightsAt = weights.offset() + group * phase.weights().elements();
    this.in = in.array();
    inAt = in.offset() + group * phase.columns().elements();
    this.out = out.array();
    outAt = out.offset() + group * phase.m() * phase.grid().ld();
    this.bias = bias == null ? null : bias.array();
    biasAt = bias == null ? 0 : bias.offset() + group * phase.m();
    this.activation = activation;
  }

  void clear() {
    panelsB.release();
    phase = null;
    weights = null;
    in = null;
    out = null;
    bias = null;
  }

  long bytes() {
    return panelsA.bytes()
        + panelsB.bytes()
        + (long) Float.BYTES * tile.length
        + elementwise.workspaceBytes();
  }

  @Override
  void reserve(int rows, int tileRows, int columns, int kcb, int tileColumns) {
    panelsA.reserve(rows + blocking.mr());
    panelsB.reserve(columns, kcb);
  }

  @Override
  void packA(int i, int rows, int rowsLeft, int p, int kcb, int ir) {
    phase.weights().pack(weights, weightsAt, i, rows, p, kcb, panelsA, ir);
  }

  @Override
  void packB(int p, int kcb, int j, int columns, int jr) {
    phase.columns().pack(in, inAt, p, kcb, j, columns, panelsB.array(), FloatPanelsB.at(jr, kcb));
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
    ImageGrid grid = phase.grid();
    boolean composed = last && (activation == Activation.TANH || activation == Activation.SIGMOID);
    if (rows == height && columns == NR && !composed && grid.isRun(j, columns)) {
      int at = outAt + grid.at(i, j);
      if (first) {
        // C is written before the sum and not after it: its cache lines arrive meanwhile.
        SgemmTile.clear(height, out, at, grid.ld());
      }
      multiply(height, columns, kcb, ir, jr, out, at, grid.ld());
      if (last) {
        finish(i, rows, out, at, grid.ld());
      }
      return;
    }
    if (first) {
      SgemmTile.clear(height, tile, 0, LDT);
    } else {
      grid.read(out, outAt, i, rows, j, columns, tile, 0);
    }
    multiply(height, columns, kcb, ir, jr, tile, 0, LDT);
    if (last) {
      finish(i, rows, tile, 0, LDT);
    }
    if (composed) {
      elementwise.activate(activation, rows * LDT, tile, 0, tile, 0);
    }
    grid.write(out, outAt, i, rows, j, columns, tile, 0);
  }

  private void multiply(
      int height, int columns, int kcb, int ir, int jr, float[] t, int tAt, int ldt) {
    SgemmTile.multiply(
        wide,
        height,
        columns,
        kcb,
        panelsA.array(),
        FloatPanelsA.at(ir),
        panelsB.array(),
        FloatPanelsB.at(jr, kcb),
        NR,
        t,
        tAt,
        ldt);
  }

  /** Adds the bias and applies an activation that is one instruction, in a tile or in C. */
  private void finish(int i, int rows, float[] t, int tAt, int ldt) {
    if (bias == null && activation != Activation.RELU) {
      return;
    }
    float least = activation == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
    for (int row = 0; row < rows; row++) {
      float value = bias == null ? 0 : bias[biasAt + i + row];
      for (int at = tAt; at < tAt + NR; at += VL) {
        FloatVector.fromArray(V, t, at).add(value).max(least).intoArray(t, at);
      }
      tAt += ldt;
    }
  }
}
