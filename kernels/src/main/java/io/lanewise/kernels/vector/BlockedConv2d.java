package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Direct convolution of images whose channels lie in the lanes of vectors, {@link Layout#RESIDENT}.
 * With ib = ceil(ic / groups / VL) blocks of input channels, B vectors of output channels in a tile
 * and ob = ceil(oc / groups / VL / B) such tiles:
 *
 * <pre>
 * src      [mb][groups][ib][ih][iw][VL]
 * weights  [groups][ob][kh][ib][kw][VL input channels][B VL output channels]
 * dst      [mb][groups][ob B][oh][ow][VL]
 * </pre>
 *
 * <p>Nothing is packed in a call: an element of the input is broadcast and multiplied with vectors
 * of weights. Rows of the input are read where they lie, or copied with their padding, in bands of
 * a quarter of the level 2 cache.
 *
 * <pre>
 * band of rows of the output
 *   vectors of output channels of a tile
 *     taps whose weights stay in the level 1 cache
 *       row, pixels of a tile: the micro-kernel
 * </pre>
 *
 * <p>Both backward directions are computed by {@link ImplicitConv2d} on copies in NCHW.
 *
 * <p>Threads divide bands and images or, where there are fewer, output channels, never a sum: the
 * same bits for any number of them.
 *
 * <p>Source: E. Georganas et al., Anatomy of High-Performance Deep Learning Convolutions on SIMD
 * Architectures, SC18.
 */
final class BlockedConv2d extends Conv2d {

  static final String NAME = "vector/conv2d-blocked";

  private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
  private static final int VL = V.length();

  /** Elements of weights that a pass over the rows of a band uses: half of a level 1 cache. */
  private static final int CHUNK = 6144;

  /** Operations that each thread gets at least: some 15 microseconds. Chosen, not measured. */
  private static final long FLOPS_PER_THREAD = 2_000_000;

  private final Workers workers;
  private final CacheSizes caches;
  private final BlockedTile tile;
  private final Sizes sizes;
  private final LanesAxis h;
  private final LanesAxis w;
  private final LanesGeometry geometry;
  private final int bandRows;
  private final int bands;

  /** Where each tap, with a block of input channels, is in the input, seen from the output. */
  private final int[] taps;

  private final LanesRows[] rows;

  /** For each thread a tile of pixels that reaches past the row. */
  private final float[][] lastTiles;

  private final LanesImages images = new LanesImages();
  private final LanesOperand input = new LanesOperand();
  private final HeapFloats src = new HeapFloats();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();
  private final Workers.Task forwardPart = this::forwardPart;

  private float[] paddedBias = {};
  private Activation activation = Activation.IDENTITY;
  private InNchw plain;

  /** Blocks of channels. */
  private record Sizes(int inputs, int inputBlocks, int outputs, int outputTiles, int vectors) {

    static Sizes of(Conv2dShape shape, BlockedTile tile) {
      int inputs = shape.ic() / shape.groups();
      int outputs = shape.oc() / shape.groups();
      int width = tile.vectors() * VL;
      return new Sizes(
          inputs, (inputs + VL - 1) / VL, outputs, (outputs + width - 1) / width, tile.vectors());
    }

    long src(Conv2dShape s) {
      return (long) s.mb() * s.groups() * inputBlocks * VL * s.ih() * s.iw();
    }

    long weights(Conv2dShape s) {
      return (long) s.groups() * outputTiles * taps(s) * VL * vectors * VL;
    }

    long dst(Conv2dShape s) {
      return (long) s.mb() * s.groups() * outputTiles * vectors * VL * s.oh() * s.ow();
    }

    /** Taps of the kernel, each with a block of input channels. */
    int taps(Conv2dShape s) {
      return s.kh() * s.kw() * inputBlocks;
    }
  }

  /** The same convolution in NCHW, with copies of its operands. */
  private record InNchw(
      ImplicitConv2d conv2d, MemorySegment src, MemorySegment weights, MemorySegment dst) {

    static InNchw of(Conv2dShape shape, Workers workers, CacheSizes caches) {
      return new InNchw(
          new ImplicitConv2d(shape, workers, true, caches),
          MemorySegment.ofArray(new float[(int) shape.srcElements()]),
          MemorySegment.ofArray(new float[(int) shape.weightElements()]),
          MemorySegment.ofArray(new float[(int) shape.dstElements()]));
    }

    long bytes() {
      return conv2d.workspaceBytes() + src.byteSize() + weights.byteSize() + dst.byteSize();
    }
  }

  BlockedConv2d(Conv2dShape shape, Workers workers, CacheSizes caches) {
    super(NAME, shape, Layout.RESIDENT, new VectorElementwise());
    this.workers = workers;
    this.caches = caches;
    tile = tile(shape);
    sizes = Sizes.of(shape, tile);
    h =
        LanesAxis.forward(
            shape.ih(), shape.oh(), shape.kh(), shape.strideH(), shape.padTop(), shape.dilationH());
    // Whole tiles of pixels, of which those past the row are not stored.
    w =
        LanesAxis.forward(
            shape.iw(),
            GemmBlocking.roundUp(shape.ow(), BlockedTile.PIXELS),
            shape.kw(),
            shape.strideW(),
            shape.padLeft(),
            shape.dilationW());
    bandRows = bandRows();
    bands = (shape.oh() + bandRows - 1) / bandRows;
    geometry =
        new LanesGeometry(
            sizes.inputBlocks(), h, w, Math.min(h.reach(bandRows), shape.ih()), true, false);
    taps = new int[sizes.taps(shape)];
    for (int t = 0; t < taps.length; t++) {
      int j = t % shape.kw();
      int block = t / shape.kw() % sizes.inputBlocks();
      int i = t / shape.kw() / sizes.inputBlocks();
      taps[t] =
          block * geometry.planePitch()
              + h.origin(0, i) * geometry.rowPitch()
              + geometry.at(w.origin(0, j));
    }
    rows = new LanesRows[workers.threads()];
    Arrays.setAll(rows, i -> new LanesRows(geometry));
    lastTiles = new float[workers.threads()][tile.vectors() * BlockedTile.PIXELS * VL];
  }

  /**
   * The tile that computes all output channels, rounded up to its own, in the least time. A vector
   * of a tile of two takes 1.1 times as long as one of three, which loads less.
   */
  private static BlockedTile tile(Conv2dShape shape) {
    int vectors = (shape.oc() / shape.groups() + VL - 1) / VL;
    return 1.1 * GemmBlocking.roundUp(vectors, 2) <= GemmBlocking.roundUp(vectors, 3)
        ? BlockedTile.T7X2
        : BlockedTile.T7X3;
  }

  /** Whether tensors, channels rounded up, can be counted with ints. */
  static boolean supports(Conv2dShape shape) {
    Sizes sizes = Sizes.of(shape, tile(shape));
    return Math.max(sizes.src(shape), Math.max(sizes.weights(shape), sizes.dst(shape)))
        <= Integer.MAX_VALUE;
  }

  /** As many rows as have their input in a quarter of the level 2 cache. */
  private int bandRows() {
    long row = sizes.inputBlocks() * LanesGeometry.rowElements(w);
    long most = caches.l2() / 4 / Float.BYTES;
    int band = shape.oh();
    while (band > 1 && Math.min(h.reach(band), shape.ih()) * row > most) {
      band--;
    }
    int bands = (shape.oh() + band - 1) / band;
    return (shape.oh() + bands - 1) / bands;
  }

  @Override
  public long elements(Tensor tensor) {
    return switch (tensor) {
      case SRC -> sizes.src(shape);
      case WEIGHTS -> sizes.weights(shape);
      case DST -> sizes.dst(shape);
    };
  }

  @Override
  public long workspaceBytes() {
    long bytes = images.bytes() + src.bytes() + weights.bytes() + bias.bytes() + dst.bytes();
    bytes += Float.BYTES * ((long) taps.length + paddedBias.length);
    for (int i = 0; i < rows.length; i++) {
      bytes += rows[i].bytes() + (long) Float.BYTES * lastTiles[i].length;
    }
    return bytes + (plain == null ? 0 : plain.bytes());
  }

  @Override
  protected void computePack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    convert(tensor, nchw, packed, true);
  }

  @Override
  protected void computeUnpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    convert(tensor, nchw, packed, false);
  }

  /** Packs a tensor, or unpacks it. */
  private void convert(Tensor tensor, MemorySegment nchw, MemorySegment packed, boolean pack) {
    switch (tensor) {
      case SRC ->
          convertImages(
              sizes.inputs(), sizes.inputBlocks(), shape.ih() * shape.iw(), nchw, packed, pack);
      case WEIGHTS -> convertWeights(nchw, packed, pack);
      case DST ->
          convertImages(
              sizes.outputs(),
              sizes.outputTiles() * tile.vectors(),
              shape.oh() * shape.ow(),
              nchw,
              packed,
              pack);
    }
  }

  /** Images of so many channels, and blocks of them, in each group. */
  private void convertImages(
      int channels,
      int blocks,
      int pixels,
      MemorySegment nchw,
      MemorySegment packed,
      boolean pack) {
    int n = shape.mb() * shape.groups();
    attach(nchw, n * channels * pixels, packed, n * blocks * VL * pixels, pack);
    for (int i = 0; i < n; i++) {
      for (int block = 0; block < blocks; block++) {
        int left = Math.max(0, channels - block * VL);
        int xAt = src.offset() + (i * channels + Math.min(block * VL, channels)) * pixels;
        int yAt = dst.offset() + (i * blocks + block) * VL * pixels;
        if (pack) {
          images.packBlock(left, pixels, src.array(), xAt, dst.array(), yAt);
        } else {
          images.unpackBlock(left, pixels, dst.array(), yAt, src.array(), xAt);
        }
      }
    }
    flush(nchw, n * channels * pixels, packed, n * blocks * VL * pixels, pack);
  }

  /** Takes what is converted: the tensor in NCHW as src, the packed one as dst. */
  private void attach(
      MemorySegment nchw, int nchwElements, MemorySegment packed, int elements, boolean pack) {
    if (pack) {
      src.read(nchw, nchwElements);
      dst.write(packed, elements);
    } else {
      src.write(nchw, nchwElements);
      dst.read(packed, elements);
    }
  }

  private void flush(
      MemorySegment nchw, int nchwElements, MemorySegment packed, int elements, boolean pack) {
    if (pack) {
      dst.flush(packed, elements);
    } else {
      src.flush(nchw, nchwElements);
    }
  }

  private void convertWeights(MemorySegment nchw, MemorySegment packed, boolean pack) {
    int width = tile.vectors() * VL;
    int n = (int) shape.weightElements();
    int packedElements = (int) sizes.weights(shape);
    attach(nchw, n, packed, packedElements, pack);
    float[] x = src.array();
    float[] y = dst.array();
    int at = dst.offset();
    for (int block = 0; block < shape.groups() * sizes.outputTiles(); block++) {
      int group = block / sizes.outputTiles();
      int firstOutput = block % sizes.outputTiles() * width;
      int outputs = Math.min(width, sizes.outputs() - firstOutput);
      for (int t = 0; t < taps.length; t++) {
        int j = t % shape.kw();
        int firstInput = t / shape.kw() % sizes.inputBlocks() * VL;
        int i = t / shape.kw() / sizes.inputBlocks();
        for (int c = firstInput; c < firstInput + VL; c++) {
          int perOutput = sizes.inputs() * shape.kh() * shape.kw();
          int from =
              src.offset()
                  + (group * sizes.outputs() + firstOutput) * perOutput
                  + (c * shape.kh() + i) * shape.kw()
                  + j;
          for (int o = 0; o < width; o++) {
            boolean inside = c < sizes.inputs() && o < outputs;
            if (pack) {
              y[at] = inside ? x[from + o * perOutput] : 0;
            } else if (inside) {
              x[from + o * perOutput] = y[at];
            }
            at++;
          }
        }
      }
    }
    flush(nchw, n, packed, packedElements, pack);
  }

  @Override
  protected void computeForward(
      MemorySegment srcSegment,
      MemorySegment weightSegment,
      MemorySegment biasSegment,
      Activation activation,
      MemorySegment dstSegment) {
    src.read(srcSegment, (int) sizes.src(shape));
    input.set(src.array(), src.offset());
    weights.read(weightSegment, (int) sizes.weights(shape));
    dst.write(dstSegment, (int) sizes.dst(shape));
    padBias(biasSegment);
    this.activation = activation;
    long byWork = Math.max(1, shape.flops() / FLOPS_PER_THREAD);
    int units = Math.max(units(), sizes.outputTiles());
    workers.run((int) Math.min(Math.min(workers.threads(), byWork), units), forwardPart);
    dst.flush(dstSegment, (int) sizes.dst(shape));
    input.clear();
  }

  private void padBias(MemorySegment segment) {
    int padded = sizes.outputTiles() * tile.vectors() * VL;
    if (paddedBias.length == 0) {
      paddedBias = new float[shape.groups() * padded];
    }
    if (segment == null) {
      Arrays.fill(paddedBias, 0);
      return;
    }
    bias.read(segment, shape.oc());
    for (int group = 0; group < shape.groups(); group++) {
      int from = bias.offset() + group * sizes.outputs();
      System.arraycopy(bias.array(), from, paddedBias, group * padded, sizes.outputs());
    }
  }

  /** Bands of all images and groups. */
  private int units() {
    return shape.mb() * shape.groups() * bands;
  }

  private void forwardPart(int part, int parts) {
    boolean byUnits = units() >= parts;
    int n = byUnits ? units() : sizes.outputTiles();
    int first = (int) ((long) n * part / parts);
    int end = (int) ((long) n * (part + 1) / parts);
    if (byUnits) {
      for (int unit = first; unit < end; unit++) {
        band(part, unit, 0, sizes.outputTiles());
      }
    } else {
      for (int unit = 0; unit < units(); unit++) {
        band(part, unit, first, end);
      }
    }
  }

  /** The output channels of some tiles in the rows of a band. */
  private void band(int part, int unit, int firstTile, int endTile) {
    int y0 = unit % bands * bandRows;
    int y1 = Math.min(shape.oh(), y0 + bandRows);
    int image = unit / bands;
    int row0 = Math.clamp((long) y0 * h.inStep() + h.origin(0, 0), 0, shape.ih());
    int lastRow = (y1 - 1) * h.inStep() + h.origin(0, shape.kh() - 1);
    int row1 = Math.clamp(lastRow + 1L, row0, shape.ih());
    LanesRows in = rows[part];
    in.load(input, image * sizes.inputBlocks() * shape.ih() * shape.iw() * VL, row0, row1);
    int perTap = VL * tile.vectors() * VL;
    int chunk = Math.max(1, CHUNK / perTap);
    for (int block = firstTile; block < endTile; block++) {
      int groupBlock = image % shape.groups() * sizes.outputTiles() + block;
      int plane = (image * sizes.outputTiles() + block) * tile.vectors();
      int yAt = dst.offset() + plane * shape.oh() * shape.ow() * VL;
      for (int t = 0; t < taps.length; t += chunk) {
        int end = Math.min(taps.length, t + chunk);
        for (int y = y0; y < y1; y++) {
          row(part, in, y, t, end, groupBlock, yAt + y * shape.ow() * VL);
        }
      }
    }
  }

  /** Adds taps first .. end to a row of the output, the channels of one tile. */
  private void row(int part, LanesRows in, int y, int first, int end, int groupBlock, int yAt) {
    int perRow = sizes.inputBlocks() * shape.kw();
    int from = Math.max(first, h.firstTap(0, y) * perRow);
    int to = Math.min(end, h.endTap(0, y) * perRow);
    int xAt = in.base() + y * h.inStep() * geometry.rowPitch();
    int wAt = weights.offset() + groupBlock * taps.length * VL * tile.vectors() * VL;
    int ow = shape.ow();
    int plane = shape.oh() * ow * VL;
    if (first == 0) {
      for (int v = 0; v < tile.vectors(); v++) {
        begin((groupBlock * tile.vectors() + v) * VL, ow * VL, yAt + v * plane);
      }
    }
    int whole = ow / BlockedTile.PIXELS * BlockedTile.PIXELS;
    float[] filter = weights.array();
    tile.run(taps, from, to, in.array(), xAt, filter, wAt, dst.array(), yAt, plane, whole);
    if (whole < ow) {
      // Pixels past the row would be added to those of the next one.
      float[] last = lastTiles[part];
      int lastPlane = BlockedTile.PIXELS * VL;
      int lastAt = yAt + whole * VL;
      int n = (ow - whole) * VL;
      for (int v = 0; v < tile.vectors(); v++) {
        System.arraycopy(dst.array(), lastAt + v * plane, last, v * lastPlane, n);
      }
      int lastX = xAt + whole * VL;
      int pixels = BlockedTile.PIXELS;
      tile.run(taps, from, to, in.array(), lastX, filter, wAt, last, 0, lastPlane, pixels);
      for (int v = 0; v < tile.vectors(); v++) {
        System.arraycopy(last, v * lastPlane, dst.array(), lastAt + v * plane, n);
      }
    }
    for (int v = 0; v < tile.vectors() && end == taps.length; v++) {
      int channel = (groupBlock % sizes.outputTiles() * tile.vectors() + v) * VL;
      finish(sizes.outputs() - channel, ow * VL, yAt + v * plane);
    }
  }

  /** A row of n elements starts from the bias. */
  private void begin(int biasAt, int n, int at) {
    FloatVector value = FloatVector.fromArray(V, paddedBias, biasAt);
    float[] y = dst.array();
    for (int i = 0; i < n; i += VL) {
      value.intoArray(y, at + i);
    }
  }

  /** Activates a row of n elements, vectors of so many channels or more. */
  private void finish(int channels, int n, int at) {
    float[] y = dst.array();
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> {
        for (int i = 0; i < n; i += VL) {
          FloatVector.fromArray(V, y, at + i).max(0).intoArray(y, at + i);
        }
      }
      case TANH -> VectorElementwise.activate(activation, n, y, at);
      case SIGMOID -> {
        VectorElementwise.activate(activation, n, y, at);
        // The logistic function of 0 is not 0, as elements beside those of the tensor have to be.
        for (int i = 0; i < n; i += VL) {
          for (int lane = Math.max(0, channels); lane < VL; lane++) {
            y[at + i + lane] = 0;
          }
        }
      }
    }
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weightSegment, MemorySegment diffSrc) {
    InNchw copies = inNchw();
    computeUnpack(Tensor.DST, diffDst, copies.dst());
    computeUnpack(Tensor.WEIGHTS, weightSegment, copies.weights());
    copies.conv2d().computeBackwardData(copies.dst(), copies.weights(), copies.src());
    computePack(Tensor.SRC, copies.src(), diffSrc);
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment srcSegment,
      MemorySegment diffDst,
      MemorySegment diffWeights,
      MemorySegment diffBias) {
    InNchw copies = inNchw();
    computeUnpack(Tensor.SRC, srcSegment, copies.src());
    computeUnpack(Tensor.DST, diffDst, copies.dst());
    copies.conv2d().computeBackwardWeights(copies.src(), copies.dst(), copies.weights(), diffBias);
    computePack(Tensor.WEIGHTS, copies.weights(), diffWeights);
  }

  private InNchw inNchw() {
    if (plain == null) {
      plain = InNchw.of(shape, workers, caches);
    }
    return plain;
  }
}
