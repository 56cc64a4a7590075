package io.lanewise.bench;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.UnavailableBackendException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The backends that a user may name: the four of Lanewise, whether or not their providers are on
 * the class path, and any other that is.
 */
public final class BackendCatalog {

  private static final Map<String, String> ARTIFACTS = new LinkedHashMap<>();

  static {
    ARTIFACTS.put("scalar", "io.lanewise:lanewise-kernels");
    ARTIFACTS.put("vector", "io.lanewise:lanewise-kernels");
    ARTIFACTS.put("openblas", "io.lanewise:lanewise-openblas");
    ARTIFACTS.put("onednn", "io.lanewise:lanewise-onednn");
  }

  private BackendCatalog() {}

  /** The ids, the plainest backend first. */
  public static List<String> ids() {
    Set<String> ids = new LinkedHashSet<>(ARTIFACTS.keySet());
    Backends.all().forEach(backend -> ids.add(backend.id()));
    return List.copyOf(ids);
  }

  /** Empty if the backend can be opened; otherwise what is missing, why, and what to do. */
  public static Optional<String> unavailable(String id) {
    return Backends.find(id)
        .map(BackendCatalog::unavailable)
        .orElseGet(() -> Optional.of(noProvider(id)));
  }

  /**
   * The backend with this id.
   *
   * @throws UnavailableBackendException if there is none, with the list of ids; or it is not
   *     available, with the reason
   */
  public static Backend require(String id) {
    requireKnown(id);
    unavailable(id)
        .ifPresent(
            reason -> {
              throw new UnavailableBackendException("backend " + id + " is unavailable: " + reason);
            });
    return Backends.find(id).orElseThrow();
  }

  /**
   * Refuses an id that no backend has; one that is unavailable passes.
   *
   * @throws UnavailableBackendException with the list of ids
   */
  static void requireKnown(String id) {
    if (!ids().contains(id)) {
      throw new UnavailableBackendException(
          "backend is \"" + id + "\", expected one of " + String.join(", ", ids()));
    }
  }

  private static Optional<String> unavailable(Backend backend) {
    try {
      return backend.unavailable();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of("asking it failed (" + e + "); please report this");
    }
  }

  private static String noProvider(String id) {
    if (Backends.broken().isEmpty()) {
      return "no provider of it is on the class path; add " + ARTIFACTS.get(id);
    }
    return "its provider is missing or cannot be loaded ("
        + String.join("; ", Backends.broken())
        + "); repair or add "
        + ARTIFACTS.get(id);
  }
}
