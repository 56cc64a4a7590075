package io.lanewise.bench;

import io.lanewise.bench.output.CommandFailure;

/** The option {@code --threads}. */
final class Threads {

  private Threads() {}

  /** Refuses a number of threads that no backend can take. */
  static void check(int threads) {
    if (threads < 1) {
      throw CommandFailure.usage("--threads is " + threads + ", expected at least 1");
    }
  }
}
