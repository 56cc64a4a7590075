/**
 * How good predictions are: a {@link io.lanewise.nn.evaluation.ConfusionMatrix} and the scores of
 * it, {@link io.lanewise.nn.evaluation.CostMatrix costs} of errors, and {@link
 * io.lanewise.nn.evaluation.KFold cross-validation}.
 */
@NullMarked
package io.lanewise.nn.evaluation;

import org.jspecify.annotations.NullMarked;
