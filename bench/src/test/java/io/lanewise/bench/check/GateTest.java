package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class GateTest {

  private static final Path LOG = Path.of("check.log");

  private static DynamicTest test(CheckStatus status, String reason, String replay) {
    return Gate.test(
        new CheckRow("vector", "avx2", "vector/gemm-12x2", status, reason, "AVX2", 9, 1, replay),
        LOG);
  }

  @Test
  void whatIsRightPasses() throws Throwable {
    DynamicTest test = test(CheckStatus.OK, null, null);

    assertThat(test.getDisplayName()).isEqualTo("vector vector/gemm-12x2 at avx2");
    test.getExecutable().execute();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG", "SLOW", "CRASHED", "HUNG", "WRONG_LEVEL"})
  void aFailureSaysWhyAndHowToSeeItAgain(CheckStatus status) {
    DynamicTest test = test(status, "the reason", "./lanewise check --level avx2");

    assertThatThrownBy(test.getExecutable()::execute)
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContainingAll(
            status.toString(),
            "the reason",
            "again by: ./lanewise check --level avx2",
            "check.log");
  }

  @ParameterizedTest
  @EnumSource(names = {"SKIPPED", "NOISY"})
  void whatCannotBeToldIsSkippedWithItsReason(CheckStatus status) {
    DynamicTest test = test(status, "the reason", null);

    assertThatThrownBy(test.getExecutable()::execute)
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("the reason");
  }

  /** Either would pass as a factory without tests. */
  @Test
  void whatTestsNothingFails() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gate.quick().backends("vector").levels("avx9").tests())
        .withMessageStartingWith("level is \"avx9\", expected one of machine, ");
    assertThatThrownBy(Gate.withoutKernels("vector/gem-*").getExecutable()::execute)
        .isInstanceOf(AssertionFailedError.class)
        .hasMessage("no kernel of these levels is called vector/gem-*");
  }

  @Test
  void optionsAreKept() {
    Gate gate = Gate.quick().backends("vector").levels("avx2").only("vector/gemm-*").withoutSpeed();

    assertThat(gate.request().backends()).containsExactly("vector");
    assertThat(gate.request().levels()).containsExactly("avx2");
    assertThat(gate.request().only()).isEqualTo("vector/gemm-*");
    assertThat(gate.request().speed()).isFalse();
    assertThat(gate.request().quick()).isTrue();
    assertThat(gate.baselines(LOG).only("a").request().baselines()).isEqualTo(LOG);
    assertThat(Gate.full().request().quick()).isFalse();
  }
}
