package io.lanewise.bench.peer;

import io.lanewise.bench.results.BackendState;
import io.lanewise.kernels.UnavailableBackendException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The peers that a user may name, whether or not they are on the class path. */
public final class Peers {

  private static final List<String> IDS = List.of("netlib", "ejml", "ojalgo", "nd4j");

  private Peers() {}

  /** Their ids. */
  public static List<String> ids() {
    return IDS;
  }

  /** Empty if it is on the class path, else how to get it. */
  public static Optional<String> unavailable(String id) {
    return find(id).isPresent()
        ? Optional.empty()
        : Optional.of(
            "it is not in the default build; ./mvnw -Ppeers -DskipTests package fetches and adds it");
  }

  /**
   * The peer with this id.
   *
   * @throws UnavailableBackendException if it is not on the class path
   */
  public static Peer require(String id) {
    return find(id)
        .orElseThrow(
            () -> new UnavailableBackendException(unavailable(id).orElse("it has just gone")));
  }

  /** What is found of those among these ids that are peers. */
  public static List<BackendState> states(List<String> ids) {
    return ids.stream().filter(IDS::contains).map(Peers::state).toList();
  }

  private static BackendState state(String id) {
    return new BackendState(
        id,
        unavailable(id).map(reason -> "unavailable: " + reason).orElse("ok"),
        find(id).map(Peer::library).orElse(null),
        null,
        null,
        null,
        Map.of());
  }

  private static Optional<Peer> find(String id) {
    try {
      for (Peer peer : ServiceLoader.load(Peer.class)) {
        if (peer.id().equals(id)) {
          return Optional.of(peer);
        }
      }
      return Optional.empty();
    } catch (ServiceConfigurationError e) {
      throw new UnavailableBackendException("a provider cannot be loaded: " + e.getMessage());
    }
  }
}
