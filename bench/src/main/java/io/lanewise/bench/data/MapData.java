package io.lanewise.bench.data;

import io.lanewise.nn.data.CsvFile;
import io.lanewise.nn.data.Customers;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.RandomStreams;
import io.lanewise.nn.data.Standardization;
import io.lanewise.nn.data.Table;
import io.lanewise.nn.som.SomData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples for a map.
 *
 * @param name the data, as the user named it
 * @param table the samples as their user knows them, with classes if they have some
 * @param standardization what makes their variables comparable; empty where they are so already
 */
public record MapData(String name, Table table, Optional<Standardization> standardization) {

  /** The data set that is always there: customers that the program makes up. */
  public static final String CUSTOMERS = "customers";

  private static final int CUSTOMERS_ROWS = 5_000;
  private static final long SEED = 1;
  private static final int CENTRES = 8;
  private static final double NOISE = 0.5;
  private static final Pattern GENERATED = Pattern.compile("generated:([0-9]{1,9})x([0-9]{1,9})");

  /**
   * Reads data.
   *
   * @param data {@link #CUSTOMERS}, a file whose name ends in .csv, {@code generated:ROWSxCOLUMNS}
   *     (normally distributed about 8 centres), or images as {@link DataSets} finds them, of which
   *     those for training are taken
   * @param label column of a file's classes; null for none
   * @param notes hears of every download
   * @throws IOException if a file is missing or damaged
   */
  public static MapData load(String data, @Nullable String label, Consumer<String> notes)
      throws IOException {
    Matcher generated = GENERATED.matcher(data);
    if (data.equals(CUSTOMERS)) {
      return standardised(data, Customers.generate(CUSTOMERS_ROWS, SEED));
    }
    if (LabelledTable.isNamedBy(data)) {
      Path file = Path.of(data);
      Table table = label == null ? CsvFile.read(file) : CsvFile.read(file, label);
      return standardised(data, table);
    }
    if (generated.matches()) {
      int rows = Integer.parseInt(generated.group(1));
      return new MapData(
          data, generate(rows, Integer.parseInt(generated.group(2))), Optional.empty());
    }
    TrainingData images = DataSets.ofUser(notes).load(data);
    return new MapData(data, rows(images), Optional.empty());
  }

  private static MapData standardised(String name, Table table) {
    return new MapData(name, table, Optional.of(Standardization.fit(table)));
  }

  /** The same with the variables as they are. */
  public MapData raw() {
    return new MapData(name, table, Optional.empty());
  }

  /** The same for a map that was trained before: with its variables and its standardization. */
  public MapData like(List<String> names, Optional<Standardization> standardization) {
    return new MapData(name, table.select(names), standardization);
  }

  /** What a map learns from. */
  public SomData samples() {
    return samples(standardization.map(columns -> columns.apply(table)).orElse(table));
  }

  /** The samples as their user knows them. */
  public SomData described() {
    return samples(table);
  }

  private static SomData samples(Table table) {
    return SomData.of(table.values(), table.rows(), table.columns()).withNames(table.names());
  }

  private static Table generate(int rows, int columns) {
    if (rows < 1 || columns < 1 || (long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "--data is generated:"
              + (rows + "x" + columns)
              + ", expected sizes of at least 1 and fewer than 2^31 values");
    }
    Random random = RandomStreams.of(SEED, 0);
    float[] centres = new float[CENTRES * columns];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    float[] values = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      int centre = random.nextInt(CENTRES);
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] =
            (float) (centres[centre * columns + j] + NOISE * random.nextGaussian());
      }
    }
    return Table.of(numbered("x", columns), values);
  }

  private static Table rows(TrainingData images) {
    Dataset train = images.train();
    int n = train.size();
    int columns = train.input().elements();
    float[] values = new float[Math.multiplyExact(n, columns)];
    int[] order = IntStream.range(0, n).toArray();
    train.fill(MemorySegment.ofArray(values), order, 0, n);
    int[] labels = IntStream.range(0, n).map(train::label).toArray();
    return Table.of(numbered("pixel", columns), values)
        .withLabels(labels, images.coding().classNames());
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + i).toList();
  }
}
