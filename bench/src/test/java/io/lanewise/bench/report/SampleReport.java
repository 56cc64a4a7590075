package io.lanewise.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Results for the tests of reports, in the making. Its figures are made up, so that a reader can
 * tell what has to come out.
 */
final class SampleReport {

  /** The FMA peak of all rows. */
  static final double PEAK = 200;

  /** The triad's bandwidth of all rows. */
  static final double TRIAD = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<KernelRow> rows = new ArrayList<>();
  private final List<TrainingRow> training = new ArrayList<>();
  private String cpu = "CPU";
  private String commandLine = "./lanewise compare";

  SampleReport named(String cpu) {
    this.cpu = cpu;
    return this;
  }

  SampleReport by(String commandLine) {
    this.commandLine = commandLine;
    return this;
  }

  /** A product that was measured. */
  SampleReport row(String shape, String backend, double gflops) {
    return row(shape, backend, gflops, Map.of());
  }

  /** A row that was measured; components that are not those of a product are given. */
  SampleReport row(String shape, String backend, double gflops, Map<String, ?> others) {
    Map<String, Object> components = new HashMap<>(product(shape, backend));
    components.putAll(
        Map.of(
            "gflops",
            gflops,
            "gflopsMin",
            0.9 * gflops,
            "gflopsMax",
            1.1 * gflops,
            "peakGflops",
            PEAK,
            "fractionOfPeak",
            gflops / PEAK,
            "status",
            KernelRow.OK));
    components.putAll(others);
    return add(components);
  }

  /** A pooling that was measured. */
  SampleReport pooling(String shape, String backend, double gbPerSecond) {
    return row(
        shape,
        backend,
        gbPerSecond / 4,
        Map.of(
            "op",
            "pool2d",
            "dir",
            "fwd",
            "layout",
            "nchw",
            "gbPerSecond",
            gbPerSecond,
            "bandwidthGbPerSecond",
            TRIAD,
            "fractionOfBandwidth",
            gbPerSecond / TRIAD));
  }

  /** A product that was not measured. */
  SampleReport failed(String shape, String backend, String status) {
    return failed(shape, backend, status, Map.of());
  }

  /** A row that was not measured; components that are not those of a product are given. */
  SampleReport failed(String shape, String backend, String status, Map<String, ?> others) {
    Map<String, Object> components = new HashMap<>(product(shape, backend));
    components.put("status", status);
    components.putAll(others);
    return add(components);
  }

  private static Map<String, Object> product(String shape, String backend) {
    return Map.of(
        "op",
        "gemm",
        "type",
        "f32",
        "shape",
        shape,
        "layout",
        "nn",
        "backend",
        backend,
        "kernel",
        backend + "/kernel",
        "threads",
        1,
        "residence",
        "heap",
        "forks",
        3);
  }

  private SampleReport add(Map<String, ?> components) {
    rows.add(JSON.convertValue(components, KernelRow.class));
    return this;
  }

  /** A training that was measured. */
  SampleReport training(String backend, double imagesPerSecond, Map<String, ?> others) {
    Map<String, Object> components =
        new HashMap<>(
            Map.of(
                "model",
                "lenet5",
                "data",
                "mnist",
                "backend",
                backend,
                "threads",
                1,
                "batch",
                64,
                "images",
                60_000,
                "imagesPerSecond",
                imagesPerSecond,
                "epochs",
                2,
                "status",
                KernelRow.OK));
    components.put("imagesPerSecondMin", imagesPerSecond);
    components.put("imagesPerSecondMax", imagesPerSecond);
    components.put("testAccuracy", 0.98);
    components.putAll(others);
    training.add(JSON.convertValue(components, TrainingRow.class));
    return this;
  }

  /** All that was added. */
  Results results() {
    List<Map<String, Object>> peaks =
        List.of(
            Map.of(
                "what",
                "fma",
                "type",
                "f32",
                "threads",
                1,
                "gflops",
                PEAK,
                "gflopsMin",
                190,
                "gflopsMax",
                210,
                "status",
                "ok"),
            Map.of(
                "what",
                "triad",
                "type",
                "f32",
                "threads",
                1,
                "gbPerSecond",
                TRIAD,
                "status",
                "ok"));
    Map<String, Object> environment =
        Map.of(
            "cpu",
            cpu,
            "processors",
            2,
            "caches",
            List.of(),
            "os",
            "Linux",
            "jvm",
            "JVM 25",
            "jvmFlags",
            List.of(),
            "version",
            "1",
            "commit",
            "0123456789abcdef",
            "backends",
            List.of(
                Map.of(
                    "id", "vector", "status", "ok", "library", "Java 25", "isa", "AVX-512",
                    "threads", 1, "details", Map.of())));
    Map<String, Object> results =
        Map.of(
            "schema", Results.SCHEMA,
            "date", "2026-11-20T00:00:00Z",
            "commandLine", commandLine,
            "environment", environment,
            "warnings", List.of(),
            "peak", peaks,
            "rows", rows,
            "training", training);
    return JSON.convertValue(results, Results.class);
  }
}
