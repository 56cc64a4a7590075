package io.lanewise.bench.jmh;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The most floating-point operations that the cores do through the JVM: independent chains of fused
 * multiply-adds in registers, no memory. Every share of peak in a report is a share of this.
 *
 * <p>The only class outside of the backend {@code vector} that uses the Vector API: HotSpot keeps
 * no accumulators in registers across the iterations of a plain loop, so that nothing else in Java
 * comes near the peak.
 *
 * <p>12 chains: 2 FMA ports times 4 cycles of latency need 8 at least, 2 x 5 need 10, and 12 with
 * the two constants still fit into the 16 registers of AVX2.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeakBenchmark {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final String BITS = "-bit vectors";
  private static final int CHAINS = 12;
  private static final int STEPS = 1 << 14;

  /** f32 or f64. */
  @Param("f32")
  public String type = "";

  /** How many threads JMH runs; a parameter so that viewers of its JSON can tell them apart. */
  @Param("1")
  public int threads;

  /** x &lt;- x SHRINK + GROW tends to 1: it neither overflows nor becomes denormal. */
  private double shrink = 0.75;

  private double grow = 0.25;
  private boolean single;
  private double flopsPerOp;

  /** Says how many operations a call does. */
  @Setup
  public void open() {
    single = ElementType.parse(type) == ElementType.F32;
    VectorSpecies<?> species = single ? FLOATS : DOUBLES;
    flopsPerOp = 2.0 * CHAINS * STEPS * species.length();
    ForkReport.ofMachine(
            "fma-" + CHAINS + "x" + species.length(), species.vectorBitSize() + BITS, flopsPerOp, 0)
        .publish();
  }

  /** Floating-point operations of one execution, after {@link #open}. */
  public double flopsPerOp() {
    return flopsPerOp;
  }

  /** Reads the width of the vectors from the report of a fork. */
  public static int vectorBits(String isa) {
    return Integer.parseInt(isa.substring(0, isa.indexOf(BITS)));
  }

  /** All the chains once; about 100 microseconds. */
  @Benchmark
  public double run() {
    return single ? floats((float) shrink, (float) grow) : doubles(shrink, grow);
  }

  private static float floats(float shrink, float grow) {
    FloatVector x = FloatVector.broadcast(FLOATS, shrink);
    FloatVector y = FloatVector.broadcast(FLOATS, grow);
    FloatVector c0 = y;
    FloatVector c1 = y.add(1);
    FloatVector c2 = y.add(2);
    FloatVector c3 = y.add(3);
    FloatVector c4 = y.add(4);
    FloatVector c5 = y.add(5);
    FloatVector c6 = y.add(6);
    FloatVector c7 = y.add(7);
    FloatVector c8 = y.add(8);
    FloatVector c9 = y.add(9);
    FloatVector c10 = y.add(10);
    FloatVector c11 = y.add(11);
    for (int step = 0; step < STEPS; step++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
      c10 = c10.fma(x, y);
      c11 = c11.fma(x, y);
    }
    return c0.add(c1)
        .add(c2)
        .add(c3)
        .add(c4)
        .add(c5)
        .add(c6)
        .add(c7)
        .add(c8)
        .add(c9)
        .add(c10)
        .add(c11)
        .reduceLanes(VectorOperators.ADD);
  }

  private static double doubles(double shrink, double grow) {
    DoubleVector x = DoubleVector.broadcast(DOUBLES, shrink);
    DoubleVector y = DoubleVector.broadcast(DOUBLES, grow);
    DoubleVector c0 = y;
    DoubleVector c1 = y.add(1);
    DoubleVector c2 = y.add(2);
    DoubleVector c3 = y.add(3);
    DoubleVector c4 = y.add(4);
    DoubleVector c5 = y.add(5);
    DoubleVector c6 = y.add(6);
    DoubleVector c7 = y.add(7);
    DoubleVector c8 = y.add(8);
    DoubleVector c9 = y.add(9);
    DoubleVector c10 = y.add(10);
    DoubleVector c11 = y.add(11);
    for (int step = 0; step < STEPS; step++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
      c10 = c10.fma(x, y);
      c11 = c11.fma(x, y);
    }
    return c0.add(c1)
        .add(c2)
        .add(c3)
        .add(c4)
        .add(c5)
        .add(c6)
        .add(c7)
        .add(c8)
        .add(c9)
        .add(c10)
        .add(c11)
        .reduceLanes(VectorOperators.ADD);
  }
}
