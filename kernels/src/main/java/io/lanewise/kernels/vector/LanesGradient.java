package io.lanewise.kernels.vector;

import io.lanewise.kernels.Conv2dShape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of weights and bias from images in lanes. Each lane has sums of its own, a vector
 * for each weight, until all images are in; the lanes are added up at the end.
 *
 * <pre>
 * pass: so many weights that their sums stay in the level 2 cache
 *   block of VL images
 *     band of rows of the output
 *       output channels of a tile
 *         rows whose gradients, packed side by side and added to the bias', stay in level 1
 *           taps of a tile
 *             pixels
 * </pre>
 *
 * <p>Threads divide the output channels.
 */
final class LanesGradient {

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  private final int images;
  private final int groups;
  private final int inputs;
  private final int outputs;
  private final LanesAxis h;
  private final LanesAxis w;
  private final int allTaps;
  private final LanesGradientTile tile;
  private final int blocks;
  private final int tapTiles;
  private final int bandRows;

  /**
   * Rows of the output whose gradients are packed at a time: 5/9 of the level 1 cache, which is all
   * rows of LeNet-5's second layer: then each sum is read and written once.
   */
  private final int panelRows;

  /** Output channels of a tile, and tap tiles, of a pass. */
  private final int passBlocks;

  private final int passTapTiles;

  /** From one tap of a run to the next, in the kernel's columns. */
  private final int tapStep;

  /** Where the first tap of each tile is in the input, and in the weights of an output channel. */
  private final int[] tileIn;

  private final int[] tileWeight;

  /** Where the outputs of a band are in the input. */
  private final int[] pixels;

  private final LanesOperand src = new LanesOperand();
  private final LanesOperand dst = new LanesOperand();
  private final Scratch[] scratch;
  private LanesGeometry geometry;
  private float[] dw = {};
  private int dwAt;
  private float[] db = {};
  private int dbAt;

  /** What one thread works with. */
  private static final class Scratch {
    final LanesRows rows;

    /** Gradients of the output, the channels of a tile side by side for each pixel. */
    final AlignedFloats panel;

    /** A row of pixels of a native operand. */
    float[] row = {};

    final AlignedFloats sums;
    final float[] biasSums;
    final int[] pixels;

    Scratch(LanesGeometry geometry, int panel, int sums, int biasSums, int pixels) {
      this.pixels = new int[pixels];
      rows = new LanesRows(geometry);
      this.panel = AlignedFloats.of(panel);
      this.sums = AlignedFloats.of(FloatSum.elements(sums));
      this.biasSums = new float[FloatSum.elements(biasSums)];
    }

    long bytes() {
      return rows.bytes()
          + panel.bytes()
          + sums.bytes()
          + 4L * (row.length + biasSums.length + pixels.length);
    }
  }

  LanesGradient(
      Conv2dShape shape, LanesAxis h, LanesAxis w, int registers, CacheSizes caches, int threads) {
    images = (shape.mb() + VL - 1) / VL;
    groups = shape.groups();
    inputs = shape.ic() / groups;
    outputs = shape.oc() / groups;
    this.h = h;
    this.w = w;
    allTaps = inputs * shape.kh() * shape.kw();
    int step = shape.strideW() % shape.dilationW() == 0 ? shape.strideW() / shape.dilationW() : 0;
    tapStep = step == 0 || step > shape.kw() ? shape.kw() : step;
    int[] runs = new int[tapStep];
    Arrays.setAll(runs, first -> (shape.kw() - first + tapStep - 1) / tapStep);
    tile = LanesGradientTile.choose(registers, outputs, runs);
    int rowTiles = 0;
    for (int run : runs) {
      rowTiles += (run + tile.taps() - 1) / tile.taps();
    }
    blocks = (outputs + tile.channels() - 1) / tile.channels();
    tapTiles = inputs * shape.kh() * rowTiles;
    long quarter = caches.l2() / 4 / Float.BYTES;
    int tileSums = tile.channels() * tile.taps() * VL;
    passTapTiles = (int) Math.max(1, Math.min(tapTiles, quarter / tileSums));
    passBlocks = (int) Math.max(1, Math.min(groups * blocks, quarter / tileSums / passTapTiles));
    int band = h.out();
    long in = inputs * LanesGeometry.rowElements(w);
    while (band > 1 && h.reach(band) * in > quarter) {
      band--;
    }
    bandRows = band;
    tileIn = new int[tapTiles];
    tileWeight = new int[tapTiles];
    long panelRow = (long) w.out() * tile.channels() * VL * Float.BYTES;
    panelRows = (int) Math.max(1, Math.min(bandRows, caches.l1() * 5L / 9 / panelRow));
    pixels = new int[panelRows * w.out()];
    geometry = geometry(true);
    fillTables();
    scratch = new Scratch[threads];
  }

  private LanesGeometry geometry(boolean direct) {
    boolean outside = h.least() < 0 || h.largest() >= h.in();
    return new LanesGeometry(inputs, h, w, h.reach(bandRows), direct, outside);
  }

  private void fillTables() {
    int tileAt = 0;
    for (int c = 0; c < inputs; c++) {
      for (int i = 0; i < h.taps(0); i++) {
        for (int first = 0; first < tapStep; first++) {
          int run = (w.taps(0) - first + tapStep - 1) / tapStep;
          for (int t = 0; t < run; t += tile.taps()) {
            // The last tile of a run computes some taps once more.
            int j = first + Math.min(t, run - tile.taps()) * tapStep;
            tileIn[tileAt] =
                c * geometry.planePitch()
                    + h.origin(0, i) * geometry.rowPitch()
                    + geometry.at(w.origin(0, j));
            tileWeight[tileAt++] = (c * h.taps(0) + i) * w.taps(0) + j;
          }
        }
      }
    }
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = k / w.out() * h.inStep() * geometry.rowPitch() + k % w.out() * VL;
    }
  }

  long bytes() {
    long bytes = 4L * (2 * tapTiles + pixels.length);
    for (Scratch own : scratch) {
      bytes += own == null ? 0 : own.bytes();
    }
    return bytes;
  }

  /** Units of work, in any order and on any thread: the output channels of a tile. */
  int units() {
    return groups * blocks;
  }

  /** Takes the operands of a call; diffBias may be null. */
  void set(
      MemorySegment images,
      MemorySegment diffDst,
      float[] diffWeights,
      int diffWeightsAt,
      float[] diffBias,
      int diffBiasAt) {
    src.set(images);
    dst.set(diffDst);
    dw = diffWeights;
    dwAt = diffWeightsAt;
    db = diffBias;
    dbAt = diffBiasAt;
    boolean direct = src.isReadInPlace(outputs * allTaps / inputs);
    if (geometry.isDirect() != direct) {
      geometry = geometry(direct);
      fillTables();
      Arrays.fill(scratch, null);
    }
  }

  void clear() {
    src.clear();
    dst.clear();
    dw = null;
    db = null;
  }

  /** Computes units first .. end; other threads have other numbers. */
  void run(int thread, int first, int end) {
    if (scratch[thread] == null) {
      scratch[thread] =
          new Scratch(
              geometry,
              panelRows * w.out() * tile.channels() * VL,
              passBlocks * passTapTiles * tile.channels() * tile.taps(),
              passBlocks * tile.channels(),
              pixels.length);
    }
    for (int unit = first; unit < end; unit += passBlocks) {
      for (int tapTile = 0; tapTile < tapTiles; tapTile += passTapTiles) {
        pass(
            scratch[thread],
            unit,
            Math.min(end, unit + passBlocks),
            tapTile,
            Math.min(tapTiles, tapTile + passTapTiles));
      }
    }
  }

  private void pass(Scratch own, int unit0, int unit1, int tile0, int tile1) {
    int sums = (unit1 - unit0) * (tile1 - tile0) * tile.channels() * tile.taps() * VL;
    Arrays.fill(own.sums.array(), own.sums.start(), own.sums.start() + sums, 0);
    Arrays.fill(own.biasSums, 0);
    for (int image = 0; image < images; image++) {
      for (int y = 0; y < h.out(); y += bandRows) {
        band(own, image, y, Math.min(h.out(), y + bandRows), unit0, unit1, tile0, tile1);
      }
    }
    FloatSum.ofEach(sums / VL, own.sums.array(), own.sums.start());
    FloatSum.ofEach((unit1 - unit0) * tile.channels(), own.biasSums, 0);
    for (int unit = unit0; unit < unit1; unit++) {
      store(own, unit, unit - unit0, tile0, tile1);
    }
  }

  private void band(
      Scratch own, int image, int y0, int y1, int unit0, int unit1, int tile0, int tile1) {
    int loaded = -1;
    for (int unit = unit0; unit < unit1; unit++) {
      int group = unit / blocks;
      if (group != loaded) {
        int row0 = y0 * h.inStep() + h.origin(0, 0);
        int row1 = (y1 - 1) * h.inStep() + h.origin(0, h.taps(0) - 1) + 1;
        int at = (image * groups + group) * inputs * h.in() * w.in() * VL;
        own.rows.load(src, at, row0, row1);
        loaded = group;
      }
      for (int y = y0; y < y1; y += panelRows) {
        panel(own, image, y, Math.min(y1, y + panelRows), unit, unit - unit0, tile0, tile1);
      }
    }
  }

  /** Some rows of the output, the channels of one tile. */
  private void panel(
      Scratch own, int image, int y0, int y1, int unit, int passUnit, int tile0, int tile1) {
    int group = unit / blocks;
    int channel = group * outputs + unit % blocks * tile.channels();
    int channels = Math.min(tile.channels(), (group + 1) * outputs - channel);
    pack(own, image, channel, channels, y0, y1, passUnit * tile.channels() * VL);
    int tileSums = tile.channels() * tile.taps() * VL;
    int at = own.sums.start() + passUnit * (tile1 - tile0) * tileSums;
    int xAt = own.rows.base() + y0 * h.inStep() * geometry.rowPitch();
    int n = (y1 - y0) * w.out();
    for (int t = tile0; t < tile1; t++) {
      shift(n, pixels, xAt + tileIn[t], own.pixels);
      tile.run(
          own.pixels,
          n,
          own.rows.array(),
          own.panel.array(),
          own.panel.start(),
          own.sums.array(),
          at);
      at += tileSums;
    }
  }

  private static void shift(int n, int[] from, int by, int[] to) {
    for (int k = 0; k < n; k++) {
      to[k] = from[k] + by;
    }
  }

  private void pack(Scratch own, int image, int channel, int channels, int y0, int y1, int biasAt) {
    int plane = h.out() * w.out() * VL;
    int n = (y1 - y0) * w.out() * VL;
    for (int r = 0; r < channels; r++) {
      int from = (image * groups * outputs + channel + r) * plane + y0 * w.out() * VL;
      float[] x = dst.array();
      int at = dst.offset() + from;
      if (dst.isNative()) {
        if (own.row.length < n) {
          own.row = new float[n];
        }
        dst.read(from, own.row, 0, n);
        x = own.row;
        at = 0;
      }
      spread(
          n,
          x,
          at,
          own.panel.array(),
          own.panel.start() + r * VL,
          tile.channels() * VL,
          own.biasSums,
          biasAt + r * VL);
    }
  }

  /** Copies vectors to places a step apart, and adds them up. */
  private static void spread(
      int n, float[] x, int xAt, float[] y, int yAt, int step, float[] sums, int sumAt) {
    FloatVector sum = FloatVector.fromArray(V, sums, sumAt);
    for (int i = 0; i < n; i += VL) {
      FloatVector value = FloatVector.fromArray(V, x, xAt + i);
      value.intoArray(y, yAt);
      sum = sum.add(value);
      yAt += step;
    }
    sum.intoArray(sums, sumAt);
  }

  /** Takes the sums of a pass to weights and bias. */
  private void store(Scratch own, int unit, int passUnit, int tile0, int tile1) {
    int group = unit / blocks;
    int channel = group * outputs + unit % blocks * tile.channels();
    int channels = Math.min(tile.channels(), (group + 1) * outputs - channel);
    int at = own.sums.start() + passUnit * (tile1 - tile0) * tile.channels() * tile.taps();
    for (int t = tile0; t < tile1; t++) {
      for (int r = 0; r < channels; r++) {
        int to = dwAt + (channel + r) * allTaps + tileWeight[t];
        copy(tile.taps(), own.sums.array(), at + r * tile.taps(), dw, to, tapStep);
      }
      at += tile.channels() * tile.taps();
    }
    if (db != null && tile0 == 0) {
      copy(channels, own.biasSums, passUnit * tile.channels(), db, dbAt + channel, 1);
    }
  }

  private static void copy(int n, float[] sums, int at, float[] y, int yAt, int step) {
    for (int i = 0; i < n; i++) {
      y[yAt + i * step] = sums[at + i];
    }
  }
}
