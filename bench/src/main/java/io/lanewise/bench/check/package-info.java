/**
 * The CPU-architecture regression gate: every kernel of every backend at every instruction set that
 * the CPU can emulate, in JVMs of their own. {@link io.lanewise.bench.check.Levels} says which
 * those are, {@link io.lanewise.bench.check.ChildJvm} runs one and hears its {@link
 * io.lanewise.bench.check.Message}s, {@link io.lanewise.bench.check.ContractChild} and {@link
 * io.lanewise.bench.check.SpeedChild} are what runs there, {@link io.lanewise.bench.check.Baseline}
 * is what speeds are held against, and {@link io.lanewise.bench.check.Check} puts it together.
 */
@NullMarked
package io.lanewise.bench.check;

import org.jspecify.annotations.NullMarked;
