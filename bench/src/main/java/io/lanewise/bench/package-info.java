/** The command line {@code ./lanewise}: one class per command. */
@NullMarked
package io.lanewise.bench;

import org.jspecify.annotations.NullMarked;
