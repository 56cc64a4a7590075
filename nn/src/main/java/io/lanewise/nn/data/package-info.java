/**
 * What networks learn from: a {@link io.lanewise.nn.data.Dataset} has samples of one size, each
 * with a class or with a vector as its target.
 */
@NullMarked
package io.lanewise.nn.data;

import org.jspecify.annotations.NullMarked;
