package io.lanewise.kernels;

/**
 * What a caller chooses when it opens a backend.
 *
 * @param threads threads that one operation may use, counting the caller's; at least 1
 */
public record KernelOptions(int threads) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  public KernelOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", expected at least 1");
    }
  }

  /** One thread: what a library should take unless its user says otherwise. */
  public static KernelOptions defaults() {
    return new KernelOptions(1);
  }

  /** The same options with another number of threads. */
  public KernelOptions withThreads(int threads) {
    return new KernelOptions(threads);
  }
}
