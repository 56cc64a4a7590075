package io.lanewise.kernels.contract;

import io.lanewise.kernels.Layout;
import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.Tensor;
import java.lang.foreign.MemorySegment;

/** One pooling of the contract test. */
record Pool2dProblem(Pool2dShape shape, Placement placement, long seed) {

  void forward(Pool2d pool, Operand src, Operand dst) {
    if (pool.layout() != Layout.NCHW) {
      Packed packed = new Packed(pool, placement.isNative(0));
      MemorySegment y = packed.output(Tensor.DST);
      pool.forward(packed.input(Tensor.SRC, src), y);
      packed.bringBack(Tensor.DST, y, dst);
    } else if (placement.arrays()) {
      pool.forward(src.floats(), src.offset(), dst.floats(), dst.offset());
    } else {
      pool.forward(src.segment(), dst.segment());
    }
  }

  void backward(Pool2d pool, Operand diffDst, Operand diffSrc) {
    if (pool.layout() != Layout.NCHW) {
      Packed packed = new Packed(pool, placement.isNative(0));
      MemorySegment dx = packed.output(Tensor.SRC);
      pool.backward(packed.input(Tensor.DST, diffDst), dx);
      packed.bringBack(Tensor.SRC, dx, diffSrc);
    } else if (placement.arrays()) {
      pool.backward(diffDst.floats(), diffDst.offset(), diffSrc.floats(), diffSrc.offset());
    } else {
      pool.backward(diffDst.segment(), diffSrc.segment());
    }
  }

  @Override
  public String toString() {
    return shape + ", " + placement + ", seed " + seed;
  }
}
