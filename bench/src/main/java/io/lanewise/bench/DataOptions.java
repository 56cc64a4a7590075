package io.lanewise.bench;

import io.lanewise.bench.data.DataSets;
import io.lanewise.bench.data.LabelledTable;
import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.output.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a network is trained or tested on. */
final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = DataSets.GLYPHS,
      description = {
        "${DEFAULT-VALUE} (digits that the program draws; the default), mnist, fashion-mnist, a",
        "folder with the four IDX files, or a file whose name ends in .csv. A name is looked for in"
            + " the folder of the environment variable LANEWISE_DATA and in the cache folder of the"
            + " user, then downloaded."
      })
  private String data = DataSets.GLYPHS;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "column of a .csv file that holds the classes")
  private @Nullable String label;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What {@code --data} says. */
  String name() {
    return data;
  }

  /** Whether the data is a table. */
  boolean isTable() {
    return LabelledTable.isNamedBy(data);
  }

  /** The file of a table. */
  Path file() {
    return Path.of(data);
  }

  /**
   * The column of a table's classes.
   *
   * @param known what it is if the user says nothing; null if that is not known
   * @throws CommandFailure with status 2 if nobody knows
   */
  String label(@Nullable String known) {
    String column = label == null ? known : label;
    if (column == null) {
      throw CommandFailure.usage(
          "--label is missing, expected the column of " + data + " that holds the classes");
    }
    return column;
  }

  /**
   * Samples to train on and to test on.
   *
   * @throws CommandFailure with status 4 if they are not there; with status 2 if options do not fit
   *     them
   * @throws IOException if a table is missing or damaged
   */
  TrainingData load() throws IOException {
    if (isTable()) {
      return LabelledTable.read(file(), label(null));
    }
    if (label != null) {
      throw CommandFailure.usage(
          "--label is for a file whose name ends in .csv, and --data is " + data);
    }
    PrintWriter progress = command.commandLine().getErr();
    return DataSets.ofUser(
            note -> {
              progress.println(note);
              progress.flush();
            })
        .load(data);
  }
}
