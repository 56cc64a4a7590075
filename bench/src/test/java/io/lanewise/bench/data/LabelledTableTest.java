package io.lanewise.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lanewise.nn.data.Dataset;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTableTest {

  @TempDir private Path folder;

  @Test
  void aFifthOfEachClassIsKeptAndTheRestIsStandardised() throws IOException {
    StringBuilder csv = new StringBuilder("x,kind,y\n");
    for (int i = 0; i < 100; i++) {
      csv.append(i).append(i % 4 == 0 ? ",rare," : ",common,").append(1000 - 3 * i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("data.csv"), csv);

    TrainingData data = LabelledTable.read(file, "kind");

    assertThat(data.name()).isEqualTo("data.csv");
    assertThat(data.train().size()).isEqualTo(80);
    assertThat(data.test().size()).isEqualTo(20);
    assertThat(data.coding().classNames()).containsExactly("common", "rare");
    assertThat(count(data.test(), 1)).isEqualTo(5);
    assertThat(count(data.train(), 1)).isEqualTo(20);
    assertThat(mean(data.train(), 0)).isCloseTo(0, within(1e-5));
    assertThat(mean(data.train(), 1)).isCloseTo(0, within(1e-5));
    assertThat(squares(data.train(), 0)).isCloseTo(80, within(1e-2));
    assertThat(mean(data.test(), 0)).isNotCloseTo(0, within(1e-4));
  }

  private static long count(Dataset data, int label) {
    return IntStream.range(0, data.size()).filter(i -> data.label(i) == label).count();
  }

  private static double mean(Dataset data, int column) {
    return IntStream.range(0, data.size()).mapToDouble(i -> value(data, i, column)).sum()
        / data.size();
  }

  private static double squares(Dataset data, int column) {
    return IntStream.range(0, data.size())
        .mapToDouble(i -> value(data, i, column) * value(data, i, column))
        .sum();
  }

  private static double value(Dataset data, int i, int column) {
    float[] sample = new float[2];
    data.fill(MemorySegment.ofArray(sample), new int[] {i}, 0, 1);
    return sample[column];
  }
}
