package io.lanewise.bench.data;

import io.lanewise.nn.data.LabelledImages;

/**
 * Images to train on and to test on.
 *
 * @param name name of the data set
 * @param train images to learn from
 * @param test images to measure the accuracy on
 */
public record ImageData(String name, LabelledImages train, LabelledImages test) {

  /** The same with the first images only, or all where there are no more. */
  public ImageData head(int trainImages, int testImages) {
    return new ImageData(
        name,
        train.head(Math.min(trainImages, train.size())),
        test.head(Math.min(testImages, test.size())));
  }
}
