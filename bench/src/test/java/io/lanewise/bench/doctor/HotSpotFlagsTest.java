package io.lanewise.bench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.Fact;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HotSpotFlagsTest {

  @Test
  void keepsWhatIsNotAtItsDefault() {
    String text =
        """
        [Global flags]
              int UseAVX      = 2               {ARCH product} {command line}
             bool UseG1GC     = true            {product lp64_product} {ergonomic}
             bool UseFMA      = true            {ARCH product} {default}
            ccstr OnError     =                 {product} {command line}
        """;
    assertThat(HotSpotFlags.notDefault(text))
        .containsEntry("UseAVX", "2 (command line)")
        .containsEntry("UseG1GC", "true (ergonomic)")
        .containsEntry("OnError", " (command line)")
        .hasSize(3);
  }

  @Test
  void readsThisJvm() {
    List<Fact> facts = HotSpotFlags.facts();
    assertThat(facts).extracting(Fact::name).contains("MaxHeapSize");
    assertThat(HotSpotFlags.value("TieredStopAtLevel")).contains("4");
    assertThat(HotSpotFlags.value("NoSuchFlag")).isEmpty();
  }
}
