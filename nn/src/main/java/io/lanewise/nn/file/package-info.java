/**
 * Files that training leaves: {@link io.lanewise.nn.file.Safetensors} holds weights and the state
 * of an optimizer, {@link io.lanewise.nn.file.AtomicFile} replaces a file whole or not at all.
 */
@NullMarked
package io.lanewise.nn.file;

import org.jspecify.annotations.NullMarked;
