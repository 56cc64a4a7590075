package io.lanewise.nn;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends a training that no longer gets better, with the parameters of its best epoch. */
public final class EarlyStopping implements Callback {

  private static final String PARAMETERS = "early-stopping.parameters";

  private final int patience;
  private final boolean restoreBest;
  private final Best best;
  private float @Nullable [] parameters;

  /**
   * Watches.
   *
   * @param monitor what
   * @param patience epochs in a row without a better value after which it stops, at least 1
   * @param restoreBest whether the network ends with the parameters of the best epoch; else with
   *     those of the last
   */
  public EarlyStopping(Monitor monitor, int patience, boolean restoreBest) {
    Numbers.requireAtLeastOne("patience", patience);
    this.best = new Best(Objects.requireNonNull(monitor, "monitor"));
    this.patience = patience;
    this.restoreBest = restoreBest;
  }

  /** The best epoch so far, from 1; 0 before the first. */
  public int bestEpoch() {
    return best.epoch();
  }

  @Override
  public void onStart(Fit fit) {
    fit.epochs().forEach(best::improves);
  }

  @Override
  public void onEpoch(Fit fit, EpochResult epoch) {
    if (best.improves(epoch)) {
      parameters = restoreBest ? fit.network().parameters() : null;
    } else if (epoch.epoch() - best.epoch() >= patience) {
      fit.stop();
    }
  }

  @Override
  public void onEnd(Fit fit) {
    if (parameters != null) {
      fit.replaceParameters(parameters);
    }
  }

  @Override
  public Map<String, float[]> state() {
    return parameters == null ? Map.of() : Map.of(PARAMETERS, parameters.clone());
  }

  @Override
  public void restore(Map<String, float[]> state) {
    parameters = state.get(PARAMETERS);
  }
}
