package io.lanewise.bench.measure;

import io.lanewise.nn.Glyphs;
import io.lanewise.nn.LabelledImages;
import java.io.IOException;
import java.nio.file.Path;

record TrainingData(String name, LabelledImages train, LabelledImages test) {
  static TrainingData load(String data, long seed, int images, int tests) throws IOException {
    if (data.equals("glyphs")) {
      return new TrainingData(data, Glyphs.draw(images, seed), Glyphs.draw(tests, seed + 1));
    }
    Path folder = Path.of(data);
    LabelledImages train =
        LabelledImages.readIdx(
            folder.resolve("train-images-idx3-ubyte.gz"),
            folder.resolve("train-labels-idx1-ubyte.gz"));
    LabelledImages test =
        LabelledImages.readIdx(
            folder.resolve("t10k-images-idx3-ubyte.gz"),
            folder.resolve("t10k-labels-idx1-ubyte.gz"));
    return new TrainingData(
        folder.getFileName().toString(),
        train.head(Math.min(images, train.size())),
        test.head(Math.min(tests, test.size())));
  }
}
