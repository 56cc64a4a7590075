package io.lanewise.nn;

import java.util.List;
import java.util.Map;

/**
 * Where a training stands after a whole epoch; with the network's parameters it is all that is
 * needed to go on to the bit as without an interruption.
 *
 * @param seed the seed of the options
 * @param batch the batch of the options
 * @param optimizer the optimizer of the options
 * @param steps steps done
 * @param rateFactor what the schedule's rate is multiplied with
 * @param stopped whether a callback has ended the training
 * @param epochs what each epoch gave
 * @param slots what the optimizer keeps
 * @param callbacks what the callbacks keep
 */
public record TrainingState(
    long seed,
    int batch,
    String optimizer,
    long steps,
    double rateFactor,
    boolean stopped,
    List<EpochResult> epochs,
    List<float[]> slots,
    Map<String, float[]> callbacks) {}
