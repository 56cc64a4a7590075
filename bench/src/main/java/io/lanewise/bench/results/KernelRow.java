package io.lanewise.bench.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kernel on one problem. Speeds are GFLOP/s (10^9 floating-point operations per second) and
 * GB/s (10^9 bytes per second); what could not be measured is null, and the status says why.
 *
 * @param op gemm, conv2d or pool2d
 * @param dir fwd, bwd, bwd_d or bwd_w; null for gemm
 * @param type f32 or f64
 * @param shape the problem in benchdnn's syntax
 * @param layout nn, nt, tn or tt for gemm; nchw, lanes or resident for the others
 * @param epilogue what GEMM ends with: bias-relu; null for nothing
 * @param backend id of the backend that was asked; a peer's id; openblas-detected for OpenBLAS with
 *     the kernels that it takes by itself, where those differ
 * @param kernel the kernel that ran; it may be another backend's
 * @param threads threads that were asked for
 * @param threadsInEffect threads that the backend said it uses
 * @param residence where the operands were: heap or native
 * @param gflops median over the forks, each with the median of its iterations
 * @param gflopsMin the slowest iteration; of JVMs watched from their start, the slowest JVM
 * @param gflopsMax the fastest iteration; of JVMs watched from their start, the fastest JVM
 * @param gflopsLow lower end of the 95 % confidence interval of a JVM's speed, the geometric mean
 *     over all JVMs there could be, from forkGflops; null of one fork
 * @param gflopsHigh its upper end
 * @param forkGflops the median of each fork's iterations; empty in files of earlier versions
 * @param spread (largest - smallest) / median of forkGflops; of the iterations where there is one
 *     fork
 * @param peakGflops FMA peak of as many threads, measured in the same run
 * @param fractionOfPeak gflops / peakGflops
 * @param computedPeakGflops what as many cores could do by their clock and FMA units, see {@link
 *     PeakRow#computedGflops()}; null where that is not known
 * @param fractionOfComputedPeak gflops / computedPeakGflops
 * @param gbPerSecond bytes that must move at least, per second: every operand once; for pooling,
 *     and for problems whose operations per byte are fewer than the machine's, peakGflops /
 *     bandwidthGbPerSecond, so that memory sets their speed unless they stay in a cache
 * @param bandwidthGbPerSecond bandwidth of a triad on as many threads, measured in the same run;
 *     null where gbPerSecond is
 * @param fractionOfBandwidth gbPerSecond / bandwidthGbPerSecond; above 1 where caches are faster
 * @param flopFormula floating-point operations of one execution as a formula, such as 2 m n k
 * @param flopsPerOp its value
 * @param bytesPerOp bytes that one execution must move at least: every operand once
 * @param flopsPerByte arithmetic intensity, flopsPerOp / bytesPerOp
 * @param timedRegion what one execution includes: packing, reordering, copies; and what was done
 *     before
 * @param maxError largest error of an element, relative to the sum of the absolute values of its
 *     terms
 * @param errorBound what the contract allows for maxError
 * @param allocBytesPerOp bytes of Java heap allocated by one execution
 * @param workspaceBytes scratch memory that the kernel held after a call; null of what is no kernel
 *     of Lanewise's backends
 * @param forks fresh JVMs measured
 * @param minOverMedian gflopsMin / gflops where the JVMs were watched from their start: 1 if every
 *     JVM is as fast as every other
 * @param secondsToSpeed from the start of a JVM until a batch of calls, about a millisecond long,
 *     had run at 90 % of that JVM's steady speed; median over the JVMs watched from their start
 * @param secondsToSpeedMax the longest of them
 * @param status "ok", or "unavailable: why", "unsupported: why", "failed: why"
 */
public record KernelRow(
    String op,
    @Nullable String dir,
    String type,
    String shape,
    String layout,
    @Nullable String epilogue,
    String backend,
    String kernel,
    int threads,
    @Nullable Integer threadsInEffect,
    @Nullable String residence,
    @Nullable Double gflops,
    @Nullable Double gflopsMin,
    @Nullable Double gflopsMax,
    @Nullable Double gflopsLow,
    @Nullable Double gflopsHigh,
    List<Double> forkGflops,
    @Nullable Double spread,
    @Nullable Double peakGflops,
    @Nullable Double fractionOfPeak,
    @Nullable Double computedPeakGflops,
    @Nullable Double fractionOfComputedPeak,
    @Nullable Double gbPerSecond,
    @Nullable Double bandwidthGbPerSecond,
    @Nullable Double fractionOfBandwidth,
    @Nullable String flopFormula,
    @Nullable Double flopsPerOp,
    @Nullable Double bytesPerOp,
    @Nullable Double flopsPerByte,
    @Nullable String timedRegion,
    @Nullable Double maxError,
    @Nullable Double errorBound,
    @Nullable Double allocBytesPerOp,
    @Nullable Long workspaceBytes,
    int forks,
    @Nullable Double minOverMedian,
    @Nullable Double secondsToSpeed,
    @Nullable Double secondsToSpeedMax,
    String status) {

  /** Files of earlier versions lack the forks. */
  public KernelRow {
    forkGflops = forkGflops == null ? List.of() : List.copyOf(forkGflops);
  }

  /** The status of a row that was measured. */
  public static final String OK = "ok";

  /** Operation and direction, as in a heading: {@code conv2d bwd_w}. */
  public String operation() {
    return dir == null ? op : op + " " + dir;
  }

  /** Layout and epilogue, as in a heading: {@code nt bias-relu}. */
  public String variant() {
    return epilogue == null ? layout : layout + " " + epilogue;
  }

  /** Whether its figure is the bytes that it moves, not its arithmetic. */
  public boolean copies() {
    return op.equals("pool2d") && gbPerSecond != null;
  }

  /** Whether it was measured. */
  public boolean measured() {
    return status.equals(OK);
  }
}
