package io.lanewise.nn;

/** The best epoch so far, as a monitor sees it. */
final class Best {

  private final Monitor monitor;
  private double value = Double.POSITIVE_INFINITY;
  private int epoch;

  Best(Monitor monitor) {
    this.monitor = monitor;
  }

  /** Looks at an epoch; whether it is better than all before. */
  boolean improves(EpochResult result) {
    double now = monitor.value(result);
    if (now < value) {
      value = now;
      epoch = result.epoch();
      return true;
    }
    return false;
  }

  /** The best epoch; 0 for none. */
  int epoch() {
    return epoch;
  }
}
