package io.lanewise.bench.results;

import java.util.List;
import java.util.Map;

/** A result with a row of each kind; not measured, and nowhere published. */
public final class SampleResults {

  /** Text that breaks a page where it is not escaped. */
  public static final String HOSTILE = "<script>alert(\"&'\")</script>";

  private SampleResults() {}

  /** The result. */
  public static Results results() {
    return new Results(
        Results.SCHEMA,
        "2026-11-20T00:00:00Z",
        "./lanewise compare --quick --data '" + HOSTILE + "'",
        new Environment(
            "CPU " + HOSTILE,
            1,
            2,
            List.of("L1 data 48 KiB"),
            "Linux",
            "JVM",
            List.of("-Xmx1g"),
            "1",
            null,
            null,
            List.of(
                new BackendState("vector", "ok", "Java", "AVX", 1, 1, Map.of("width", "512")),
                new BackendState(
                    "onednn", "unavailable: " + HOSTILE, null, null, null, null, Map.of())),
            List.of(
                Fact.of("cpu", "microcode", HOSTILE),
                Fact.unknown("cpu", "governor", "no cpufreq: " + HOSTILE))),
        new Conditions(
            "2026-11-20T00:00:00Z",
            "2026-11-20T00:03:00Z",
            0.5,
            1.5,
            0.0,
            0.01,
            null,
            null,
            4000.0,
            3900.0,
            1,
            List.of(new RulerSample(0, 7.5), new RulerSample(180, 7.0)),
            List.of(Fact.unknown("run", "frequency", "no cpufreq"))),
        List.of("the ruler moved 7 %: " + HOSTILE),
        List.of(
            new PeakRow(
                "fma",
                "f32",
                1,
                "512-bit vectors",
                100.0,
                99.0,
                101.0,
                List.of(99.5, 100.0, 100.5),
                128.0,
                "4 GHz x 1 x 16 x 2",
                null,
                "ok"),
            new PeakRow(
                "triad", "f32", 1, null, 1.0, 1.0, 1.0, List.of(1.0), null, null, 6.0, "ok")),
        List.of(
            kernel("gemm", null, "8x8:8x8n\"" + HOSTILE + "\"", "vector", 50.0, "ok"),
            kernel("gemm", null, "8x8:8x8n\"" + HOSTILE + "\"", "scalar", 5.0, "ok"),
            kernel("gemm", null, "8x8:8x8", "onednn", null, "unavailable: " + HOSTILE),
            kernel("conv2d", "bwd_w", "mb1ic1ih8oc1oh8kh1", "scalar", null, "failed: wrong")),
        List.of(
            training("vector", 1000.0, "ok"), training("onednn", null, "unavailable: " + HOSTILE)));
  }

  private static KernelRow kernel(
      String op, String dir, String shape, String backend, Double gflops, String status) {
    return kernel(
        op,
        dir,
        shape,
        op.equals("gemm") ? "nn" : "nchw",
        backend,
        "kernel",
        gflops == null ? List.of() : List.of(gflops),
        status);
  }

  /** A row of one convolution's forward direction that was measured. */
  public static KernelRow convolution(
      String shape, String layout, String backend, String kernel, double gflops) {
    return convolution(shape, layout, backend, kernel, List.of(gflops));
  }

  /** A row of one convolution's forward direction that was measured in several JVMs. */
  public static KernelRow convolution(
      String shape, String layout, String backend, String kernel, List<Double> forkGflops) {
    return kernel("conv2d", "fwd", shape, layout, backend, kernel, forkGflops, "ok");
  }

  private static KernelRow kernel(
      String op,
      String dir,
      String shape,
      String layout,
      String backend,
      String kernel,
      List<Double> forkGflops,
      String status) {
    Double gflops =
        forkGflops.isEmpty()
            ? null
            : Double.valueOf(
                Median.of(forkGflops.stream().mapToDouble(Double::doubleValue).toArray()));
    return new KernelRow(
        op,
        dir,
        "f32",
        shape,
        layout,
        null,
        backend,
        backend + "/" + kernel,
        1,
        1,
        "heap",
        gflops,
        gflops,
        gflops,
        gflops,
        gflops,
        forkGflops,
        gflops == null ? null : 0.0,
        100.0,
        gflops == null ? null : gflops / 100,
        128.0,
        gflops == null ? null : gflops / 128,
        null,
        null,
        null,
        gflops == null ? null : "2 m n k",
        gflops == null ? null : 1024.0,
        gflops == null ? null : 768.0,
        gflops == null ? null : 1024.0 / 768,
        gflops == null ? null : "one call, packing included; " + HOSTILE,
        1e-7,
        1e-6,
        0.0,
        2048L,
        1,
        null,
        null,
        null,
        status);
  }

  private static TrainingRow training(String backend, Double speed, String status) {
    return new TrainingRow(
        "lenet5",
        "glyphs",
        backend,
        1,
        1,
        64,
        128,
        2,
        speed,
        speed,
        speed,
        speed == null ? null : List.of(speed, speed),
        1.0,
        speed == null ? null : 128 / speed,
        2e6,
        "2 operations " + HOSTILE,
        speed == null ? null : 2e-3 * speed,
        100.0,
        speed == null ? null : 2e-5 * speed,
        48.0,
        0.5,
        0.6,
        2,
        0.9,
        2,
        1.0,
        2.0,
        0.8,
        0.95,
        2.0,
        null,
        List.of(new EpochRow(1, 2.0, 0.5, 0.5, 1.0), new EpochRow(2, 1.0, 0.95, 1.0, 2.0)),
        List.of(new LayerRow(HOSTILE, 1e-4, 2e-4, 1.0)),
        1,
        status);
  }
}
