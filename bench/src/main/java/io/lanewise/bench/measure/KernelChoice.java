package io.lanewise.bench.measure;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which kernels of a backend are measured: the best, all, or some by name. */
public final class KernelChoice {

  /** What the backend itself would choose. */
  public static final String BEST = "best";

  /** Every kernel that it has. */
  public static final String ALL = "all";

  private final Op op;
  private final Set<String> wanted;
  private final Set<String> known = new LinkedHashSet<>();

  /** A choice of kernels by name, or {@value #BEST}, or {@value #ALL}. */
  public KernelChoice(Op op, List<String> wanted) {
    this.op = op;
    this.wanted = new LinkedHashSet<>(wanted);
  }

  /** The names to measure on one backend; the best only where a backend cannot be asked. */
  public List<String> of(String backend) {
    if (wanted.equals(Set.of(BEST)) || BackendCatalog.unavailable(backend).isPresent()) {
      return List.of(BEST);
    }
    try (Kernels kernels = BackendCatalog.require(backend).open(KernelOptions.defaults())) {
      List<String> names = op.kernels(kernels);
      known.addAll(names);
      Set<String> chosen = new LinkedHashSet<>(wanted.contains(ALL) ? names : wanted);
      chosen.removeIf(name -> !name.equals(BEST) && !names.contains(name));
      return List.copyOf(chosen);
    }
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
