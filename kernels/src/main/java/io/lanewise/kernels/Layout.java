package io.lanewise.kernels;

/** How the tensors of a convolution or a pooling lie in memory, without gaps. */
public enum Layout {
  /** Images [N][C][H][W], weights [oc][ic / groups][kh][kw]. */
  NCHW("nchw"),

  /**
   * Images in blocks of VL, the block's images side by side in the lanes of a vector: [N /
   * VL][C][H][W][VL], N rounded up. Weights as in NCHW. Lanes past the last image hold zeros in
   * inputs and gradients that are read; what is written there is not specified.
   */
  LANES("lanes"),

  /**
   * As the backend likes it best for this shape; the operation converts. Elements that the tensor
   * does not have, such as channels up to a whole block, hold zeros in what is read and what is
   * written; NaN perhaps where the image has NaN or infinities.
   */
  RESIDENT("resident");

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /** The name in command lines and reports. */
  @Override
  public String toString() {
    return text;
  }
}
