package io.lanewise.kernels.vector;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;

/**
 * Pooling of images in NCHW, plane by plane in bands that stay in the first-level cache, see {@link
 * PhaseBand}. Threads divide the planes, each with its own band: the same bits for any number.
 *
 * <p>A maximum remembers its tap, in a byte for windows of up to 256 taps. The gradient is
 * gathered: each element of the input asks the windows that reach it, so that nothing is scattered.
 */
final class VectorPool2d extends Pool2d {

  static final String NAME = "vector/pool2d-rows";

  /** Elements that each thread gets at least: some 10 microseconds. Chosen, not measured. */
  private static final long ELEMENTS_PER_THREAD = 1 << 15;

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();
  private final Workers workers;
  private final Workers.Task forwardPlanes = this::forwardPlanes;
  private final Workers.Task backwardPlanes = this::backwardPlanes;
  private final PoolPlane[] planes;
  private final PoolTaps taps;
  private final int parts;

  VectorPool2d(Pool2dShape shape, Workers workers) {
    super(NAME, shape, Layout.NCHW);
    this.workers = workers;
    long byWork = shape.srcElements() / ELEMENTS_PER_THREAD;
    int n = shape.mb() * shape.ic();
    parts = (int) Math.max(1, Math.min(workers.threads(), Math.min(byWork, n)));
    planes = new PoolPlane[parts];
    for (int i = 0; i < parts; i++) {
      planes[i] = new PoolPlane(shape);
    }
    taps =
        shape.kind() == PoolKind.MAX
            ? new PoolTaps(shape, (long) n * shape.oh() * planes[0].pitch())
            : PoolTaps.NONE;
  }

  /** Whether the taps of all windows, with what is between their rows, can be counted. */
  static boolean supports(Pool2dShape shape) {
    long pitch = shape.ow() + (long) (shape.kw() - 1) * shape.dilationW() / shape.strideW();
    return shape.mb() * shape.ic() <= Integer.MAX_VALUE / shape.oh() / pitch;
  }

  @Override
  public long workspaceBytes() {
    long bytes = src.bytes() + dst.bytes() + taps.bytes();
    for (PoolPlane plane : planes) {
      bytes += plane.bytes();
    }
    return bytes;
  }

  @Override
  protected void computeForward(MemorySegment srcSegment, MemorySegment dstSegment) {
    src.read(srcSegment, (int) shape.srcElements());
    dst.write(dstSegment, (int) shape.dstElements());
    workers.run(parts, forwardPlanes);
    dst.flush(dstSegment, (int) shape.dstElements());
  }

  @Override
  protected void computeBackward(MemorySegment diffDst, MemorySegment diffSrc) {
    dst.read(diffDst, (int) shape.dstElements());
    src.write(diffSrc, (int) shape.srcElements());
    workers.run(parts, backwardPlanes);
    src.flush(diffSrc, (int) shape.srcElements());
  }

  private void forwardPlanes(int part, int parts) {
    int end = bound(part + 1, parts);
    for (int i = bound(part, parts); i < end; i++) {
      int room = (end - i - 1) * shape.oh() * shape.ow();
      planes[part].forward(src.array(), srcAt(i), dst.array(), dstAt(i), taps, i, room);
    }
  }

  private void backwardPlanes(int part, int parts) {
    int end = bound(part + 1, parts);
    for (int i = bound(part, parts); i < end; i++) {
      int room = (end - i - 1) * shape.oh() * shape.ow();
      planes[part].backward(dst.array(), dstAt(i), taps, i, src.array(), srcAt(i), room);
    }
  }

  private int bound(int part, int parts) {
    return (int) ((long) shape.mb() * shape.ic() * part / parts);
  }

  private int srcAt(int plane) {
    return src.offset() + plane * shape.ih() * shape.iw();
  }

  private int dstAt(int plane) {
    return dst.offset() + plane * shape.oh() * shape.ow();
  }
}
