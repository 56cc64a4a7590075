package io.lanewise.kernels.vector;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.Optional;

/** Pure Java on the Vector API. */
public final class VectorBackend implements Backend {

  @Override
  public String id() {
    return "vector";
  }

  @Override
  public int preference() {
    return 30;
  }

  @Override
  public Optional<String> unavailable() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of(
          "module jdk.incubator.vector is not in this JVM, because it is an incubator module; start"
              + " java with --add-modules jdk.incubator.vector");
    }
    if (!VectorIsa.hasFma()) {
      return Optional.of(
          "this JVM has no fused multiply-add instruction (flag UseFMA is off), without which the"
              + " kernels are thousands of times slower; run on a CPU with FMA, without"
              + " -XX:UseAVX=0 or -XX:-UseFMA");
    }
    return Optional.empty();
  }

  @Override
  public Kernels open(KernelOptions options) {
    Backends.requireAvailable(this);
    return new VectorKernels(options);
  }
}
