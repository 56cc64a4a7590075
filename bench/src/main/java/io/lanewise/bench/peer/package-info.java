/** What stands beside Lanewise's backends in {@code bench gemm}: other libraries of products. */
@NullMarked
package io.lanewise.bench.peer;

import org.jspecify.annotations.NullMarked;
