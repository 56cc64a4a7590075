/** Data sets of images: where they are found, fetched from and read. */
@NullMarked
package io.lanewise.bench.data;

import org.jspecify.annotations.NullMarked;
