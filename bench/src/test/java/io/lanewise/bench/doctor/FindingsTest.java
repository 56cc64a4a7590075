package io.lanewise.bench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import org.junit.jupiter.api.Test;

final class FindingsTest {

  @Test
  void resultsHoldWhatDoctorShows() {
    Findings findings = Findings.look("1", 1);
    Environment environment = findings.environment();
    assertThat(environment.version()).isEqualTo("1");
    assertThat(environment.processors()).isEqualTo(findings.machine().processors());
    assertThat(environment.caches()).isEqualTo(findings.machine().caches());
    assertThat(environment.jvm()).contains(Runtime.version().toString());
    assertThat(environment.backends())
        .extracting(BackendState::id)
        .startsWith("scalar", "vector", "openblas", "onednn");
    assertThat(environment.backends().get(0).status()).isEqualTo("ok");
  }

  @Test
  void anUnavailableBackendKeepsItsReason() {
    BackendState state = BackendCheck.look("no-such-backend", 1).backendState();
    assertThat(state.status()).startsWith("unavailable: no provider of it");
    assertThat(state.library()).isNull();
  }
}
