/**
 * The backend {@code onednn}: matmul, convolution, pooling and eltwise of oneDNN, each made once
 * per shape, on the library inside {@code org.bytedeco:dnnl}.
 *
 * <p>From the bottom: {@link io.lanewise.onednn.Library} loads it, {@link
 * io.lanewise.onednn.Status} turns its status codes into exceptions, {@link
 * io.lanewise.onednn.Session} makes memory descriptors, memories and primitives and owns them,
 * {@link io.lanewise.onednn.Operand} stands between a caller's segment and the memory that a
 * primitive reads or writes. The operations are written in these.
 *
 * <p>Source: oneDNN developer guide, https://uxlfoundation.github.io/oneDNN/.
 */
package io.lanewise.onednn;
