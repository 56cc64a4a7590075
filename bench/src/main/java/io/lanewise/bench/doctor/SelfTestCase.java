package io.lanewise.bench.doctor;

import io.lanewise.bench.jmh.CheckedBenchmark;
import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.Op;

/** What the self-test runs on each backend: problems whose operands stay in a core's caches. */
enum SelfTestCase {
  GEMM(KernelCase.of(Op.GEMM, null, "f32", "256x256:256x256", "nn")),
  CONV2D(
      KernelCase.of(
          Op.CONV2D, "fwd", "f32", "mb32ic6ih14oc16oh10kh5ph0n\"lenet5:conv2\"", KernelCase.NCHW)),
  POOL2D(
      KernelCase.of(
          Op.POOL2D, "fwd", "f32", "mb32ic6ih28oh14kh2sh2ph0n\"lenet5:pool1\"", KernelCase.NCHW));

  private final KernelCase one;

  SelfTestCase(KernelCase one) {
    this.one = one;
  }

  /** A benchmark of a backend's best kernel on one thread, not yet open. */
  CheckedBenchmark benchmark(String backend) {
    return one.on(backend, one.kernel()).newBenchmark();
  }

  String problem() {
    return one.shape();
  }
}
