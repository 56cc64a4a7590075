/** Other libraries of products for the benchmark, in the profile {@code peers} alone. */
@NullMarked
package io.lanewise.peers;

import org.jspecify.annotations.NullMarked;
