package io.lanewise.kernels;

/** A tensor of a convolution or a pooling; a gradient lies in memory as its tensor does. */
public enum Tensor {
  /** The input images. */
  SRC,
  /** The weights of a convolution. */
  WEIGHTS,
  /** The output images. */
  DST
}
