/**
 * Self-organizing maps: a grid of units whose weights are drawn over the data like a net, pictures
 * of it, and clusters of it.
 *
 * <pre>{@code
 * SomData data = SomData.of(values, rows, inputs);
 * SomGrid grid = SomGrid.hexagonal(25, 15);
 * Som som = Som.fit(kernels, grid, data, SomOptions.batch(grid, 20), SomListener.SILENT);
 * MapPicture.values(grid, som.uMatrix(), "U-matrix").save(Path.of("u-matrix.svg"));
 * TwoStepClustering clusters = TwoStepClustering.of(kernels, som, data, ClusterOptions.ward());
 * System.out.println(Personas.of(data, clusters.ofSamples(), clusters.count()));
 * }</pre>
 *
 * <p>Source: T. Kohonen, Self-Organizing Maps, 3rd edition (2001).
 */
@NullMarked
package io.lanewise.nn.som;

import org.jspecify.annotations.NullMarked;
