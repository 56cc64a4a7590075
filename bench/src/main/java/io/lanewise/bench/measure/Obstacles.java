package io.lanewise.bench.measure;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.peer.Peers;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which cases cannot be measured, found out before any fork is started. */
public final class Obstacles {

  private final Map<KernelCase, String> statuses = new HashMap<>();

  private Obstacles() {}

  /** Asks every backend about its cases. */
  public static Obstacles of(List<KernelCase> cases) {
    Obstacles obstacles = new Obstacles();
    cases.stream().collect(Collectors.groupingBy(KernelCase::backend)).forEach(obstacles::ask);
    return obstacles;
  }

  /** The status of the row of a case that cannot be measured; empty for the others. */
  public Optional<String> status(KernelCase one) {
    return Optional.ofNullable(statuses.get(one));
  }

  private void ask(String backend, List<KernelCase> cases) {
    boolean isPeer = Peers.ids().contains(backend);
    Optional<String> reason =
        isPeer ? Peers.unavailable(backend) : BackendCatalog.unavailable(backend);
    if (reason.isPresent()) {
      cases.forEach(one -> statuses.put(one, "unavailable: " + reason.get()));
      return;
    }
    if (isPeer) {
      return;
    }
    try (Kernels kernels = BackendCatalog.require(backend).open(KernelOptions.defaults())) {
      for (KernelCase one : cases) {
        Layout layout =
            one.op() == Op.GEMM
                ? Layout.NCHW
                : Layout.valueOf(one.layout().toUpperCase(Locale.ROOT));
        one.op()
            .obstacle(kernels, one.shape(), one.kernel(), layout)
            .ifPresent(why -> statuses.put(one, "unsupported: " + why));
      }
    }
  }
}
