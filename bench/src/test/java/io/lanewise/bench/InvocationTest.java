package io.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InvocationTest {

  @Test
  void saysTheVariablesThatDecideWhatIsMeasured() {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of(
                "LANEWISE_JAVA_OPTS", "-Xmx1g -XX:UseAVX=2",
                "LANEWISE_JDK_FOLDERS", "/opt/jdks",
                "ONEDNN_MAX_CPU_ISA", "AVX2"));
    assertThat(Invocation.text(environment, List.of("compare", "--data", "it's")))
        .isEqualTo(
            "LANEWISE_JAVA_OPTS='-Xmx1g -XX:UseAVX=2' ONEDNN_MAX_CPU_ISA=AVX2"
                + " ./lanewise compare --data 'it'\\''s'");
  }
}
