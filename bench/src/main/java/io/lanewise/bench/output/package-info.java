/** How commands answer: formats, result files, exit statuses and error sentences. */
@NullMarked
package io.lanewise.bench.output;

import org.jspecify.annotations.NullMarked;
