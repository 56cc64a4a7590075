package io.lanewise.bench;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.OutputFolder;
import io.lanewise.nn.Callback;
import io.lanewise.nn.Checkpoint;
import io.lanewise.nn.CsvLog;
import io.lanewise.nn.NetworkFile;
import io.lanewise.nn.Sequential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a training reads and writes. */
final class TrainingFiles {

  private static final String RECIPE = "train.recipe";

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "write the trained network to this file, in the format safetensors")
  private @Nullable Path save;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "after every epoch write the network and where its training stands to this file, for"
              + " --resume")
  private @Nullable Path checkpoint;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "go on from a checkpoint, with the same options as before; to the bit as if there had"
              + " been no interruption on the same backend with as many threads")
  private @Nullable Path resume;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "write a line of comma-separated values for every epoch to this file")
  private @Nullable Path log;

  /**
   * Called before the work: refuses files that cannot be written.
   *
   * @throws CommandFailure with status 4
   */
  void check() {
    check("--save", save);
    check("--checkpoint", checkpoint);
    check("--log", log);
  }

  private static void check(String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw CommandFailure.environment(
          option + " is " + file + ", which is a folder; expected the name of a file");
    }
    OutputFolder.check(file.toAbsolutePath().getParent());
  }

  /**
   * The checkpoint to go on from, or null.
   *
   * @param recipe all that decides what a step does
   * @throws CommandFailure with status 2 if the file's training is another one
   * @throws IOException if it is missing or damaged
   */
  @Nullable NetworkFile resumed(String recipe) throws IOException {
    if (resume == null) {
      return null;
    }
    NetworkFile file = NetworkFile.read(resume);
    if (file.state().isEmpty()) {
      throw CommandFailure.usage(
          "--resume is "
              + resume
              + ", which holds a network without the state of its training; expected a file of"
              + " --checkpoint");
    }
    String before = file.notes().getOrDefault(RECIPE, "");
    if (!before.equals(recipe)) {
      throw CommandFailure.usage(
          "--resume is " + resume + " of " + before + ", expected the same options, not " + recipe);
    }
    return file;
  }

  /** What writes while a network is trained; give it last. */
  List<Callback> callbacks(Map<String, String> notes) {
    List<Callback> callbacks = new ArrayList<>();
    if (checkpoint != null) {
      callbacks.add(Checkpoint.every(checkpoint).withNotes(notes));
    }
    if (log != null) {
      callbacks.add(new CsvLog(log));
    }
    return callbacks;
  }

  /** What a file of the network says about its training. */
  static Map<String, String> notes(String recipe, Map<String, String> data) {
    Map<String, String> notes = new LinkedHashMap<>(data);
    notes.put(RECIPE, recipe);
    return notes;
  }

  /**
   * Writes the trained network where the user wants it.
   *
   * @throws CommandFailure with status 4 if it cannot be written; what was there is then there
   *     still
   */
  void save(Sequential network, Map<String, String> notes) {
    if (save != null) {
      OutputFolder.attempt(save, () -> NetworkFile.write(save, network, null, notes));
    }
  }
}
