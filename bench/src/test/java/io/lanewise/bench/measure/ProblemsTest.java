package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProblemsTest {

  private final List<String> warnings = new ArrayList<>();

  @Test
  void readsListsWithCommasAndSpaces() {
    assertThat(read(Op.GEMM, "64x32:32x16, 8x8:8x8n\"a, b\" 64x32:32x16"))
        .containsExactly("64x32:32x16", "8x8:8x8n\"a, b\"");
    assertThat(warnings).isEmpty();
  }

  @Test
  void readsAShapeFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shapes");
    Files.writeString(
        file,
        """
        # LeNet-5
        --reset --dir=FWD_B
        --mb=4 ic1ih28oc6oh28kh5ph2n"conv1"   # padded

        mb2ic3id4ih8oc4od4oh8kd3kh3pd1ph1n"volume"
        --reset
        ic6ih14oc16oh10kh5n"conv2"
        """);
    assertThat(read(Op.CONV2D, file.toString()))
        .containsExactly("mb4ic1ih28oc6oh28kh5ph2n\"conv1\"", "mb2ic6ih14oc16oh10kh5ph0n\"conv2\"");
    assertThat(warnings)
        .hasSize(2)
        .anySatisfy(warning -> assertThat(warning).contains(":2: option --dir"))
        .anySatisfy(warning -> assertThat(warning).contains(":5: problem mb2ic3id4"));
  }

  @Test
  void passesOverBatchedMatmulsInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shapes");
    Files.writeString(file, "10x30x20:10x20x4\n30x20:20x4\n");
    assertThat(read(Op.GEMM, file.toString())).containsExactly("30x20:20x4");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void memoryTagsAreTransposes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("shapes");
    Files.writeString(
        file, "2x3:3x4\n--stag=ba 2x3:3x4\n--wtag=ba 2x3:3x4\n--reset --wtag=ba 2x3:3x4\n");
    assertThat(Problems.read(Op.GEMM, file.toString(), 0, warnings::add))
        .extracting(Problem::trans)
        .containsExactly("", "tn", "tt", "nt");
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.lanewise.bench.measure.ShapeSets#names")
  void everySetCanBeReadAndSaysWhy(String name) {
    assertThat(read(Op.GEMM, name)).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    assertThat(ShapeSets.lines(name).get(0)).startsWith("# ");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aListMayNameSets() {
    assertThat(read(Op.GEMM, "thin,lenet5 3x3:3x3"))
        .hasSize(6 + 14 + 1)
        .contains("2048x2048:2048x8n\"tall\"", "3x3:3x3");
    assertThat(Problems.read(Op.GEMM, "lenet5 3x3:3x3", 0, warnings::add))
        .contains(new Problem("120x64:64x400n\"lenet5:fc1:bwd_w\"", "tn"))
        .endsWith(new Problem("3x3:3x3", ""));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheSets() {
    assertThatThrownBy(() -> read(Op.GEMM, "squares,no-such-file.txt"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("shapes have \"no-such-file.txt\"")
        .hasMessageContaining(String.join(", ", ShapeSets.names()));
  }

  @Test
  void refusesAProductThatNoForkCanHold() {
    assertThatThrownBy(() -> read(Op.GEMM, "65536x65536:65536x65536"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("65536x65536:65536x65536 has an operand of 4294967296 elements");
  }

  @Test
  void poolingHasAlgorithms() {
    assertThat(read(Op.POOL2D, "--alg=max,avg_np mb2ic3ih4oh2kh2sh2"))
        .containsExactly("mb2ic3ih4oh2kh2sh2ph0", "--alg=avg_np mb2ic3ih4oh2kh2sh2ph0");
  }

  @Test
  void theCommandLineOverridesTheBatch() {
    assertThat(Problems.read(Op.CONV2D, "mb2ic1ih8oc1oh8kh1", 7, warnings::add))
        .containsExactly(new Problem("mb7ic1ih8oc1oh8kh1ph0", ""));
  }

  @Test
  void refusesWhatItCannotRead() {
    for (String text : List.of("", "64x32:16x16", "hello", "--mb=x 8x8:8x8", "-1x2:2x2")) {
      assertThatThrownBy(() -> read(Op.GEMM, text))
          .as(text)
          .isInstanceOfSatisfying(
              CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(2));
    }
  }

  private List<String> read(Op op, String text) {
    return Problems.read(op, text, 0, warnings::add).stream().map(Problem::shape).toList();
  }
}
