package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.OptionsBuilder;

final class ProfilersTest {

  @Test
  void passesThemThroughToJmh() {
    Profilers profilers = Profilers.parse(List.of("gc", "stack:lines=3", "cl"));
    OptionsBuilder options = new OptionsBuilder();
    profilers.addTo(options);
    assertThat(options.build().getProfilers())
        .extracting(config -> config.getKlass() + " " + config.getOpts())
        .containsExactly("stack lines=3", "cl ");
  }

  @Test
  void refusesWhatJmhDoesNotKnow() {
    assertThatThrownBy(() -> Profilers.parse(List.of("no-such-profiler")))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageContaining("prof is \"no-such-profiler\"");
  }
}
