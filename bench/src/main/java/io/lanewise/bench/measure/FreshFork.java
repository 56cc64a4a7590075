package io.lanewise.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import io.lanewise.bench.jmh.CheckedBenchmark;
import io.lanewise.nn.file.AtomicFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fresh JVM with one kernel: opens it, makes its operands and calls it in a loop at once, as a
 * program would that has just been started. It writes its figures as JSON; what JMH would measure
 * after its own start and a warm-up is here seen from the beginning.
 */
final class FreshFork {

  /** The share of the time after which a kernel is taken to run at its steady speed. */
  private static final double STEADY = 2.0 / 3;

  private static final int FEWEST_BATCHES = 3;

  private FreshFork() {}

  /**
   * The figures of one JVM.
   *
   * @param opsPerSecond steady speed: median over the last third of the time
   * @param secondsToSpeed from the start of the JVM until a batch of calls had run at 90 % of that
   * @param allocBytesPerOp bytes of Java heap allocated by one execution, at the steady speed
   */
  record Figures(double opsPerSecond, double secondsToSpeed, double allocBytesPerOp) {}

  static List<String> arguments(KernelCase one, Path file, Effort effort) {
    return Stream.concat(
            Stream.of(
                file.toString(),
                Long.toString(effort.freshTime().toNanos()),
                one.benchmark().getName()),
            one.parameters().entrySet().stream().map(Object::toString))
        .toList();
  }

  /** Arguments: those of {@link #arguments}. */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    long started = System.nanoTime() - FreshJvm.nanosSinceStart();
    Path file = Path.of(arguments[0]);
    long time = Long.parseLong(arguments[1]);
    CheckedBenchmark benchmark =
        benchmark(arguments[2], Arrays.asList(arguments).subList(3, arguments.length));
    benchmark.start();
    Figures figures = watch(benchmark, started, time);
    benchmark.check();
    benchmark.close();
    AtomicFile.write(file, new ObjectMapper().writeValueAsString(figures));
  }

  /** A benchmark of this class with these fields, each as name=value. */
  static CheckedBenchmark benchmark(String name, List<String> parameters)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(name);
    CheckedBenchmark benchmark = (CheckedBenchmark) type.getConstructor().newInstance();
    for (String parameter : parameters) {
      String[] pair = parameter.split("=", 2);
      Field field = type.getField(pair[0]);
      field.set(benchmark, value(field.getType(), pair[1]));
    }
    return benchmark;
  }

  private static Object value(Class<?> type, String text) {
    if (type == int.class) {
      return Integer.valueOf(text);
    }
    return type == boolean.class ? (Object) Boolean.valueOf(text) : text;
  }

  private static Figures watch(CheckedBenchmark benchmark, long started, long time) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SpeedTrace trace = new SpeedTrace();
    long begin = System.nanoTime();
    run(benchmark, trace, begin + (long) (STEADY * time));
    trace.beginSteady();
    long allocated = threads.getTotalThreadAllocatedBytes();
    long calls = run(benchmark, trace, begin + time);
    double allocatedPerCall = (double) (threads.getTotalThreadAllocatedBytes() - allocated) / calls;
    return new Figures(
        trace.steadyCallsPerSecond(), 1e-9 * (trace.atSpeed() - started), allocatedPerCall);
  }

  /** Calls until a time has come, and a few times in any case; returns the number of calls. */
  private static long run(CheckedBenchmark benchmark, SpeedTrace trace, long until) {
    long all = 0;
    long begin = System.nanoTime();
    for (int batch = 0; batch < FEWEST_BATCHES || begin < until; batch++) {
      long calls = trace.calls();
      for (long i = 0; i < calls; i++) {
        benchmark.run();
      }
      long end = System.nanoTime();
      trace.add(begin, end);
      begin = end;
      all += calls;
    }
    return all;
  }
}
