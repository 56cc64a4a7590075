package io.lanewise.nn;

import java.util.Objects;

/** Lowers the learning rate when a training no longer gets better. */
public final class ReduceRate implements Callback {

  private final Best best;
  private final int patience;
  private final double factor;
  private int last;

  /**
   * Watches.
   *
   * @param monitor what
   * @param patience epochs in a row without a better value after which the rate falls, at least 1
   * @param factor what the rate is multiplied with, above 0 and below 1
   */
  public ReduceRate(Monitor monitor, int patience, double factor) {
    Numbers.requireAtLeastOne("patience", patience);
    Numbers.require(factor > 0 && factor < 1, "factor", factor, "above 0 and below 1");
    this.best = new Best(Objects.requireNonNull(monitor, "monitor"));
    this.patience = patience;
    this.factor = factor;
  }

  @Override
  public void onStart(Fit fit) {
    fit.epochs().forEach(this::isDue);
  }

  @Override
  public void onEpoch(Fit fit, EpochResult epoch) {
    if (isDue(epoch)) {
      fit.rateFactor(fit.rateFactor() * factor);
    }
  }

  private boolean isDue(EpochResult epoch) {
    boolean better = best.improves(epoch);
    boolean due = !better && epoch.epoch() - Math.max(best.epoch(), last) >= patience;
    if (due) {
      last = epoch.epoch();
    }
    return due;
  }
}
