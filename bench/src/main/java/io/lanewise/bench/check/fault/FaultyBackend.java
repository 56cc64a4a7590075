package io.lanewise.bench.check.fault;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.Optional;

/** The backend "vector" as it is, but for one GEMM kernel. */
abstract class FaultyBackend implements Backend {

  @Override
  public final String id() {
    return "vector";
  }

  /** It is found before the right one. */
  @Override
  public final int preference() {
    return Integer.MAX_VALUE;
  }

  @Override
  public final Optional<String> unavailable() {
    return right().unavailable();
  }

  @Override
  public final Kernels open(KernelOptions options) {
    return new FaultyKernels(right().open(options), this::spoil);
  }

  /**
   * Puts the fault into the kernel.
   *
   * @param gemm as it should be; closed with what is returned
   * @param kernels the open backend that it is of
   */
  abstract Gemm spoil(Gemm gemm, Kernels kernels);

  private Backend right() {
    return Backends.all().stream()
        .filter(backend -> backend.id().equals(id()) && !(backend instanceof FaultyBackend))
        .findFirst()
        .orElseThrow();
  }
}
