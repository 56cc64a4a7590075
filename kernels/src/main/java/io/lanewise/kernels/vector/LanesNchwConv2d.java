package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Direct convolution in the lanes for images in NCHW: block after block of as many images as there
 * are lanes is transposed, convolved by {@link LanesConv2d}, and transposed back. For small images
 * with few channels, of which a block stays in the level 2 cache; that is the workspace.
 */
final class LanesNchwConv2d extends Conv2d {

  static final String NAME = "vector/conv2d-lanes-nchw";

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  private final LanesConv2d lanes;
  private final LanesImages images = new LanesImages();
  private final int srcImage;
  private final int dstImage;
  private final HeapFloats src = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private final float[] srcBlock;
  private final float[] dstBlock;
  private final MemorySegment srcBlockSegment;
  private final MemorySegment dstBlockSegment;

  /** The gradients of one block. */
  private float[] blockWeights = {};

  private float[] blockBias = {};
  private MemorySegment blockWeightSegment = MemorySegment.NULL;
  private MemorySegment blockBiasSegment = MemorySegment.NULL;

  LanesNchwConv2d(Conv2dShape shape, Workers workers, VectorIsa isa, CacheSizes caches) {
    super(NAME, shape, Layout.NCHW, new VectorElementwise());
    lanes = new LanesConv2d(shape.withMb(Math.min(shape.mb(), VL)), workers, isa, caches);
    srcImage = (int) (shape.srcElements() / shape.mb());
    dstImage = (int) (shape.dstElements() / shape.mb());
    srcBlock = new float[srcImage * VL];
    dstBlock = new float[dstImage * VL];
    srcBlockSegment = MemorySegment.ofArray(srcBlock);
    dstBlockSegment = MemorySegment.ofArray(dstBlock);
  }

  /** Whether a block of images can be counted with ints. */
  static boolean supports(Conv2dShape shape) {
    return blockElements(shape) <= Integer.MAX_VALUE;
  }

  /** Elements of a block of images, of the input and of the output. */
  static long blockElements(Conv2dShape shape) {
    return (shape.srcElements() + shape.dstElements()) / shape.mb() * VL;
  }

  @Override
  public long workspaceBytes() {
    long blocks = (long) srcBlock.length + dstBlock.length + blockWeights.length + blockBias.length;
    return super.workspaceBytes()
        + lanes.workspaceBytes()
        + images.bytes()
        + src.bytes()
        + dst.bytes()
        + weights.bytes()
        + bias.bytes()
        + Float.BYTES * blocks;
  }

  @Override
  protected void release() {
    super.release();
    lanes.close();
  }

  @Override
  protected void computeForward(
      MemorySegment src,
      MemorySegment weights,
      MemorySegment bias,
      Activation activation,
      MemorySegment dst) {
    this.src.read(src, (int) shape.srcElements());
    this.dst.write(dst, (int) shape.dstElements());
    for (int image = 0; image < shape.mb(); image += VL) {
      packSrc(image);
      lanes.computeForward(srcBlockSegment, weights, bias, activation, dstBlockSegment);
      int to = this.dst.offset() + image * dstImage;
      images.unpackBlock(shape.mb() - image, dstImage, dstBlock, 0, VL, this.dst.array(), to);
    }
    this.dst.flush(dst, (int) shape.dstElements());
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weights, MemorySegment diffSrc) {
    dst.read(diffDst, (int) shape.dstElements());
    src.write(diffSrc, (int) shape.srcElements());
    for (int image = 0; image < shape.mb(); image += VL) {
      packDst(image);
      lanes.computeBackwardData(dstBlockSegment, weights, srcBlockSegment);
      int to = src.offset() + image * srcImage;
      images.unpackBlock(shape.mb() - image, srcImage, srcBlock, 0, VL, src.array(), to);
    }
    src.flush(diffSrc, (int) shape.srcElements());
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment src, MemorySegment diffDst, MemorySegment diffWeights, MemorySegment diffBias) {
    if (blockWeights.length == 0) {
      blockWeights = new float[(int) shape.weightElements()];
      blockWeightSegment = MemorySegment.ofArray(blockWeights);
      blockBias = new float[shape.oc()];
      blockBiasSegment = MemorySegment.ofArray(blockBias);
    }
    this.src.read(src, (int) shape.srcElements());
    dst.read(diffDst, (int) shape.dstElements());
    start(weights, diffWeights, blockWeights.length);
    if (diffBias != null) {
      start(bias, diffBias, blockBias.length);
    }
    for (int image = 0; image < shape.mb(); image += VL) {
      packSrc(image);
      packDst(image);
      lanes.computeBackwardWeights(
          srcBlockSegment,
          dstBlockSegment,
          blockWeightSegment,
          diffBias == null ? null : blockBiasSegment);
      add(blockWeights, weights.array(), weights.offset());
      if (diffBias != null) {
        add(blockBias, bias.array(), bias.offset());
      }
    }
    weights.flush(diffWeights, blockWeights.length);
    if (diffBias != null) {
      bias.flush(diffBias, blockBias.length);
    }
  }

  private void packSrc(int image) {
    int from = src.offset() + image * srcImage;
    images.packBlock(shape.mb() - image, srcImage, src.array(), from, srcBlock, 0, VL);
  }

  private void packDst(int image) {
    int from = dst.offset() + image * dstImage;
    images.packBlock(shape.mb() - image, dstImage, dst.array(), from, dstBlock, 0, VL);
  }

  /** Takes a gradient and sets it to zero. */
  private static void start(HeapFloats sum, MemorySegment gradient, int n) {
    sum.write(gradient, n);
    Arrays.fill(sum.array(), sum.offset(), sum.offset() + n, 0);
  }

  private static void add(float[] block, float[] sum, int sumAt) {
    for (int i = 0; i < block.length; i++) {
      sum[sumAt + i] += block[i];
    }
  }
}
