/** Measuring: which problems, in which forks, and what becomes of their scores. */
@NullMarked
package io.lanewise.bench.measure;

import org.jspecify.annotations.NullMarked;
