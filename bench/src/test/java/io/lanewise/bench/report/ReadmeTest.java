package io.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README shows of {@code compare} is what {@code compare --format markdown} prints. */
final class ReadmeTest {

  private static final String FIGURE = "[\\d,]+(\\.\\d+)?";
  private static final String CELL =
      "(%1$s( GB/s| \\(\\d+ %%\\))?( lanes| resident)?( by `[^`]+`)?|%1$s images/s(, %1$s %%)?|–|\\w+)"
          .formatted(FIGURE);
  private static final Pattern HEAD = Pattern.compile("\\| op \\| problem (\\| [\\w-]+ )+\\|");
  private static final Pattern RULE = Pattern.compile("\\| --- \\| --- (\\| ---: )+\\|");
  private static final Pattern ROW =
      Pattern.compile("\\| (gemm|conv2d|pool2d|training)[^|]* \\| [^|]+ (\\| " + CELL + " )+\\|");
  private static final List<Pattern> FOOT =
      List.of(
          Pattern.compile(""),
          Pattern.compile(
              "GFLOP/s and share of the FMA peak, for pooling GB/s(; of several problems the"
                  + " geometric mean)?\\. Machine: .+, \\d+ processors?, .+\\. "
                  + "\\d{4}-\\d\\d-\\d\\d(T[\\d:]+Z)?, commit `\\w{10}`( with changes that are not"
                  + " committed)?, [\\w ]+ threads?, [\\w ]+ forks? for each row, medians:"),
          Pattern.compile(""),
          Pattern.compile(" {4}(\\w+=\\S+ )*\\./lanewise compare.*"),
          Pattern.compile(""),
          Pattern.compile(
              "FMA peak( \\S+)* %1$s GFLOP/s \\(%1$s to %1$s\\), .*triad( \\S+)* %1$s GB/s\\."
                  .formatted(FIGURE)));

  @Test
  void holdsWhatTheProgramPrints() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    List<String> block =
        readme
            .lines()
            .dropWhile(line -> !line.startsWith("<!-- compare: begin"))
            .skip(1)
            .takeWhile(line -> !line.equals("<!-- compare: end -->"))
            .toList();
    assertHasTheShape(block);
    assertThat(block.get(0)).isEqualTo("| op | problem | scalar | vector | openblas | onednn |");
  }

  /** Else README could keep a shape that the program no longer has. */
  @Test
  void thatIsTheShapeOfWhatItPrints() {
    assertHasTheShape(
        MarkdownReport.of(
                new SampleReport()
                    .by("LANEWISE_DATA=data ./lanewise compare --quick")
                    .row("64x64:64x64", "vector", 100)
                    .row("64x64:64x64", "openblas", 50, Map.of("kernel", "vector/gemm"))
                    .pooling("mb1ic1ih8oh4kh2sh2ph0n\"lenet5:pool1\"", "vector", 25.6)
                    .training("vector", 28_657, Map.of("testAccuracy", 0.893))
                    .results())
            .lines()
            .toList());
  }

  private static void assertHasTheShape(List<String> all) {
    // What disturbed a run stands at its end.
    int warnings = all.indexOf("Warnings:");
    List<String> lines = warnings < 0 ? all : all.subList(0, warnings - 1);
    if (warnings >= 0) {
      assertThat(all.subList(warnings - 1, warnings + 2)).containsExactly("", "Warnings:", "");
      assertThat(all.subList(warnings + 2, all.size()))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).startsWith("- "));
    }
    assertThat(lines).hasSizeGreaterThan(2 + FOOT.size());
    int rows = lines.size() - 2 - FOOT.size();
    List<Pattern> shape = new ArrayList<>(List.of(HEAD, RULE));
    shape.addAll(Collections.nCopies(rows, ROW));
    shape.addAll(FOOT);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).matches(shape.get(i));
    }
    long columns = lines.get(0).chars().filter(c -> c == '|').count();
    assertThat(lines.subList(0, 2 + rows))
        .allSatisfy(
            line -> assertThat(line.chars().filter(c -> c == '|').count()).isEqualTo(columns));
  }
}
