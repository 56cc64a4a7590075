package io.lanewise.nn.som;

/** Hears how training goes, on the thread that trains. */
@FunctionalInterface
public interface SomListener {

  /** Hears nothing. */
  SomListener SILENT = progress -> {};

  /** After every epoch of batch training; in online training after as many updates as samples. */
  void onEpoch(Progress progress);

  /**
   * Where the training is.
   *
   * @param epoch epochs done, from 1
   * @param epochs epochs of the training; the last one of an online training may be shorter
   * @param samples samples of this epoch
   * @param radius the neighbourhood's radius in this epoch's last step
   * @param movement root mean square of the change of all weights in this epoch
   */
  record Progress(int epoch, int epochs, int samples, double radius, double movement) {}
}
