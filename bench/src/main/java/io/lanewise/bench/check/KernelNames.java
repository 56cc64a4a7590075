package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Variant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernels of an open backend by name, those that it has from another backend left out: they are
 * tested there.
 */
final class KernelNames {

  private KernelNames() {}

  /** Those with a name of their own, each with its operation. */
  static Map<String, String> named(String backend, Kernels kernels) {
    Map<String, String> names = new LinkedHashMap<>();
    add(names, backend, "gemm", kernels.gemmVariants());
    add(names, backend, "conv2d", kernels.conv2dVariants());
    add(names, backend, "pool2d", kernels.pool2dVariants());
    return names;
  }

  /** The same, and such as vector/gemm for what the backend itself chooses. */
  static Map<String, String> all(String backend, Kernels kernels) {
    Map<String, String> named = named(backend, kernels);
    Map<String, String> all = new LinkedHashMap<>();
    new LinkedHashSet<>(named.values()).forEach(op -> all.put(backend + "/" + op, op));
    all.putAll(named);
    try (Elementwise elementwise = kernels.elementwise()) {
      if (!isAnothers(backend, elementwise.kernel())) {
        all.put(backend + "/elementwise", "elementwise");
      }
    }
    return all;
  }

  private static void add(
      Map<String, String> names,
      String backend,
      String op,
      List<? extends Variant<?, ?>> variants) {
    variants.stream()
        .map(Variant::name)
        .filter(name -> !isAnothers(backend, name))
        .forEach(name -> names.put(name, op));
  }

  private static boolean isAnothers(String backend, String kernel) {
    String owner = kernel.replaceFirst("/.*", "");
    return !owner.equals(backend) && BackendCatalog.ids().contains(owner);
  }

  /** Names that match a list of patterns, separated by commas, in which * is anything. */
  static Predicate<String> matching(String globs) {
    List<Pattern> patterns =
        Stream.of(globs.split(",", -1))
            .map(glob -> glob.strip().replaceAll("[^*]+", "\\\\Q$0\\\\E").replace("*", ".*"))
            .map(Pattern::compile)
            .toList();
    return name -> patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }
}
