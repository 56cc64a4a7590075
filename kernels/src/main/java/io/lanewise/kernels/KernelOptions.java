package io.lanewise.kernels;

/**
 * What a caller chooses when it opens a backend.
 *
 * @param threads threads that one operation may use, counting the caller's; 1 to 4096
 */
public record KernelOptions(int threads) {

  /** OpenMP, under oneDNN, ends the process with a segmentation fault at 1000000 threads. */
  private static final int MAX_THREADS = 4096;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if {@code threads} is below 1 or above 4096
   */
  public KernelOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads is " + threads + ", expected 1 to " + MAX_THREADS);
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
