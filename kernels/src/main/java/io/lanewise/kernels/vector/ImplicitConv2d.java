package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution as a matrix product whose matrix of columns is never stored: a panel of it is packed
 * from the images before it is used. With K = (ic / groups) kh kw, for each group
 *
 * <pre>
 * forward:          dst [oc / groups x mb oh ow]    = weights [oc / groups x K] columns(src)
 * backwardData:     diffSrc [ic / groups x pixels]  = weights^T columns(diffDst), for each {@link ConvPhase}
 * backwardWeights:  diffWeights^T [K x oc / groups] = columns(src) [K x mb oh ow] diffDst^T
 * </pre>
 *
 * <p>Workspace: for each thread a panel of columns in an eighth of the level 2 cache and a
 * micro-panel of weights; for backward weights a block of columns, a micro-panel of the gradient
 * and the tiles of sums; whatever the size of the images. Native operands are copied to the heap
 * and back.
 *
 * <p>Threads divide the rows or the columns of each product, never the sum: the same bits for any
 * number of them.
 *
 * <p>Source: S. Chetlur et al., cuDNN: Efficient Primitives for Deep Learning, arXiv:1410.0759.
 */
final class ImplicitConv2d extends Conv2d {

  static final String NAME = "vector/conv2d-implicit";

  private final Workers workers;
  private final boolean wide;
  private final CacheSizes caches;
  private final ImplicitSgemm[] sgemms;
  private final ImplicitWeightsSgemm[] weightsSgemms;
  private final Workers.Task sgemmParts = this::sgemmPart;
  private final Workers.Task weightsSgemmParts = this::weightsSgemmPart;

  private final List<ConvPhase> forward;
  private final List<ConvPhase> backwardData = new ArrayList<>();

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();

  /** The product that is computed. */
  private int m;

  private int n;
  private int k;
  private int kc;

  ImplicitConv2d(Conv2dShape shape, Workers workers, boolean wide, CacheSizes caches) {
    this(shape, Layout.NCHW, workers, wide, caches);
  }

  /** The same under the name of another layout, which is NCHW for this shape. */
  ImplicitConv2d(
      Conv2dShape shape, Layout layout, Workers workers, boolean wide, CacheSizes caches) {
    super(NAME, shape, layout, new VectorElementwise());
    this.workers = workers;
    this.wide = wide;
    this.caches = caches;
    sgemms = new ImplicitSgemm[workers.threads()];
    weightsSgemms = new ImplicitWeightsSgemm[workers.threads()];
    forward = List.of(ConvPhase.forward(shape));
  }

  @Override
  public long workspaceBytes() {
    long bytes = src.bytes() + weights.bytes() + bias.bytes() + dst.bytes();
    for (int part = 0; part < sgemms.length; part++) {
      bytes += sgemms[part] == null ? 0 : sgemms[part].bytes();
      bytes += weightsSgemms[part] == null ? 0 : weightsSgemms[part].bytes();
    }
    for (ConvPhase phase : forward) {
      bytes += phase.bytes();
    }
    for (ConvPhase phase : backwardData) {
      bytes += phase.bytes();
    }
    return bytes;
  }

  @Override
  protected void computeForward(
      MemorySegment src,
      MemorySegment weights,
      MemorySegment bias,
      Activation activation,
      MemorySegment dst) {
    this.src.read(src, (int) shape.srcElements());
    this.weights.read(weights, (int) shape.weightElements());
    if (bias != null) {
      this.bias.read(bias, shape.oc());
    }
    this.dst.write(dst, (int) shape.dstElements());
    multiply(forward, this.src, bias == null ? null : this.bias, activation, this.dst);
    this.dst.flush(dst, (int) shape.dstElements());
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    if (backwardData.isEmpty()) {
      backwardData.addAll(ConvPhase.backwardData(shape));
    }
    int srcElements = (int) shape.srcElements();
    dst.read(diffDst, (int) shape.dstElements());
    this.weights.read(weights, (int) shape.weightElements());
    src.write(diffSrc, srcElements);
    if (!ConvPhase.coverAll(backwardData, shape)) {
      Arrays.fill(src.array(), src.offset(), src.offset() + srcElements, 0);
    }
    multiply(backwardData, dst, null, Activation.IDENTITY, src);
    src.flush(diffSrc, srcElements);
  }

  /** The products of all phases and groups. */
  private void multiply(
      List<ConvPhase> phases,
      HeapFloats in,
      HeapFloats bias,
      Activation activation,
      HeapFloats out) {
    for (int i = 0; i < phases.size(); i++) {
      ConvPhase phase = phases.get(i);
      int parts = partition(phase.m(), phase.n(), phase.k(), phase.taps());
      for (int group = 0; group < shape.groups(); group++) {
        for (int part = 0; part < parts; part++) {
          sgemm(part).set(phase, group, in, weights, bias, activation, out);
        }
        workers.run(parts, sgemmParts);
      }
      for (int part = 0; part < parts; part++) {
        sgemm(part).clear();
      }
    }
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    int weightElements = (int) shape.weightElements();
    this.src.read(src, (int) shape.srcElements());
    dst.read(diffDst, (int) shape.dstElements());
    weights.write(diffWeights, weightElements);
    ConvPhase phase = forward.get(0);
    int parts = partition(phase.k(), phase.m(), phase.n(), 1);
    for (int group = 0; group < shape.groups(); group++) {
      for (int part = 0; part < parts; part++) {
        weightsSgemm(part).set(phase, group, shape, this.src, dst, weights);
      }
      workers.run(parts, weightsSgemmParts);
    }
    for (int part = 0; part < parts; part++) {
      weightsSgemm(part).clear();
    }
    weights.flush(diffWeights, weightElements);
    if (diffBias != null) {
      bias.write(diffBias, shape.oc());
      sumBias(dst.array(), dst.offset(), bias.array(), bias.offset());
      bias.flush(diffBias, shape.oc());
    }
  }

  private void sumBias(float[] diffDst, int diffDstAt, float[] diffBias, int diffBiasAt) {
    int pixels = shape.oh() * shape.ow();
    for (int channel = 0; channel < shape.oc(); channel++) {
      float sum = 0;
      for (int image = 0; image < shape.mb(); image++) {
        sum += FloatSum.of(diffDst, diffDstAt + (image * shape.oc() + channel) * pixels, pixels);
      }
      diffBias[diffBiasAt + channel] = sum;
    }
  }

  /** Remembers the sizes of a product and decides how many threads share it. */
  private int partition(int m, int n, int k, int taps) {
    this.m = m;
    this.n = n;
    this.k = k;
    kc = ConvPhase.kc(k, taps);
    return FiveLoops.parts(m, n, k, workers.threads());
  }

  private ImplicitSgemm sgemm(int part) {
    if (sgemms[part] == null) {
      sgemms[part] = new ImplicitSgemm(wide, caches);
    }
    return sgemms[part];
  }

  private ImplicitWeightsSgemm weightsSgemm(int part) {
    if (weightsSgemms[part] == null) {
      weightsSgemms[part] = new ImplicitWeightsSgemm(wide, caches);
    }
    return weightsSgemms[part];
  }

  private void sgemmPart(int part, int parts) {
    ImplicitSgemm loops = sgemms[part];
    int m0 = FiveLoops.firstRow(m, n, part, parts);
    int m1 = FiveLoops.endRow(m, n, part, parts);
    int n0 = FiveLoops.firstColumn(m, n, part, parts);
    int n1 = FiveLoops.endColumn(m, n, part, parts);
    loops.runByRows(m0, m1, n0, n1, k, kc, loops.panelColumns(kc));
  }

  private void weightsSgemmPart(int part, int parts) {
    ImplicitWeightsSgemm loops = weightsSgemms[part];
    int m0 = FiveLoops.firstRow(m, n, part, parts);
    int m1 = FiveLoops.endRow(m, n, part, parts);
    int n0 = FiveLoops.firstColumn(m, n, part, parts);
    int n1 = FiveLoops.endColumn(m, n, part, parts);
    // A block of rows at a time, so that a micro-panel of the gradient is forgotten at once.
    int mc = loops.blocking.even(m1 - m0, loops.blocking.mc());
    for (int i = m0; i < m1; i += mc) {
      loops.run(i, Math.min(m1, i + mc), n0, n1, k, kc);
    }
  }
}
