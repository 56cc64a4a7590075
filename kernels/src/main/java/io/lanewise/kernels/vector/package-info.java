/** The backend {@code vector}: kernels on {@code jdk.incubator.vector}, and only here. */
package io.lanewise.kernels.vector;
