/** The environment, as {@code doctor} shows it and results.json holds it. */
@NullMarked
package io.lanewise.bench.doctor;

import org.jspecify.annotations.NullMarked;
