package io.lanewise.kernels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Finds the backends on the class path or module path.
 *
 * <p>A backend that cannot be used stays in the list and says why; a provider that cannot even be
 * loaded never stops the others, see {@link #broken()}.
 */
public final class Backends {

  private static final Found FOUND = load();

  private Backends() {}

  /** Every backend, available or not, the preferred first. */
  public static List<Backend> all() {
    return FOUND.backends;
  }

  /** Providers that are listed but could not be loaded, each with its reason. */
  public static List<String> broken() {
    return FOUND.broken;
  }

  /** The backend with this id, available or not. */
  public static Optional<Backend> find(String id) {
    return all().stream().filter(backend -> backend.id().equals(id)).findFirst();
  }

  /**
   * The backend with this id.
   *
   * @throws UnavailableBackendException if there is none, or it is not available here; the message
   *     says why and what to do
   */
  public static Backend require(String id) {
    Backend backend =
        find(id)
            .orElseThrow(
                () ->
                    new UnavailableBackendException(
                        "backend is \"" + id + "\", expected one of " + ids() + brokenNote()));
    requireAvailable(backend);
    return backend;
  }

  /**
   * Refuses a backend that is not available; what {@link Backend#open} does first.
   *
   * @throws UnavailableBackendException with the reason
   */
  public static void requireAvailable(Backend backend) {
    backend
        .unavailable()
        .ifPresent(
            reason -> {
              throw new UnavailableBackendException(
                  "backend " + backend.id() + " is unavailable: " + reason);
            });
  }

  /** The available backend with the highest {@link Backend#preference()}. */
  public static Backend best() {
    return all().stream()
        .filter(backend -> backend.unavailable().isEmpty())
        .findFirst()
        .orElseThrow(
            () -> new UnavailableBackendException("no backend is available" + brokenNote()));
  }

  private static String ids() {
    return all().stream().map(Backend::id).sorted().collect(Collectors.joining(", "));
  }

  private static String brokenNote() {
    return broken().isEmpty() ? "" : " (could not be loaded: " + String.join("; ", broken()) + ")";
  }

  private static Found load() {
    List<Backend> backends = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    var loader = ServiceLoader.load(Backend.class, Backends.class.getClassLoader());
    var providers = loader.stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        backends.add(providers.next().get());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken.add(String.valueOf(e.getMessage()));
      }
    }
    backends.sort(Comparator.comparingInt(Backend::preference).reversed());
    return new Found(Collections.unmodifiableList(backends), Collections.unmodifiableList(broken));
  }

  private record Found(List<Backend> backends, List<String> broken) {}
}
