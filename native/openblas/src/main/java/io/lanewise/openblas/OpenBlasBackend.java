package io.lanewise.openblas;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.Optional;

/** OpenBLAS: matrix products by the library, everything else on them or by another backend. */
public final class OpenBlasBackend implements Backend {

  @Override
  public String id() {
    return "openblas";
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public Optional<String> unavailable() {
    return OpenBlas.unavailable();
  }

  @Override
  public Kernels open(KernelOptions options) {
    Backends.requireAvailable(this);
    return new OpenBlasKernels(options);
  }
}
