/**
 * When two speeds differ: confidence intervals over fresh JVMs, and what may be concluded from
 * them. All of it works on one figure per JVM, the median of that JVM's iterations. Iterations of
 * one JVM share its compiled code and its memory, so that many of them say little about the next
 * JVM.
 */
@NullMarked
package io.lanewise.bench.verdict;

import org.jspecify.annotations.NullMarked;
