/**
 * Neural networks as a thin layer on the kernels of {@link io.lanewise.kernels}.
 *
 * <pre>{@code
 * LabelledImages train = LabelledImages.readIdx(images, labels);
 * Sequential network = LeNet5.padded32();
 * try (Kernels kernels = Backends.best().open(KernelOptions.defaults())) {
 *   network.fit(kernels, train, test, FitOptions.defaults());
 *   System.out.println(network.evaluate(kernels, test, 128));
 * }
 * }</pre>
 *
 * <p>A {@link io.lanewise.nn.Sequential} is the drawing and the weights; it is tied to no backend.
 * For the time of a fit or an evaluation it is compiled: per batch size every {@link
 * io.lanewise.nn.Layer} becomes operations of that size on buffers in the backend's residence, all
 * parameters are slices of one vector and all gradients slices of another. From one seed the
 * initial weights and the order of the samples are the same on every backend.
 */
@NullMarked
package io.lanewise.nn;

import org.jspecify.annotations.NullMarked;
