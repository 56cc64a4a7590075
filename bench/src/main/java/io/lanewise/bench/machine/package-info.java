/** The machine: what it says about itself, and what a stopwatch says about it. */
@NullMarked
package io.lanewise.bench.machine;

import org.jspecify.annotations.NullMarked;
