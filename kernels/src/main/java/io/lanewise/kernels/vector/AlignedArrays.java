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

  private final int elements;
  private final IntFunction<A> make;
  private final AtomicReferenceArray<A> free =
      new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

  /**
   * Makes a store.
   *
   * @param elements elements that are needed at most, counted from a cache line on
   * @param elementBytes bytes of an element
   * @param make makes an array of so many elements
   */
  AlignedArrays(int elements, int elementBytes, IntFunction<A> make) {
    long half = HotSpot.flag("G1HeapRegionSize").map(Long::parseLong).orElse(0L) / 2;
    int least = (int) (Math.min(half, MOST) / elementBytes) + 1;
    this.elements = Math.max(start(elementBytes) + elements, least);
    this.make = make;
  }

  /** The first element of an array that begins a cache line. */
  static int start(int elementBytes) {
    return (LINE - HEADER) / elementBytes;
  }

  /** Takes an array; what it holds is not specified. */
  A take() {
    for (int i = 0; i < free.length(); i++) {
      A array = free.get(i) == null ? null : free.getAndSet(i, null);
      if (array != null) {
        return array;
      }
    }
    return make.apply(elements);
  }

  /** Gives an array back; where there is no place for it, it is left to the collector. */
  void give(A array) {
    for (int i = 0; i < free.length(); i++) {
      if (free.get(i) == null && free.compareAndSet(i, null, array)) {
        return;
      }
    }
  }
}
