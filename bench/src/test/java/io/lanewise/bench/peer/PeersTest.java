package io.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.UnavailableBackendException;
import org.junit.jupiter.api.Test;

/** The default build has no peers: whoever asks for one hears how to get it. */
final class PeersTest {

  @Test
  void saysHowToGetThem() {
    assertThat(Peers.ids())
        .isNotEmpty()
        .allSatisfy(
            id -> {
              assertThat(Peers.unavailable(id)).get().asString().contains("./mvnw -Ppeers");
              assertThatThrownBy(() -> Peers.require(id))
                  .isInstanceOf(UnavailableBackendException.class)
                  .hasMessageContaining("./mvnw -Ppeers");
            });
  }
}
