package io.lanewise.bench.doctor;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.results.Environment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is here: what {@code doctor} shows, and results.json in short.
 *
 * @param version version of Lanewise
 * @param machine the hardware
 * @param os the operating system
 * @param jvm the JVM
 * @param backends every backend, available or not
 */
public record Findings(
    String version, Machine machine, OperatingSystem os, Jvm jvm, List<BackendCheck> backends) {

  /** Looks at everything, asking each backend for a number of threads. */
  public static Findings look(String version, int threads) {
    return new Findings(
        version,
        Machine.look(),
        OperatingSystem.look(),
        Jvm.look(),
        BackendCatalog.ids().stream().map(id -> BackendCheck.look(id, threads)).toList());
  }

  /** The same for results.json, with the commit of the sources. */
  public Environment environment() {
    Sources sources = Sources.look();
    return new Environment(
        machine.cpu() == null ? "unknown " + machine.architecture() : machine.cpu(),
        machine.cores(),
        machine.processors(),
        machine.caches(),
        "%s %s, %s".formatted(os.name(), os.version(), machine.architecture()),
        "%s, %s".formatted(jvm.name(), jvm.version()),
        jvm.arguments(),
        version,
        sources.commit(),
        sources.dirty(),
        backends.stream().map(BackendCheck::backendState).toList(),
        List.of());
  }

  /** The same, arranged for people: narrow tables. */
  public Summary summary() {
    List<Line> reasons = new ArrayList<>();
    List<Line> kernels = new ArrayList<>();
    List<Line> details = new ArrayList<>();
    for (BackendCheck check : backends) {
      String id = check.backend();
      if (check.reason() != null) {
        reasons.add(new Line(id, "unavailable", check.reason()));
        continue;
      }
      kernels.add(new Line(id, "gemm", String.join(", ", check.gemm())));
      kernels.add(new Line(id, "conv2d", String.join(", ", check.conv2d())));
      kernels.add(new Line(id, "pool2d", String.join(", ", check.pool2d())));
      check.details().forEach((name, value) -> details.add(new Line(id, name, value)));
    }
    reasons.addAll(kernels);
    reasons.addAll(details);
    return new Summary(machine, os, jvm, backends.stream().map(Row::of).toList(), reasons);
  }

  /** The tables of {@link #summary()}. */
  public record Summary(
      Machine machine, OperatingSystem os, Jvm jvm, List<Row> backends, List<Line> about) {}

  /** A backend in a line. */
  public record Row(
      String backend,
      String state,
      @Nullable String library,
      @Nullable String isa,
      @Nullable Integer threads,
      @Nullable String residence) {

    private static Row of(BackendCheck check) {
      return new Row(
          check.backend(),
          check.state(),
          check.library(),
          check.isa(),
          check.threads(),
          check.residence());
    }
  }

  /** A fact about a backend. */
  public record Line(String backend, String name, String value) {}
}
