/** What a measurement leaves behind: rows, and the file results.json that holds them. */
@NullMarked
package io.lanewise.bench.results;

import org.jspecify.annotations.NullMarked;
