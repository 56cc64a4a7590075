/** The backend {@code scalar}: plain loops, ordered well, that HotSpot may vectorise by itself. */
package io.lanewise.kernels.scalar;
