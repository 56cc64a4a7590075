package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * The correlation of images in lanes with weights: {@code forward} and {@code backwardData} are the
 * same loops with other axes and other strides in the weights.
 *
 * <p>For each block of VL images, band of rows and group:
 *
 * <pre>
 * chunk of output channels whose weights stay in the level 1 cache
 *   row of the output
 *     channels of a tile
 *       columns of a tile
 *         taps: rows of the kernel, columns of the kernel, input channels, in one table
 * </pre>
 *
 * <p>Taps that lie outside of the image are left out where they do so for all of a tile. A tap row
 * is the outermost index of the table, so that those of a row of the output are one range of it.
 */
final class LanesFilter {

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /** Elements of weights that a pass over the rows of a band uses: 16 KiB. */
  private static final int CHUNK = 4096;

  private final int inputs;
  private final int outputs;
  private final int groups;
  private final LanesAxis h;
  private final LanesAxis w;
  private final int weightsPerOutput;
  private final int weightsPerInput;
  private final int kh;
  private final int kw;
  private final int images;
  private final int bandRows;
  private final int bands;
  private final LanesTile tile;
  private final int blocks;

  /** Where each tile starts, in the row of the input and of the output. */
  private final int[] tileIn;

  private final int[] tileOut;

  /** For each phase of rows and each tile, its taps. */
  private final LanesTaps[][] tables;

  private final List<LanesTaps> distinct = new ArrayList<>();

  /** Taps of all the distinct tables, each of which has its own copy of the weights. */
  private int tapsPerBlock;

  private final float[] packedWeights;

  /** What packedWeights were packed from: a network's steps call with the same ones many times. */
  private float[] latestWeights = {};

  private final float[] packedBias;
  private final LanesOperand src = new LanesOperand();
  private final LanesOperand dst = new LanesOperand();
  private final LanesRows[] rows;
  private final float[][] staged;
  private final LanesOutput[] outs;
  private LanesGeometry geometry;
  private Activation activation = Activation.IDENTITY;

  /**
   * Lays out the loops.
   *
   * @param images images
   * @param groups groups
   * @param inputs input channels of a group
   * @param outputs output channels of a group
   * @param h the axis of the rows
   * @param w the axis of the columns
   * @param kh rows of the kernel
   * @param kw columns of the kernel
   * @param weightsPerOutput from one output channel to the next in the weights of a group
   * @param weightsPerInput from one input channel to the next
   */
  LanesFilter(
      int images,
      int groups,
      int inputs,
      int outputs,
      LanesAxis h,
      LanesAxis w,
      int kh,
      int kw,
      int weightsPerOutput,
      int weightsPerInput,
      int registers,
      CacheSizes caches,
      int threads) {
    this.groups = groups;
    this.inputs = inputs;
    this.outputs = outputs;
    this.h = h;
    this.w = w;
    this.kh = kh;
    this.kw = kw;
    this.weightsPerOutput = weightsPerOutput;
    this.weightsPerInput = weightsPerInput;
    this.images = (images + VL - 1) / VL;
    tile = LanesTile.choose(registers, outputs, w);
    blocks = (outputs + tile.channels() - 1) / tile.channels();
    bandRows = bandRows(caches, threads);
    bands = (h.out() + bandRows - 1) / bandRows;
    int tiles = 0;
    for (int phase = 0; phase < w.phases(); phase++) {
      tiles += (w.count(phase) + tile.columns() - 1) / tile.columns();
    }
    tileIn = new int[tiles];
    tileOut = new int[tiles];
    tables = new LanesTaps[h.phases()][tiles];
    packedBias = new float[groups * blocks * tile.channels()];
    rows = new LanesRows[threads];
    staged = new float[threads][0];
    outs = new LanesOutput[threads];
    Arrays.setAll(outs, thread -> new LanesOutput());
    geometry = new LanesGeometry(inputs, h, w, rowsAtOnce(), true, false);
    fillTables();
    int longest = 0;
    for (LanesTaps table : distinct) {
      longest = Math.max(longest, table.input.length);
    }
    for (LanesOutput out : outs) {
      out.taps = new int[longest];
    }
    packedWeights = new float[Math.multiplyExact(groups * blocks * tile.channels(), tapsPerBlock)];
  }

  /** As many rows as have their input, and a native output, in a quarter of the level 2 cache. */
  private int bandRows(CacheSizes caches, int threads) {
    long in = inputs * LanesGeometry.rowElements(w);
    long out = (long) outputs * w.out() * VL;
    long most = caches.l2() / 4 / Float.BYTES;
    int band = (h.out() * Math.max(1, images) + threads - 1) / threads;
    band = Math.min(band, h.out());
    while (band > 1 && Math.max(Math.min(h.reach(band), h.in()) * in, band * out) > most) {
      band--;
    }
    return band;
  }

  private int rowsAtOnce() {
    return Math.min(h.reach(bandRows), h.in());
  }

  private void fillTables() {
    int at = 0;
    for (int phase = 0; phase < w.phases(); phase++) {
      int count = w.count(phase);
      for (int m = 0; m < count; m += tile.columns()) {
        int start = Math.min(m, count - tile.columns());
        int first = w.firstTap(phase, start + tile.columns() - 1);
        int end = Math.max(first, w.endTap(phase, start));
        tileIn[at] = start * VL;
        tileOut[at] = (phase + start * w.outStep()) * VL;
        for (int phaseH = 0; phaseH < h.phases(); phaseH++) {
          tables[phaseH][at] = table(phaseH, phase, first, end);
        }
        at++;
      }
    }
  }

  /** The table of some columns of the kernel, made when it is first asked for. */
  private LanesTaps table(int phaseH, int phaseW, int first, int end) {
    for (LanesTaps table : distinct) {
      if (table.is(phaseH, phaseW, first, end)) {
        return table;
      }
    }
    LanesTaps table =
        new LanesTaps(
            phaseH, phaseW, first, end, h.taps(phaseH) * (end - first) * inputs, tapsPerBlock);
    int columns = end - first;
    int k = 0;
    for (int i = 0; i < h.taps(phaseH); i++) {
      for (int n = 0; n < columns * inputs; n++) {
        int j = first + (tile.slides() ? n % columns : n / inputs);
        int c = tile.slides() ? n / columns : n % inputs;
        table.input[k] =
            c * geometry.planePitch()
                + h.origin(phaseH, i) * geometry.rowPitch()
                + geometry.at(w.origin(phaseW, j));
        table.weight[k++] = c * weightsPerInput + h.tap(phaseH, i) * kw + w.tap(phaseW, j);
      }
    }
    distinct.add(table);
    tapsPerBlock += k;
    return table;
  }

  long bytes() {
    long bytes = 4L * (packedWeights.length + latestWeights.length + packedBias.length);
    for (LanesTaps table : distinct) {
      bytes += 8L * table.input.length;
    }
    for (int i = 0; i < rows.length; i++) {
      bytes += (rows[i] == null ? 0 : rows[i].bytes()) + 4L * staged[i].length;
    }
    return bytes;
  }

  /** Units of work, in any order and on any thread: bands of blocks of images. */
  int units() {
    return images * bands;
  }

  /**
   * Takes the operands of a call.
   *
   * @param weights OIHW, from weightsAt on
   * @param bias one value for each output channel from biasAt on, or null
   */
  void set(
      MemorySegment from,
      float[] weights,
      int weightsAt,
      float[] bias,
      int biasAt,
      Activation activation,
      MemorySegment to) {
    src.set(from);
    dst.set(to);
    this.activation = activation;
    boolean direct = src.isReadInPlace(outputs * kh * kw);
    if (geometry.isDirect() != direct) {
      geometry = new LanesGeometry(inputs, h, w, rowsAtOnce(), direct, false);
      distinct.clear();
      tapsPerBlock = 0;
      fillTables();
      Arrays.fill(rows, null);
      latestWeights = new float[0];
    }
    int n = groups * outputs * inputs * kh * kw;
    if (!Arrays.equals(weights, weightsAt, weightsAt + n, latestWeights, 0, latestWeights.length)) {
      packWeights(weights, weightsAt);
      if (latestWeights.length != n) {
        latestWeights = new float[n];
      }
      System.arraycopy(weights, weightsAt, latestWeights, 0, n);
    }
    packBias(bias, biasAt);
  }

  void clear() {
    src.clear();
    dst.clear();
  }

  private void packWeights(float[] weights, int weightsAt) {
    int tileChannels = tile.channels();
    int to = 0;
    for (int group = 0; group < groups; group++) {
      int groupAt = weightsAt + group * outputs * inputs * kh * kw;
      for (int o = 0; o < outputs; o += tileChannels) {
        int channels = Math.min(tileChannels, outputs - o);
        for (int t = 0; t < distinct.size(); t++) {
          int[] taps = distinct.get(t).weight;
          for (int k = 0; k < taps.length; k++) {
            int from = groupAt + o * weightsPerOutput + taps[k];
            for (int r = 0; r < channels; r++) {
              packedWeights[to + r] = weights[from + r * weightsPerOutput];
            }
            to += tileChannels;
          }
        }
      }
    }
  }

  private void packBias(float[] bias, int biasAt) {
    if (bias == null) {
      Arrays.fill(packedBias, 0);
      return;
    }
    int perGroup = blocks * tile.channels();
    for (int group = 0; group < groups; group++) {
      System.arraycopy(bias, biasAt + group * outputs, packedBias, group * perGroup, outputs);
    }
  }

  /** Computes units first .. end; other threads have other numbers. */
  void run(int thread, int first, int end) {
    if (rows[thread] == null) {
      rows[thread] = new LanesRows(geometry);
    }
    for (int unit = first; unit < end; unit++) {
      int y0 = unit % bands * bandRows;
      band(thread, unit / bands, y0, Math.min(h.out(), y0 + bandRows));
    }
  }

  private void band(int thread, int image, int y0, int y1) {
    LanesRows in = rows[thread];
    int row0 = Integer.MAX_VALUE;
    int row1 = 0;
    for (int y = y0; y < y1; y++) {
      int phase = y % h.outStep();
      int m = y / h.outStep();
      int first = h.firstTap(phase, m);
      int end = h.endTap(phase, m);
      if (first < end) {
        row0 = Math.min(row0, m * h.inStep() + h.origin(phase, first));
        row1 = Math.max(row1, m * h.inStep() + h.origin(phase, end - 1) + 1);
      }
    }
    row0 = Math.min(row0, row1);
    float[] to = dst.array();
    int plane = h.out() * w.out() * VL;
    int bandPlane = plane;
    if (dst.isNative()) {
      bandPlane = bandRows * w.out() * VL;
      if (staged[thread].length == 0) {
        staged[thread] = new float[outputs * bandPlane];
      }
      to = staged[thread];
    }
    for (int group = 0; group < groups; group++) {
      int srcPlanes = (image * groups + group) * inputs;
      int dstAt = (image * groups + group) * outputs * plane + y0 * w.out() * VL;
      in.load(src, srcPlanes * h.in() * w.in() * VL, row0, row1);
      int at = dst.isNative() ? 0 : dst.offset() + dstAt;
      group(group, in, outs[thread], y0, y1, to, at, bandPlane);
      if (dst.isNative()) {
        for (int o = 0; o < outputs; o++) {
          dst.write(to, o * bandPlane, dstAt + o * plane, (y1 - y0) * w.out() * VL);
        }
      }
    }
  }

  private void group(
      int group, LanesRows in, LanesOutput out, int y0, int y1, float[] to, int at, int plane) {
    int blockWeights = tapsPerBlock * tile.channels();
    int chunk = Math.max(1, CHUNK / Math.max(1, blockWeights));
    for (int block = 0; block < blocks; block += chunk) {
      int endBlock = Math.min(blocks, block + chunk);
      for (int y = y0; y < y1; y++) {
        int rowAt = at + (y - y0) * w.out() * VL;
        for (int b = block; b < endBlock; b++) {
          row(group * blocks + b, b, in, out, y, to, rowAt + b * tile.channels() * plane, plane);
        }
      }
    }
  }

  /** One row of the output, the channels of one tile. */
  private void row(
      int groupBlock,
      int block,
      LanesRows in,
      LanesOutput out,
      int y,
      float[] to,
      int at,
      int plane) {
    int phase = y % h.outStep();
    int m = y / h.outStep();
    int first = h.firstTap(phase, m);
    int end = Math.max(first, h.endTap(phase, m));
    int xAt = in.base() + m * h.inStep() * geometry.rowPitch();
    int wAt = groupBlock * tapsPerBlock * tile.channels();
    int channels = Math.min(tile.channels(), outputs - block * tile.channels());
    out.y = to;
    out.plane = plane;
    out.step = w.outStep() * VL;
    out.channels = channels;
    out.bias = packedBias;
    out.biasAt = groupBlock * tile.channels();
    out.floor = activation == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
    LanesTaps[] phaseTables = tables[phase];
    for (int t = 0; t < tileIn.length; t++) {
      LanesTaps taps = phaseTables[t];
      int perRow = taps.columns * inputs;
      out.at = at + tileOut[t];
      int n = (end - first) * perRow;
      taps.shift(first * perRow, n, xAt + tileIn[t], out.taps);
      tile.run(
          out.taps,
          n,
          in.array(),
          packedWeights,
          wAt + (taps.at + first * perRow) * tile.channels(),
          out);
    }
    if (activation == Activation.TANH || activation == Activation.SIGMOID) {
      for (int r = 0; r < channels; r++) {
        VectorElementwise.activate(activation, w.out() * VL, to, at + r * plane);
      }
    }
  }
}
