package io.lanewise.kernels.vector;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Tensor;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Pooling of images in the lanes of vectors, {@link Layout#LANES}: full vectors and no shuffles for
 * any window. Threads divide the planes, VL images of one channel each: the same bits for any
 * number.
 */
final class LanesPool2d extends Pool2d {

  static final String NAME = "vector/pool2d-lanes";

  private static final int VL = FloatVector.SPECIES_PREFERRED.length();

  /** Elements that each thread gets at least: some 10 microseconds. Chosen, not measured. */
  private static final long ELEMENTS_PER_THREAD = 1 << 16;

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();
  private final Workers workers;
  private final Workers.Task forwardPlanes = this::forwardPlanes;
  private final Workers.Task backwardPlanes = this::backwardPlanes;
  private final LanesImages images = new LanesImages();
  private final LanesPoolPlane[] planes;
  private final PoolTaps taps;
  private final int parts;

  LanesPool2d(Pool2dShape shape, Workers workers) {
    super(NAME, shape, Layout.LANES);
    this.workers = workers;
    long byWork = elements(Tensor.SRC) / ELEMENTS_PER_THREAD;
    parts = (int) Math.max(1, Math.min(workers.threads(), Math.min(byWork, planes())));
    planes = new LanesPoolPlane[parts];
    for (int i = 0; i < parts; i++) {
      planes[i] = new LanesPoolPlane(shape);
    }
    taps = shape.kind() == PoolKind.MAX ? new PoolTaps(shape, elements(Tensor.DST)) : PoolTaps.NONE;
  }

  /** Whether the tensors, rounded up to whole vectors of images, can be counted with ints. */
  static boolean supports(Pool2dShape shape) {
    return LanesImages.elements(shape.mb(), shape.srcElements()) <= Integer.MAX_VALUE
        && LanesImages.elements(shape.mb(), shape.dstElements()) <= Integer.MAX_VALUE;
  }

  @Override
  public long elements(Tensor tensor) {
    // Refuses weights.
    super.elements(tensor);
    return LanesImages.elements(shape.mb(), (long) shape.mb() * imageElements(tensor));
  }

  /** Elements of one image. */
  private int imageElements(Tensor tensor) {
    return tensor == Tensor.SRC
        ? shape.ic() * shape.ih() * shape.iw()
        : shape.ic() * shape.oh() * shape.ow();
  }

  @Override
  public long workspaceBytes() {
    long bytes = images.bytes() + src.bytes() + dst.bytes() + taps.bytes();
    for (LanesPoolPlane plane : planes) {
      bytes += plane.bytes();
    }
    return bytes;
  }

  @Override
  protected void computePack(Tensor tensor, MemorySegment nchw, MemorySegment packed) {
    images.pack(shape.mb(), imageElements(tensor), nchw, packed);
  }

  @Override
  protected void computeUnpack(Tensor tensor, MemorySegment packed, MemorySegment nchw) {
    images.unpack(shape.mb(), imageElements(tensor), packed, nchw);
  }

  @Override
  protected void computeForward(MemorySegment srcSegment, MemorySegment dstSegment) {
    src.read(srcSegment, (int) elements(Tensor.SRC));
    dst.write(dstSegment, (int) elements(Tensor.DST));
    workers.run(parts, forwardPlanes);
    dst.flush(dstSegment, (int) elements(Tensor.DST));
  }

  @Override
  protected void computeBackward(MemorySegment diffDst, MemorySegment diffSrc) {
    dst.read(diffDst, (int) elements(Tensor.DST));
    src.write(diffSrc, (int) elements(Tensor.SRC));
    workers.run(parts, backwardPlanes);
    src.flush(diffSrc, (int) elements(Tensor.SRC));
  }

  private void forwardPlanes(int part, int parts) {
    for (int i = bound(part, parts); i < bound(part + 1, parts); i++) {
      planes[part].forward(src.array(), srcAt(i), dst.array(), dstAt(i), taps, i);
    }
  }

  private void backwardPlanes(int part, int parts) {
    for (int i = bound(part, parts); i < bound(part + 1, parts); i++) {
      planes[part].backward(dst.array(), dstAt(i), taps, i, src.array(), srcAt(i));
    }
  }

  /** Planes of VL images each. */
  private int planes() {
    return (shape.mb() + VL - 1) / VL * shape.ic();
  }

  private int bound(int part, int parts) {
    return (int) ((long) planes() * part / parts);
  }

  private int srcAt(int plane) {
    return src.offset() + plane * shape.ih() * shape.iw() * VL;
  }

  private int dstAt(int plane) {
    return dst.offset() + plane * shape.oh() * shape.ow() * VL;
  }
}
