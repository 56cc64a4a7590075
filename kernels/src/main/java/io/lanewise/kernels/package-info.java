/**
 * The contracts of Lanewise: GEMM, 2-D convolution, pooling and element-wise operations, and how to
 * find a backend that computes them.
 *
 * <pre>{@code
 * try (Kernels kernels = Backends.best().open(KernelOptions.defaults());
 *     Gemm gemm = kernels.gemm()) {
 *   gemm.sgemm(Transpose.NO, Transpose.NO, m, n, k, 1f, a, 0, k, b, 0, n, 0f, c, 0, n);
 * }
 * }</pre>
 *
 * <h2>What holds for every operation</h2>
 *
 * <ul>
 *   <li><b>Operands</b> are {@link java.lang.foreign.MemorySegment}s, native or backed by a {@code
 *       float[]} ({@code double[]} for double precision); a segment starts at the operand's first
 *       element, so a slice is an offset. Every operation also takes arrays with offsets. Offsets,
 *       strides and leading dimensions count elements, never bytes. A segment that is longer than
 *       the operand is fine; what lies behind the operand, and in the gap of a leading dimension,
 *       is neither read nor written.
 *   <li><b>Layouts</b> are row-major: matrices by rows, images as NCHW, weights as OIHW (with
 *       groups: [groups][oc / groups][ic / groups][kh][kw], which is the same order).
 *   <li><b>Aliasing</b>: an output may overlap no other operand, unless a method says so.
 *   <li><b>Threads</b>: a {@link io.lanewise.kernels.Kernels} is safe for many threads; an
 *       operation that it hands out ({@link io.lanewise.kernels.Operation}) owns scratch memory and
 *       is used by one thread at a time. Where {@link io.lanewise.kernels.KernelOptions#threads} is
 *       above one, native operands must come from an arena that every thread may use (shared,
 *       automatic or global).
 *   <li><b>Errors</b>: a bad argument is refused before anything is written, by an {@link
 *       IllegalArgumentException} (or {@link NullPointerException}, or {@link
 *       IllegalStateException} after close) that names the argument, its value and what was
 *       expected.
 * </ul>
 */
package io.lanewise.kernels;
