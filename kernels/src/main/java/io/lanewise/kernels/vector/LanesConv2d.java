package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Direct convolution of images in the lanes of vectors, {@link Layout#LANES}: no shuffles, and full
 * vectors for any size and number of channels.
 *
 * <p>Threads divide blocks of images, and their rows where there are fewer blocks than threads;
 * backward by weights, the weights. Each sum is computed by one thread in the same order for any
 * number of threads.
 */
final class LanesConv2d extends Conv2d {

  static final String NAME = "vector/conv2d-lanes";

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  private final Workers workers;
  private final VectorIsa isa;
  private final CacheSizes caches;
  private final LanesImages images = new LanesImages();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private LanesFilter forward;
  private LanesFilter backward;
  private LanesGradient gradient;
  private LanesFilter filter;
  private final Workers.Task filterPart =
      (part, parts) ->
          filter.run(
              part,
              (int) ((long) filter.units() * part / parts),
              (int) ((long) filter.units() * (part + 1) / parts));
  private final Workers.Task gradientPart =
      (part, parts) ->
          gradient.run(
              part,
              (int) ((long) gradient.units() * part / parts),
              (int) ((long) gradient.units() * (part + 1) / parts));

  LanesConv2d(Conv2dShape shape, Workers workers, VectorIsa isa, CacheSizes caches) {
    super(NAME, shape, Layout.LANES, new VectorElementwise());
    this.workers = workers;
    this.isa = isa;
    this.caches = caches;
  }

  /** Whether the tensors, rounded up to whole vectors of images, can be counted with ints. */
  static boolean supports(Conv2dShape shape) {
    return LanesImages.elements(shape.mb(), shape.srcElements()) <= Integer.MAX_VALUE
        && LanesImages.elements(shape.mb(), shape.dstElements()) <= Integer.MAX_VALUE;
  }

  @Override
  public long elements(Tensor tensor) {
    return switch (tensor) {
      case SRC -> LanesImages.elements(shape.mb(), shape.srcElements());
      case WEIGHTS -> shape.weightElements();
      case DST -> LanesImages.elements(shape.mb(), shape.dstElements());
    };
  }

  @Override
  protected void computePack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    switch (tensor) {
      case SRC -> images.pack(shape.mb(), (int) (shape.srcElements() / shape.mb()), nchw, packed);
      case WEIGHTS -> super.computePack(tensor, nchw, packed);
      case DST -> images.pack(shape.mb(), (int) (shape.dstElements() / shape.mb()), nchw, packed);
    }
  }

  @Override
  protected void computeUnpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    switch (tensor) {
      case SRC -> images.unpack(shape.mb(), (int) (shape.srcElements() / shape.mb()), packed, nchw);
      case WEIGHTS -> super.computeUnpack(tensor, packed, nchw);
      case DST -> images.unpack(shape.mb(), (int) (shape.dstElements() / shape.mb()), packed, nchw);
    }
  }

  @Override
  protected void computeForward(
      MemorySegment src,
      MemorySegment weightSegment,
      MemorySegment biasSegment,
      Activation activation,
      MemorySegment dst) {
    workers.requireShared("src", src);
    workers.requireShared("dst", dst);
    if (forward == null) {
      forward = makeForward();
    }
    weights.read(weightSegment, (int) shape.weightElements());
    if (biasSegment != null) {
      bias.read(biasSegment, shape.oc());
    }
    filter = forward;
    filter.set(
        src,
        weights.array(),
        weights.offset(),
        biasSegment == null ? null : bias.array(),
        bias.offset(),
        activation,
        dst);
    runFilter();
  }

  private LanesFilter makeForward() {
    int icPerGroup = shape.ic() / shape.groups();
    int taps = shape.kh() * shape.kw();
    return new LanesFilter(
        shape.mb(),
        shape.groups(),
        icPerGroup,
        shape.oc() / shape.groups(),
        rowsForward(),
        columnsForward(),
        shape.kh(),
        shape.kw(),
        icPerGroup * taps,
        taps,
        isa.registers(),
        caches,
        workers.threads());
  }

  private LanesAxis rowsForward() {
    return LanesAxis.forward(
        shape.ih(), shape.oh(), shape.kh(), shape.strideH(), shape.padTop(), shape.dilationH());
  }

  private LanesAxis columnsForward() {
    return LanesAxis.forward(
        shape.iw(), shape.ow(), shape.kw(), shape.strideW(), shape.padLeft(), shape.dilationW());
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weightSegment, MemorySegment diffSrc) {
    workers.requireShared("diffDst", diffDst);
    workers.requireShared("diffSrc", diffSrc);
    if (backward == null) {
      backward = makeBackward();
    }
    weights.read(weightSegment, (int) shape.weightElements());
    filter = backward;
    filter.set(diffDst, weights.array(), weights.offset(), null, 0, Activation.IDENTITY, diffSrc);
    runFilter();
  }

  private LanesFilter makeBackward() {
    int icPerGroup = shape.ic() / shape.groups();
    int taps = shape.kh() * shape.kw();
    return new LanesFilter(
        shape.mb(),
        shape.groups(),
        shape.oc() / shape.groups(),
        icPerGroup,
        LanesAxis.backward(
            shape.ih(), shape.oh(), shape.kh(), shape.strideH(), shape.padTop(), shape.dilationH()),
        LanesAxis.backward(
            shape.iw(),
            shape.ow(),
            shape.kw(),
            shape.strideW(),
            shape.padLeft(),
            shape.dilationW()),
        shape.kh(),
        shape.kw(),
        taps,
        icPerGroup * taps,
        isa.registers(),
        caches,
        workers.threads());
  }

  private void runFilter() {
    workers.run(Math.min(workers.threads(), filter.units()), filterPart);
    filter.clear();
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    workers.requireShared("src", src);
    workers.requireShared("diffDst", diffDst);
    if (gradient == null) {
      gradient =
          new LanesGradient(
              shape, rowsForward(), columnsForward(), isa.registers(), caches, workers.threads());
    }
    weights.write(diffWeights, (int) shape.weightElements());
    if (diffBias != null) {
      bias.write(diffBias, shape.oc());
    }
    gradient.set(
        src,
        diffDst,
        weights.array(),
        weights.offset(),
        diffBias == null ? null : bias.array(),
        bias.offset());
    workers.run(Math.min(workers.threads(), gradient.units()), gradientPart);
    gradient.clear();
    weights.flush(diffWeights, (int) shape.weightElements());
    if (diffBias != null) {
      bias.flush(diffBias, shape.oc());
    }
  }

  @Override
  public long workspaceBytes() {
    return images.bytes()
        + weights.bytes()
        + bias.bytes()
        + (forward == null ? 0 : forward.bytes())
        + (backward == null ? 0 : backward.bytes())
        + (gradient == null ? 0 : gradient.bytes());
  }
}
