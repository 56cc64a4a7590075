package io.lanewise.kernels.scalar;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.Optional;

/** Plain Java on one thread: the baseline, available everywhere. */
public final class ScalarBackend implements Backend {

  @Override
  public String id() {
    return "scalar";
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Kernels open(KernelOptions options) {
    return new ScalarKernels(options);
  }
}
