package io.lanewise.bench.doctor;

import io.lanewise.bench.jmh.CheckedBenchmark;
import io.lanewise.bench.jmh.Conv2dBenchmark;
import io.lanewise.bench.jmh.GemmBenchmark;
import io.lanewise.bench.jmh.Pool2dBenchmark;

/** What the self-test runs on each backend: problems whose operands stay in a core's caches. */
enum SelfTestCase {
  GEMM("256x256:256x256") {
    @Override
    CheckedBenchmark benchmark() {
      GemmBenchmark benchmark = new GemmBenchmark();
      benchmark.shape = problem();
      benchmark.type = "f32";
      benchmark.trans = "nn";
      benchmark.epilogue = "none";
      benchmark.kernel = "best";
      benchmark.residence = "preferred";
      return benchmark;
    }
  },
  CONV2D("mb32ic6ih14oc16oh10kh5ph0n\"lenet5:conv2\"") {
    @Override
    CheckedBenchmark benchmark() {
      Conv2dBenchmark benchmark = new Conv2dBenchmark();
      benchmark.shape = problem();
      benchmark.layout = "nchw";
      benchmark.dir = "fwd";
      benchmark.kernel = "best";
      benchmark.residence = "preferred";
      return benchmark;
    }
  },
  POOL2D("mb32ic6ih28oh14kh2sh2ph0n\"lenet5:pool1\"") {
    @Override
    CheckedBenchmark benchmark() {
      Pool2dBenchmark benchmark = new Pool2dBenchmark();
      benchmark.shape = problem();
      benchmark.layout = "nchw";
      benchmark.dir = "fwd";
      benchmark.kernel = "best";
      benchmark.residence = "preferred";
      return benchmark;
    }
  };

  private final String problem;

  SelfTestCase(String problem) {
    this.problem = problem;
  }

  /** A benchmark of it, neither opened nor on any backend. */
  abstract CheckedBenchmark benchmark();

  String problem() {
    return problem;
  }
}
