package io.lanewise.nn.evaluation;

import io.lanewise.nn.data.RandomStreams;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Samples divided into k parts for cross-validation: each part is the test set once, the others are
 * the training set. Immutable.
 *
 * <pre>{@code
 * KFold folds = KFold.stratified(labels, 10, 1);
 * for (int fold = 0; fold < folds.k(); fold++) {
 *   network.fit(kernels, data.subset(folds.train(fold)), ...);
 *   network.evaluate(kernels, data.subset(folds.test(fold)), ...);
 * }
 * }</pre>
 */
public final class KFold {

  private final int k;
  private final int[] foldOf;

  private KFold(int k, int[] foldOf) {
    this.k = k;
    this.foldOf = foldOf;
  }

  /**
   * Divides samples at random. Sizes of folds differ by at most 1.
   *
   * @param size number of samples, at least 2
   * @param k number of folds, 2 to size
   * @param seed seed of the order; the same on every JVM
   */
  public static KFold of(int size, int k, long seed) {
    return stratified(new int[size], k, seed);
  }

  /**
   * Divides samples at random so that every fold has its share of every class. Sizes of folds
   * differ by at most 1, and so do the numbers of samples of a class in them. A class with fewer
   * than k samples is missing in some folds.
   *
   * @param labels the class of each sample, at least 0
   * @param k number of folds, 2 to the number of samples
   * @param seed seed of the order; the same on every JVM
   */
  public static KFold stratified(int[] labels, int k, long seed) {
    if (k < 2 || k > labels.length) {
      throw new IllegalArgumentException(
          "k is " + k + ", expected 2 to " + labels.length + ", the number of samples");
    }
    int[] order = new int[labels.length];
    for (int i = 0; i < order.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "labels[" + i + "] is " + labels[i] + ", expected at least 0");
      }
      order[i] = i;
    }
    RandomStreams.shuffle(RandomStreams.of(seed, k), order);
    // Samples of a class side by side, dealt out one by one: then nothing differs by more than 1.
    int[] byClass =
        IntStream.of(order)
            .boxed()
            .sorted(Comparator.comparingInt(i -> labels[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] foldOf = new int[labels.length];
    for (int i = 0; i < byClass.length; i++) {
      foldOf[byClass[i]] = i % k;
    }
    return new KFold(k, foldOf);
  }

  /** Number of folds. */
  public int k() {
    return k;
  }

  /** The samples of a fold, ascending. */
  public int[] test(int fold) {
    requireFold(fold);
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray();
  }

  /** The samples of all other folds, ascending. */
  public int[] train(int fold) {
    requireFold(fold);
    return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] != fold).toArray();
  }

  private void requireFold(int fold) {
    if (fold < 0 || fold >= k) {
      throw new IllegalArgumentException("fold is " + fold + ", expected 0 to " + (k - 1));
    }
  }
}
