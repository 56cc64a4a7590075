package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Variant;
import java.util.LinkedHashMap;
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

  /** All of them, each with its operation; first what the backend itself chooses. */
  static Map<String, String> of(String backend, Kernels kernels) {
    Map<String, String> names = new LinkedHashMap<>();
    add(names, backend, "gemm", kernels.gemmVariants());
    add(names, backend, "conv2d", kernels.conv2dVariants());
    add(names, backend, "pool2d", kernels.pool2dVariants());
    add(names, backend, "elementwise", List.of());
    return names;
  }

  private static void add(
      Map<String, String> names,
      String backend,
      String op,
      List<? extends Variant<?, ?>> variants) {
    names.put(backend + "/" + op, op);
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
