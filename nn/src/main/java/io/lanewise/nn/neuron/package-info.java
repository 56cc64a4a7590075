/** The single neuron as courses begin with it: its output, two rules of learning, logic gates. */
@NullMarked
package io.lanewise.nn.neuron;

import org.jspecify.annotations.NullMarked;
