/** Training of a network from the command line. */
@NullMarked
package io.lanewise.bench.train;

import org.jspecify.annotations.NullMarked;
