package io.lanewise.bench.measure;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.jmh.Selection;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Variant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which kernels of a backend are measured: the best, all, or some by name; of a convolution or a
 * pooling in which layouts.
 */
public final class KernelChoice {

  /** What the backend itself would choose. */
  public static final String BEST = Selection.BEST;

  /** Every kernel that it has, or every layout. */
  public static final String ALL = "all";

  private final Op op;
  private final Set<String> wanted;
  private final Set<String> layouts;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * A choice.
   *
   * @param op the operation
   * @param wanted names of kernels, or {@value #BEST}, or {@value #ALL}
   * @param layouts names of layouts, or {@value #ALL}; empty if nothing was said of them: then the
   *     best kernel is that for nchw, and all kernels are those of every layout. A kernel that is
   *     named brings its own.
   */
  public KernelChoice(Op op, List<String> wanted, List<String> layouts) {
    this.op = op;
    this.wanted = new LinkedHashSet<>(wanted);
    this.layouts = new LinkedHashSet<>(layouts);
  }

  /**
   * A kernel to measure.
   *
   * @param name its name, or {@value #BEST}
   * @param layout its layout; empty for GEMM, which has none
   */
  public record Kernel(String name, String layout) {}

  /** The kernels to measure on one backend; the best only where a backend cannot be asked. */
  public List<Kernel> of(String backend) {
    boolean asks = !wanted.equals(Set.of(BEST)) || layouts.contains(ALL);
    if (!asks || BackendCatalog.unavailable(backend).isPresent()) {
      return best(List.of());
    }
    try (Kernels kernels = BackendCatalog.require(backend).open(KernelOptions.defaults())) {
      List<Kernel> all =
          op.variants(kernels).stream()
              .map(variant -> new Kernel(variant.name(), layout(variant)))
              .toList();
      all.forEach(kernel -> known.add(kernel.name()));
      Set<Kernel> chosen = new LinkedHashSet<>();
      for (String name : wanted) {
        if (name.equals(BEST)) {
          chosen.addAll(best(all));
        } else {
          all.stream().filter(kernel -> matches(kernel, name)).forEach(chosen::add);
        }
      }
      return List.copyOf(chosen);
    }
  }

  private boolean matches(Kernel kernel, String name) {
    return name.equals(ALL)
        ? layouts.isEmpty() || layouts.contains(ALL) || layouts.contains(kernel.layout())
        : name.equals(kernel.name());
  }

  /** The best in each layout that was asked for; where that is all, in each that there is. */
  private List<Kernel> best(List<Kernel> all) {
    if (op == Op.GEMM) {
      return List.of(new Kernel(BEST, ""));
    }
    Stream<String> names = layouts.stream().filter(layout -> !layout.equals(ALL));
    if (layouts.contains(ALL)) {
      names = Stream.concat(Stream.of(KernelCase.NCHW), all.stream().map(Kernel::layout));
    } else if (layouts.isEmpty()) {
      names = Stream.of(KernelCase.NCHW);
    }
    return names.distinct().map(layout -> new Kernel(BEST, layout)).toList();
  }

  private String layout(Variant<?, ?> variant) {
    return op == Op.GEMM ? "" : variant.layout().toString();
  }

  /**
   * Refuses names that no backend has had; called after {@link #of} was asked for each.
   *
   * @throws CommandFailure with status 2
   */
  public void requireKnown() {
    String unknown =
        wanted.stream()
            .filter(name -> !name.equals(BEST) && !name.equals(ALL) && !known.contains(name))
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw CommandFailure.usage(
          "kernels are \"%s\", expected best, all or some of %s"
              .formatted(unknown, String.join(", ", known)));
    }
  }
}
