/** What {@code doctor} finds out. */
@NullMarked
package io.lanewise.bench.doctor;

import org.jspecify.annotations.NullMarked;
