package io.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.kernels.UnavailableBackendException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default build has no peers: whoever asks for one hears how to get it. */
final class PeersTest {

  @Test
  void areListedWithTheirState() {
    assertThat(Peers.states(List.of("vector", "ejml")))
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.id()).isEqualTo("ejml");
              assertThat(state.status()).startsWith("unavailable: ");
              assertThat(state.library()).isNull();
            });
  }

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
