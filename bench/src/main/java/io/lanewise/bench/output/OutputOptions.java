package io.lanewise.bench.output;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options {@code --format} and {@code --out}, which every command has, and what they do. */
public final class OutputOptions {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private Format format = Format.TABLE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "also write the result to a file in this folder")
  private @Nullable Path folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Called before the work: refuses a folder that cannot be written. */
  public void check() {
    if (folder != null) {
      OutputFolder.check(folder);
    }
  }

  /** The folder of {@code --out}, if there is one. */
  public @Nullable Path folder() {
    return folder;
  }

  /** The format of standard output. */
  public Format format() {
    return format;
  }

  /**
   * Prints the result on standard output and, with {@code --out}, writes it to {@code
   * DIR/name.extension}.
   *
   * @param name name of the file without its extension
   * @param result a list of records, or a record of records and lists, see {@link Printer}
   */
  public void print(String name, Object result) {
    printText(name, Printer.print(result, format));
  }

  /** As {@link #print} for what is text already. */
  public void printText(String name, String text) {
    // First of all: what was measured for an hour must not be lost because a disk is full.
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
    if (folder != null) {
      OutputFolder.write(folder.resolve(name + "." + format.extension()), text);
    }
  }
}
