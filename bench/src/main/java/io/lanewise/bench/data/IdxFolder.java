package io.lanewise.bench.data;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import io.lanewise.nn.data.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The four files of MNIST and its relatives in one folder, each gzipped or not.
 *
 * @param path the folder
 */
record IdxFolder(Path path) {

  /** The names without {@code .gz}. */
  static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  /**
   * Reads them.
   *
   * @throws CommandFailure with status 4 if a file is missing, damaged or of another kind
   */
  TrainingData read(String name) {
    try {
      return new TrainingData(
          name,
          LabelledImages.readIdx(file(FILES.get(0)), file(FILES.get(1))),
          LabelledImages.readIdx(file(FILES.get(2)), file(FILES.get(3))),
          DataCoding.numbered(10));
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot read the data: " + ErrorSentence.reason(e) + "; put the original file there", e);
    }
  }

  private Path file(String name) {
    Path zipped = path.resolve(name + ".gz");
    Path plain = path.resolve(name);
    if (Files.exists(zipped)) {
      return zipped;
    }
    if (Files.exists(plain)) {
      return plain;
    }
    throw CommandFailure.environment(
        (Files.isDirectory(path)
                ? "the data folder " + path + " has no file "
                : "there is no file ")
            + (Files.isDirectory(path) ? name + ".gz or " + name : zipped)
            + "; expected a folder with the four IDX files "
            + String.join(", ", FILES)
            + ", each plain or as .gz");
  }
}
