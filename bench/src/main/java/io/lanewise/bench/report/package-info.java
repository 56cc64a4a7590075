/** The HTML report. */
@NullMarked
package io.lanewise.bench.report;

import org.jspecify.annotations.NullMarked;
