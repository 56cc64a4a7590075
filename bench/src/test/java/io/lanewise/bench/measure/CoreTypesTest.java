package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CoreTypesTest {

  private final List<String> notes = new ArrayList<>();
  private final KernelCase problem = KernelCase.of(Op.GEMM, null, "f32", "8x8:8x8", "nn");
  private final List<KernelCase> cases =
      List.of(problem.on("vector", "best"), problem.on("openblas", "best"));

  @BeforeEach
  void nobodyHasDecided() {
    Assumptions.assumeTrue(System.getenv("OPENBLAS_CORETYPE") == null, "the user has decided");
  }

  @Test
  void openblasHasTwoRowsWhereItsCoreTypesDiffer() {
    List<KernelCase> all =
        CoreTypes.withTwins(cases, environment("Haswell", "SkylakeX"), notes::add);

    assertThat(all)
        .extracting(KernelCase::label)
        .containsExactly("vector", "openblas", "openblas-detected");
    assertThat(all.get(1).flags()).isEmpty();
    assertThat(all.get(2).flags()).containsExactly("-Dlanewise.openblas.coretype=detected");
    // Flags are not what viewers of JMH's JSON tell results apart by.
    assertThat(all.get(2).parameters()).isNotEqualTo(all.get(1).parameters());
    assertThat(notes).singleElement().asString().contains("Haswell", "SkylakeX");
  }

  @Test
  void oneRowAndANoteWhereTheyAreTheSame() {
    assertThat(CoreTypes.withTwins(cases, environment("Zen", "Zen"), notes::add)).isEqualTo(cases);
    assertThat(notes).singleElement().asString().contains("Zen", "one row");
  }

  @Test
  void nothingIsSaidWithoutOpenblas() {
    List<KernelCase> vector = cases.subList(0, 1);
    assertThat(CoreTypes.withTwins(vector, environment("Haswell", "SkylakeX"), notes::add))
        .isEqualTo(vector);
    assertThat(notes).isEmpty();
  }

  private static Environment environment(String detected, String inEffect) {
    Map<String, String> details =
        Map.of("core type detected", detected, "core type in effect", inEffect);
    BackendState openblas = new BackendState("openblas", "ok", "OpenBLAS", "", 1, 1, details);
    return new Environment(
        "CPU",
        1,
        1,
        List.of(),
        "OS",
        "JVM",
        List.of(),
        "1",
        null,
        null,
        List.of(openblas),
        List.of());
  }
}
