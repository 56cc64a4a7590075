package io.lanewise.kernels.contract;

import io.lanewise.kernels.Pool2d;
import io.lanewise.kernels.Pool2dShape;

/** One pooling of the contract test. */
record Pool2dProblem(Pool2dShape shape, Placement placement, long seed) {

  void forward(Pool2d pool, Operand src, Operand dst) {
    if (placement.arrays()) {
      pool.forward(src.floats(), src.offset(), dst.floats(), dst.offset());
    } else {
      pool.forward(src.segment(), dst.segment());
    }
  }

  void backward(Pool2d pool, Operand diffDst, Operand diffSrc) {
    if (placement.arrays()) {
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
