/** Threads that each compute a part of the data. Not exported. */
@NullMarked
package io.lanewise.nn.parallel;

import org.jspecify.annotations.NullMarked;
