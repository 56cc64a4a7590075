/** Operands as plain arrays, for the backends in pure Java. */
package io.lanewise.kernels.heap;
