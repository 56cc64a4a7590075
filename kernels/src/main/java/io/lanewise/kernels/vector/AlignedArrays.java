package io.lanewise.kernels.vector;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Arrays for packed panels of B that begin at a known place of a cache line, shared by all products
 * of this JVM: a product takes one and gives it back at its end.
 *
 * <p>Loads that cross cache lines cost the micro-kernel 10 % where a micro-panel of B comes from
 * the level 2 cache, 3 % where it comes from level 1. An array cannot be aligned, but G1 puts an
 * array of half a region or more at the start of a region, and never moves it. Such an array takes
 * up a whole region, 1 to 32 MB, which is too much for each product to own. Other collectors
 * promise nothing; there the speed depends on luck.
 *
 * @param <A> type of the arrays
 */
final class AlignedArrays<A> {

  /** Bytes from the start of an array to its elements, as HotSpot has them by default. */
  private static final int HEADER = 16;

  private static final int LINE = 64;

  /** Half of the largest region that G1 chooses by itself. */
  private static final long MOST = 16 << 20;

  private final int start;
  private final IntFunction<A> make;
  private final Shelf<A> quarter;
  private final Shelf<A> whole;

  /**
   * Makes a store of arrays of two sizes: a map's product of 375 columns would take 4 MB of doubles
   * for 1.
   *
   * @param elements elements that are needed at most, counted from a cache line on
   * @param elementBytes bytes of an element
   * @param make makes an array of so many elements
   */
  AlignedArrays(int elements, int elementBytes, IntFunction<A> make) {
    int least = large(elementBytes);
    this.start = start(elementBytes);
    this.make = make;
    this.whole = new Shelf<>(Math.max(start + elements, least));
    int length = Math.max(start + elements / 4, least);
    this.quarter = length < whole.length ? new Shelf<>(length) : whole;
  }

  /** From so many elements on, G1 starts an array at the start of a region. */
  static int large(int elementBytes) {
    long half = HotSpot.flag("G1HeapRegionSize").map(Long::parseLong).orElse(0L) / 2;
    return (int) (Math.min(half, MOST) / elementBytes) + 1;
  }

  /** The first element of an array that begins a cache line. */
  static int start(int elementBytes) {
    return (LINE - HEADER) / elementBytes;
  }

  /**
   * Takes an array with so many elements from the cache line on; what it holds is not specified.
   */
  A take(int elements) {
    Shelf<A> shelf = shelf(elements);
    for (int i = 0; i < shelf.free.length(); i++) {
      A array = shelf.free.get(i) == null ? null : shelf.free.getAndSet(i, null);
      if (array != null) {
        return array;
      }
    }
    return make.apply(shelf.length);
  }

  /**
   * Gives back an array that was taken for so many elements; where there is no place for it, it is
   * left to the collector.
   */
  void give(A array, int elements) {
    Shelf<A> shelf = shelf(elements);
    for (int i = 0; i < shelf.free.length(); i++) {
      if (shelf.free.get(i) == null && shelf.free.compareAndSet(i, null, array)) {
        return;
      }
    }
  }

  private Shelf<A> shelf(int elements) {
    return start + elements <= quarter.length ? quarter : whole;
  }

  /** The free arrays of a length. */
  private static final class Shelf<A> {

    final int length;
    final AtomicReferenceArray<A> free =
        new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

    Shelf(int length) {
      this.length = length;
    }
  }
}
