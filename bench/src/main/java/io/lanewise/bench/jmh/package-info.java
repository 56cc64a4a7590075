/**
 * What runs inside a measured JVM: the JMH benchmarks, and the check of each result against a
 * reference in higher precision.
 *
 * <p>One kernel and one native library per fork: two thread pools on the same cores oversubscribe,
 * and a second kernel pollutes the profile of the first.
 */
@NullMarked
package io.lanewise.bench.jmh;

import org.jspecify.annotations.NullMarked;
