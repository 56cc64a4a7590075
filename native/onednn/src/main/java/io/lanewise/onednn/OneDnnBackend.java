package io.lanewise.onednn;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.Optional;

/**
 * oneDNN, through JavaCPP.
 *
 * <p>Nothing here names a class of {@code org.bytedeco}, so that the provider loads where their
 * jars are missing.
 */
public final class OneDnnBackend implements Backend {

  @Override
  public String id() {
    return "onednn";
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public Optional<String> unavailable() {
    return Availability.reason();
  }

  @Override
  public Kernels open(KernelOptions options) {
    Backends.requireAvailable(this);
    return OneDnnKernels.open(options);
  }
}
