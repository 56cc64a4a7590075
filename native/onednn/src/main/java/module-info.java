/** The backend {@code onednn}: oneDNN's primitives through {@code org.bytedeco:dnnl}. */
module io.lanewise.onednn {
  requires io.lanewise.kernels;
  requires org.bytedeco.dnnl;

  provides io.lanewise.kernels.Backend with
      io.lanewise.onednn.OneDnnBackend;
}
