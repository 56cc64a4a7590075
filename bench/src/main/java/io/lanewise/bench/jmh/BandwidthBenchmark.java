package io.lanewise.bench.jmh;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Memory bandwidth: the triad a[i] = b[i] + s c[i] on large arrays; each thread has its own.
 * Counted are two elements read and one written, as in STREAM.
 *
 * <p>The three arrays of all threads together take {@value #TOTAL_MIB} MiB. That is far beyond the
 * last-level cache of most machines; where a machine shares a larger one among many cores (a slice
 * of a big server), the figure is the bandwidth of that cache. Problems that stay in a core's own
 * cache can be above it.
 *
 * <p>Source: J. D. McCalpin, STREAM: Sustainable Memory Bandwidth in High Performance Computers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class BandwidthBenchmark {

  private static final int TOTAL_MIB = 256;

  /** Threads that share the memory; the number of threads that JMH runs. */
  @Param("1")
  public int threads;

  private float scale = 0.5f;
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};

  /** Allocates the arrays and touches every page. */
  @Setup
  public void open() {
    int length = (TOTAL_MIB << 20) / (3 * Float.BYTES * threads);
    a = new float[length];
    b = new float[length];
    c = new float[length];
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
    ForkReport.ofMachine("triad", "", 2.0 * length, 3.0 * Float.BYTES * length).publish();
  }

  /** One triad over the whole arrays. */
  @Benchmark
  public float[] run() {
    triad(a, b, c, scale);
    return a;
  }

  private static void triad(float[] a, float[] b, float[] c, float scale) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + scale * c[i];
    }
  }
}
