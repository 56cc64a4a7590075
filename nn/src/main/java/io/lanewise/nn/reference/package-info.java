/**
 * Networks in float64 by loops that follow the formulas: to check the fast path against, and to
 * study. One class per kind of layer; {@link io.lanewise.nn.reference.ReferenceNetwork} makes them
 * from a {@link io.lanewise.nn.Sequential} and reads the same vector of parameters, {@link
 * io.lanewise.nn.reference.ReferenceTraining} trains.
 */
@NullMarked
package io.lanewise.nn.reference;

import org.jspecify.annotations.NullMarked;
