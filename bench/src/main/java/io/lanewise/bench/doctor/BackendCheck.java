package io.lanewise.bench.doctor;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.measure.CoreTypes;
import io.lanewise.bench.results.BackendState;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Variant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A backend as it was found.
 *
 * @param backend its id
 * @param state "ok" or "unavailable"
 * @param reason what is missing, why, and what to do about it; null if it is available
 * @param library name and version of what computes, as read back
 * @param isa instruction set in effect
 * @param threads threads, as read back
 * @param residence where operands should live: heap or native
 * @param gemm names of its GEMM kernels, best first
 * @param conv2d names of its convolution kernels, best first
 * @param pool2d names of its pooling kernels, best first
 * @param details further facts
 */
public record BackendCheck(
    String backend,
    String state,
    @Nullable String reason,
    @Nullable String library,
    @Nullable String isa,
    @Nullable Integer threads,
    @Nullable String residence,
    List<String> gemm,
    List<String> conv2d,
    List<String> pool2d,
    Map<String, String> details) {

  /** Opens a backend and asks it; whatever it throws is a reason, never the end. */
  public static BackendCheck look(String id, int threads) {
    Optional<String> reason = BackendCatalog.unavailable(id);
    if (reason.isPresent()) {
      return unavailable(id, reason.get());
    }
    try (Kernels kernels = BackendCatalog.require(id).open(new KernelOptions(threads))) {
      return available(id, kernels);
    } catch (RuntimeException | LinkageError e) {
      return unavailable(id, "opening it failed (" + e + "); please report this");
    }
  }

  /** The same for results.json. */
  BackendState backendState() {
    String status = reason == null ? state : state + ": " + reason;
    return new BackendState(backend, status, library, isa, threads, null, details);
  }

  private static BackendCheck available(String id, Kernels kernels) {
    Description found = kernels.describe();
    return new BackendCheck(
        id,
        "ok",
        null,
        found.library(),
        found.isa(),
        found.threads(),
        kernels.residence().name().toLowerCase(Locale.ROOT),
        kernels.gemmVariants().stream().map(Variant::name).toList(),
        kernels.conv2dVariants().stream().map(Variant::name).toList(),
        kernels.pool2dVariants().stream().map(Variant::name).toList(),
        details(id, found.details()));
  }

  private static Map<String, String> details(String id, Map<String, String> found) {
    Map<String, String> details = new LinkedHashMap<>(found);
    if (id.equals(CoreTypes.OPENBLAS)) {
      CoreTypes.of(found).ifPresent(core -> details.put(CoreTypes.DETECTED, core.detected()));
    }
    return Collections.unmodifiableMap(details);
  }

  private static BackendCheck unavailable(String id, String reason) {
    return new BackendCheck(
        id,
        "unavailable",
        reason,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }
}
