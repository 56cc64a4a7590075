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

/**
 * Convolution of images whose channels lie in the lanes of vectors, {@link Layout#RESIDENT}, as a
 * matrix product: windows [mb oh ow x K] times weights [K x oc / groups], K = kh kw (ic / groups).
 *
 * <pre>
 * src      {@link ChannelBlocks}
 * weights  [groups][oc / groups / 2 VL, rounded up][kh][kw][ic / groups][2 VL]
 * dst      {@link ChannelBlocks}
 * </pre>
 *
 * <p>Windows are packed in a call, weights were packed by the caller, and a tile of the product is
 * a piece of dst. So a packed element is used for all output channels and padding, stride and
 * dilation cost nothing but in packing.
 *
 * <p>Both backward directions are computed by {@link ImplicitConv2d} on copies in NCHW.
 *
 * <p>Threads divide pixels or output channels, never a sum: the same bits for any number of them.
 *
 * <p>Source: M. Dukhan, The Indirect Convolution Algorithm, arXiv:1907.02129.
 */
final class BlockedConv2d extends Conv2d {

  static final String NAME = "vector/conv2d-blocked";

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();
  private static final int NR = Sgemm.NR;

  /**
   * Terms that are added in one step, at most: a micro-panel of weights, 32 KB, stays in the level
   * 1 cache. Six layers of ResNet-50 reached 0.81 of oneDNN, with 512 0.79, in one JVM each.
   */
  private static final int KC = Math.min(GemmBlocking.kcSetting(), 256);

  private final Workers workers;
  private final boolean wide;
  private final CacheSizes caches;
  private final ChannelBlocks inputs;
  private final ChannelBlocks outputs;
  private final int kc;
  private final BlockedSgemm[] sgemms;

  private final LanesImages images = new LanesImages();
  private final HeapFloats src = new HeapFloats();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();
  private final Workers.Task forwardPart = this::forwardPart;

  /** Of one group, in whole vectors. */
  private final float[] paddedBias;

  private InNchw plain;

  /** The same convolution in NCHW, with copies of its operands. */
  private record InNchw(
      ImplicitConv2d conv2d, MemorySegment src, MemorySegment weights, MemorySegment dst) {

    static InNchw of(Conv2dShape shape, Workers workers, boolean wide, CacheSizes caches) {
      return new InNchw(
          new ImplicitConv2d(shape, workers, wide, caches),
          MemorySegment.ofArray(new float[(int) shape.srcElements()]),
          MemorySegment.ofArray(new float[(int) shape.weightElements()]),
          MemorySegment.ofArray(new float[(int) shape.dstElements()]));
    }

    long bytes() {
      return conv2d.workspaceBytes() + src.byteSize() + weights.byteSize() + dst.byteSize();
    }
  }

  BlockedConv2d(Conv2dShape shape, Workers workers, boolean wide, CacheSizes caches) {
    super(NAME, shape, Layout.RESIDENT, new VectorElementwise());
    this.workers = workers;
    this.wide = wide;
    this.caches = caches;
    inputs = inputs(shape);
    outputs = outputs(shape);
    kc = kc(terms());
    sgemms = new BlockedSgemm[workers.threads()];
    Arrays.setAll(sgemms, i -> new BlockedSgemm(shape, inputs, outputs, wide, caches));
    paddedBias = new float[GemmBlocking.roundUp(outputs.channels(), NR)];
  }

  private static ChannelBlocks inputs(Conv2dShape s) {
    return new ChannelBlocks(s.groups(), s.ic() / s.groups(), s.mb() * s.ih() * s.iw());
  }

  private static ChannelBlocks outputs(Conv2dShape s) {
    return new ChannelBlocks(s.groups(), s.oc() / s.groups(), s.mb() * s.oh() * s.ow());
  }

  /** Elements of the packed weights. */
  private static long weightElements(Conv2dShape s) {
    int panels = (s.oc() / s.groups() + NR - 1) / NR;
    return (long) panels * NR * s.ic() * s.kh() * s.kw();
  }

  /** Whether tensors, channels rounded up, can be counted with ints. */
  static boolean supports(Conv2dShape shape) {
    long most = Math.max(inputs(shape).elements(), outputs(shape).elements());
    return Math.max(most, weightElements(shape)) <= Integer.MAX_VALUE;
  }

  /** Terms of a sum. */
  private int terms() {
    return shape.kh() * shape.kw() * inputs.channels();
  }

  /** Terms that are added in one step: equal steps, whole blocks of channels. */
  private static int kc(int k) {
    int steps = (k + KC - 1) / KC;
    return Math.min(KC, GemmBlocking.roundUp((k + steps - 1) / steps, ChannelBlocks.MOST));
  }

  @Override
  public long elements(Tensor tensor) {
    return switch (tensor) {
      case SRC -> inputs.elements();
      case WEIGHTS -> weightElements(shape);
      case DST -> outputs.elements();
    };
  }

  @Override
  public long workspaceBytes() {
    long bytes = images.bytes() + src.bytes() + weights.bytes() + bias.bytes() + dst.bytes();
    bytes += (long) Float.BYTES * paddedBias.length;
    for (BlockedSgemm sgemm : sgemms) {
      bytes += sgemm.bytes();
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
      case SRC -> convertImages(inputs, shape.ih() * shape.iw(), nchw, packed, pack);
      case WEIGHTS -> convertWeights(nchw, packed, pack);
      case DST -> convertImages(outputs, shape.oh() * shape.ow(), nchw, packed, pack);
    }
  }

  private void convertImages(
      ChannelBlocks blocks, int pixels, MemorySegment nchw, MemorySegment packed, boolean pack) {
    int n = shape.mb() * blocks.groups() * blocks.channels() * pixels;
    attach(nchw, n, packed, (int) blocks.elements(), pack);
    for (int i = 0; i < shape.mb() * blocks.groups(); i++) {
      int image = i / blocks.groups();
      int group = i % blocks.groups();
      for (int channel = 0; channel < blocks.channels(); channel += VL) {
        int left = blocks.channels() - channel;
        int pitch = blocks.width(channel);
        int xAt = src.offset() + (i * blocks.channels() + channel) * pixels;
        int yAt = dst.offset() + blocks.at(group, channel) + image * pixels * pitch;
        if (pack) {
          images.packBlock(left, pixels, src.array(), xAt, dst.array(), yAt, pitch);
        } else {
          images.unpackBlock(left, pixels, dst.array(), yAt, pitch, src.array(), xAt);
        }
      }
    }
    flush(nchw, n, packed, (int) blocks.elements(), pack);
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
    int n = (int) shape.weightElements();
    int packedElements = (int) weightElements(shape);
    attach(nchw, n, packed, packedElements, pack);
    float[] x = src.array();
    float[] y = dst.array();
    int at = dst.offset();
    int taps = shape.kh() * shape.kw();
    int k = terms();
    for (int group = 0; group < shape.groups(); group++) {
      for (int panel = 0; panel < outputs.channels(); panel += NR) {
        int columns = Math.min(NR, outputs.channels() - panel);
        for (int term = 0; term < k; term++) {
          int channel = term % inputs.channels();
          int tap = term / inputs.channels();
          int from = src.offset() + (group * outputs.channels() + panel) * k + channel * taps + tap;
          for (int column = 0; column < columns; column++) {
            if (pack) {
              y[at + column] = x[from + column * k];
            } else {
              x[from + column * k] = y[at + column];
            }
          }
          if (pack) {
            Arrays.fill(y, at + columns, at + NR, 0);
          }
          at += NR;
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
    src.read(srcSegment, (int) inputs.elements());
    weights.read(weightSegment, (int) weightElements(shape));
    dst.write(dstSegment, (int) outputs.elements());
    if (biasSegment != null) {
      bias.read(biasSegment, shape.oc());
    }
    int parts = FiveLoops.parts(outputs.pixels(), outputs.padded(), terms(), workers.threads());
    for (int group = 0; group < shape.groups(); group++) {
      if (biasSegment == null) {
        Arrays.fill(paddedBias, 0);
      } else {
        int from = bias.offset() + group * outputs.channels();
        System.arraycopy(bias.array(), from, paddedBias, 0, outputs.channels());
      }
      int weightsAt = weights.offset() + (int) (weightElements(shape) / shape.groups()) * group;
      for (int part = 0; part < parts; part++) {
        sgemms[part].set(group, src, weights, weightsAt, paddedBias, activation, dst);
      }
      workers.run(parts, forwardPart);
    }
    for (int part = 0; part < parts; part++) {
      sgemms[part].clear();
    }
    dst.flush(dstSegment, (int) outputs.elements());
  }

  private void forwardPart(int part, int parts) {
    int m = outputs.pixels();
    int n = outputs.padded();
    int m0 = FiveLoops.firstRow(m, n, part, parts);
    int m1 = FiveLoops.endRow(m, n, part, parts);
    int n0 = FiveLoops.firstColumn(m, n, part, parts);
    int n1 = FiveLoops.endColumn(m, n, part, parts);
    sgemms[part].run(m0, m1, n0, n1, terms(), kc);
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
      plain = InNchw.of(shape, workers, wide, caches);
    }
    return plain;
  }
}
