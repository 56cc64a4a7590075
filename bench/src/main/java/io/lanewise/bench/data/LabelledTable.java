package io.lanewise.bench.data;

import io.lanewise.bench.data.DataCoding.TableCoding;
import io.lanewise.nn.data.CsvFile;
import io.lanewise.nn.data.Samples;
import io.lanewise.nn.data.Standardization;
import io.lanewise.nn.data.Table;
import io.lanewise.nn.evaluation.KFold;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A file of comma-separated values as data for a network. */
public final class LabelledTable {

  /** One row in so many is kept for the test. */
  private static final int TEST = 5;

  /** Not the seed of the training: trainings of several seeds are to be tested on the same rows. */
  private static final long SEED = 1;

  private LabelledTable() {}

  /** Whether what the user names is such a file. */
  public static boolean isNamedBy(String data) {
    return data.toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /**
   * Reads a file to train on: a fifth of its rows, of each class its share, is kept for the test;
   * columns are standardised by what the others are.
   *
   * @param label column of the classes
   * @throws IOException if the file is missing or no table with this column
   * @throws IllegalArgumentException if a number is missing, or there are fewer than 5 rows
   */
  public static TrainingData read(Path file, String label) throws IOException {
    Table table = CsvFile.read(file, label);
    KFold folds = KFold.stratified(table.labels(), TEST, SEED);
    Standardization columns = Standardization.fit(rows(table, folds.train(0)));
    Samples all = columns.apply(table).samples();
    DataCoding coding =
        new DataCoding(table.classNames(), Optional.of(new TableCoding(label, columns)));
    return new TrainingData(
        file.getFileName().toString(),
        all.subset(folds.train(0)),
        all.subset(folds.test(0)),
        coding);
  }

  /**
   * Reads a file to test a network on.
   *
   * @param label column of the classes
   * @param coding what the network learned from
   * @throws IOException if the file is missing or no table with this column, or has another class
   * @throws IllegalArgumentException if a column or a number is missing
   */
  public static Samples read(Path file, String label, DataCoding coding) throws IOException {
    return coding.samples(CsvFile.read(file, label, coding.classNames()));
  }

  /**
   * Reads a file of rows whose classes are wanted; where it has a column of them, it is left out.
   *
   * @throws IOException if the file is missing or no table
   * @throws IllegalArgumentException if a column or a number is missing
   */
  public static Samples read(Path file, DataCoding coding) throws IOException {
    String label = coding.table().map(TableCoding::label).orElse(null);
    boolean known = label != null && names(file).contains(label);
    return coding.samples(known ? CsvFile.read(file, label) : CsvFile.read(file));
  }

  private static List<String> names(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = CSVFormat.RFC4180.parse(reader)) {
      Iterator<CSVRecord> lines = parser.iterator();
      return lines.hasNext() ? lines.next().stream().map(String::strip).toList() : List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The rows with these indices. */
  private static Table rows(Table table, int[] indices) {
    int columns = table.columns();
    float[] values = new float[indices.length * columns];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(table.values(), indices[i] * columns, values, i * columns, columns);
    }
    return Table.of(table.names(), values);
  }
}
