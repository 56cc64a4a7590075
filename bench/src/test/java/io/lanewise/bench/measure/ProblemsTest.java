package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Pool2dShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ProblemsTest {

  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  @Test
  void readsListsWithCommasAndSpaces() {
    assertThat(read(Op.GEMM, "64x32:32x16, 8x8:8x8n\"a, b\" 64x32:32x16"))
        .containsExactly("64x32:32x16", "8x8:8x8n\"a, b\"");
    assertThat(warnings).isEmpty();
  }

  @Test
  void readsAShapeFile() throws IOException {
    Path file =
        write(
            "shapes",
            """
            # LeNet-5
            --reset --dir=FWD_B
            --mb=4 ic1ih28oc6oh28kh5ph2n"conv#1"   # padded

            mb2ic3id4ih8oc4od4oh8kd3kh3pd1ph1n"volume"
            --stag=any ic3id9oc4kd3
            --reset --attr-post-ops=, \\
                sum:0.5, \\
                add:f32
            ic6ih14oc16oh10kh5n"conv2"
            """);
    assertThat(read(Op.CONV2D, file.toString()))
        .containsExactly(
            "mb4ic1ih28oc6oh28kh5ph2n\"conv#1\"", "mb2ic6ih14oc16oh10kh5ph0n\"conv2\"");
    assertThat(warnings)
        .containsExactly(
            "passed over 2 problems that are not of two dimensions, the first is "
                + file
                + ":5: mb2ic3id4ih8oc4od4oh8kd3kh3pd1ph1n\"volume\"",
            "passed over options --dir --stag --attr-post-ops, the first is " + file + ":2: --dir");
  }

  @Test
  void readsTheFilesThatAFileNames() throws IOException {
    write("shapes", "ic1ih8oc1kh3\n");
    Path all = write("all", "--mb=3\n--batch=shapes\n--mb=5,7\n--batch=shapes\n");
    assertThat(read(Op.CONV2D, all.toString()))
        .containsExactly("mb3ic1ih8oc1oh6kh3ph0", "mb5ic1ih8oc1oh6kh3ph0", "mb7ic1ih8oc1oh6kh3ph0");
    assertThat(warnings).isEmpty();
    assertRefused(Op.CONV2D, write("loop", "--batch=loop\n"), "loop:1: ", "being read already");
    assertRefused(Op.CONV2D, write("lost", "\n--batch=gone\n"), "lost:2: ", "\"gone\"");
  }

  @Test
  void passesOverOtherTypes() throws IOException {
    Path file =
        write(
            "shapes",
            """
            --cfg=u8s8s32,s8s8f32 ic1ih8oc1kh3n"integers"
            --cfg=f32_full ic1ih8oc1kh3n"float"
            --dt=bf16,f32:f32:f32 ic1ih8oc1kh3n"both"
            --dt=f16, \\
              s8:s8:f32
            ic1ih8oc1kh3n"half" ic1ih8oc1kh3n"more"
            --reset ic1ih8oc1kh3n"default"
            """);
    assertThat(read(Op.CONV2D, file.toString()))
        .extracting(shape -> shape.substring(shape.indexOf('"')))
        .containsExactly("\"float\"", "\"both\"", "\"default\"");
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("passed over 3 problems of other types than f32, the first is " + file + ":1:");
  }

  @Test
  void aRowIsAnImageOfHeightOne() {
    assertThat(read(Op.CONV2D, "g2ic4oc6_iw9ow5kw3sw2pw1_n\"1d\""))
        .containsExactly("g2mb2ic4ih1iw9oc6oh1ow5kh1kw3sh1sw2ph0pw1n\"1d\"");
    assertThat(read(Op.POOL2D, "mb1ic2_iw6ow2kw3sw3"))
        .containsExactly("mb1ic2ih1iw6oh1ow2kh1kw3sh1sw3ph0pw0");
  }

  @Test
  void anOpenBatchIsBenchdnnsDefault() throws IOException {
    assertThat(read(Op.CONV2D, "mb0ic1ih8oc1kh3 ic2ih8oc1kh3"))
        .containsExactly("mb2ic1ih8oc1oh6kh3ph0", "mb2ic2ih8oc1oh6kh3ph0");
    assertThat(read(Op.CONV2D, write("shapes", "--mb=0 mb10ic1ih8oc1kh3").toString()))
        .containsExactly("mb10ic1ih8oc1oh6kh3ph0");
  }

  @Test
  void refusesWhatIsNoShapeFile() throws IOException {
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertRefused(Op.CONV2D, binary, "binary is no text");
    assertRefused(Op.CONV2D, write("prose", "\nNothing here.\n"), "prose:2: ", "\"Nothing\"");
    assertRefused(Op.CONV2D, write("empty", "# nothing\n"), "expected at least one problem");
    assertRefused(Op.CONV2D, write("types", "--dt=s8 ic1ih8oc1kh3"), "type f32");
    assertRefused(
        Op.CONV2D,
        write("groups", "ic4ih8oc4kh3\ng3ic4ih8oc4kh3\n"),
        "groups:2: problem \"g3ic4ih8oc4kh3\": groups is 3, expected a divisor of ic 4 and oc 4");
    assertThatThrownBy(() -> read(Op.CONV2D, folder.toString()))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(4));
  }

  private void assertRefused(Op op, Path file, String... words) {
    assertThatThrownBy(() -> read(op, file.toString()))
        .isInstanceOfSatisfying(CommandFailure.class, e -> assertThat(e.exitStatus()).isEqualTo(2))
        .hasMessageContainingAll(words);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void passesOverBatchedMatmulsInAFile() throws IOException {
    Path file = write("shapes", "10x30x20:10x20x4\n30x20:20x4\n");
    assertThat(read(Op.GEMM, file.toString())).containsExactly("30x20:20x4");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void memoryTagsAreTransposes() throws IOException {
    Path file = folder.resolve("shapes");
    Files.writeString(
        file, "2x3:3x4\n--stag=ba 2x3:3x4\n--wtag=ba 2x3:3x4\n--reset --wtag=ba 2x3:3x4\n");
    assertThat(Problems.read(Op.GEMM, file.toString(), 0, warnings::add))
        .extracting(Problem::trans)
        .containsExactly("", "tn", "tt", "nt");
    assertThat(warnings).isEmpty();
  }

  static Stream<Arguments> sets() {
    return Arrays.stream(Op.values())
        .flatMap(op -> ShapeSets.names(op).stream().map(name -> Arguments.of(op, name)));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everySetCanBeReadAndSaysWhy(Op op, String name) {
    assertThat(read(op, name)).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(ShapeSets.lines(op, name).get(0)).startsWith("# ");
    assertThat(warnings).isEmpty();
  }

  @Test
  void setsOfConvolutionsAreTheNetworks() {
    assertThat(read(Op.CONV2D, "resnet50")).hasSize(20);
    assertThat(read(Op.CONV2D, "vgg16")).hasSize(9);
    assertThat(read(Op.CONV2D, "alexnet")).hasSize(5);
    assertThat(read(Op.CONV2D, "mobilenet-v1"))
        .hasSize(9)
        .allSatisfy(
            problem -> {
              Conv2dShape shape = Conv2dShape.parse(problem);
              assertThat(shape.groups()).isEqualTo(shape.ic()).isEqualTo(shape.oc());
            });
    assertThat(read(Op.CONV2D, "lenet5"))
        .allSatisfy(problem -> assertThat(Conv2dShape.parse(problem).mb()).isEqualTo(128));
    assertThat(Problems.read(Op.CONV2D, "resnet50,vgg16", 8, warnings::add))
        .hasSize(29)
        .allSatisfy(problem -> assertThat(Conv2dShape.parse(problem.shape()).mb()).isEqualTo(8));
    assertThat(read(Op.POOL2D, "bandwidth"))
        .allSatisfy(
            problem ->
                assertThat(Pool2dShape.parse(problem).srcElements())
                    .isGreaterThan((64 << 20) / Float.BYTES));
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
        .hasMessageContaining(String.join(", ", ShapeSets.names(Op.GEMM)));
  }

  @Test
  void setsOfOtherOperationsAreUnknown() {
    assertThatThrownBy(() -> read(Op.CONV2D, "lenet5,squares"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("shapes have \"squares\"")
        .hasMessageContaining(String.join(", ", ShapeSets.names(Op.CONV2D)));
  }

  @Test
  void refusesAProductThatNoForkCanHold() {
    assertThatThrownBy(() -> read(Op.GEMM, "65536x65536:65536x65536"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("65536x65536:65536x65536 has an operand of 4294967296 elements");
  }

  @Test
  void poolingHasAlgorithms() {
    assertThat(read(Op.POOL2D, "--alg=MAX,avg_np mb2ic3ih4oh2kh2sh2"))
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
