package io.lanewise.bench.check;

import io.lanewise.bench.BackendCatalog;
import io.lanewise.bench.jmh.CheckedBenchmark;
import io.lanewise.bench.measure.KernelCase;
import io.lanewise.bench.measure.KernelChoice;
import io.lanewise.bench.measure.Op;
import io.lanewise.bench.results.Median;
import io.lanewise.kernels.Description;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Measures every kernel of a backend in a JVM at one level, as a share of a {@link Yardstick}: in
 * short rounds, each between two looks at the yardstick, so that what slows the machine down slows
 * both. Nothing of the contract has run in this JVM: its operands of every kind would leave other
 * profiles behind than a program has.
 */
public final class SpeedChild {

  /**
   * Flags of its JVM: whoever calls a method waits until it is compiled, so that a busy machine
   * does not measure the interpreter. With a load of 15 on two processors shares of the peak were
   * 0.00 and 100 otherwise, the yardstick itself not being compiled after its warm-up.
   */
  public static final List<String> FLAGS = List.of("-Xbatch");

  /** A yardstick is a loop that is compiled at once, or has been by the kernel before. */
  private static final int YARDSTICK_WARMUP_SHARE = 4;

  /** Null where nothing is ever compiled. */
  private static final @Nullable CompilationMXBean COMPILER =
      ManagementFactory.getCompilationMXBean();

  /**
   * Measurements in which something was compiled are made again, so often at most. A few calls of
   * the slow code before C2's are all alike, so that they pass for the end of the warm-up: one of
   * 24 JVMs measured the first pooling at 0.0002 of the triad, not 0.30.
   */
  private static final int MOST_ATTEMPTS = 5;

  private final ParentLine parent;
  private final String backend;
  private final String level;
  private final int threads;
  private final Effort effort;
  private final boolean inTurn;
  private final Stopwatch stopwatch;

  /** How much is measured. */
  public enum Effort {
    /** Each kernel on one problem. */
    QUICK(Duration.ofMillis(120), 7, Duration.ofMillis(5)),
    /** The same, longer, for two builds in turn. */
    IN_TURN(Duration.ofMillis(500), 15, Duration.ofMillis(8)),
    /** Each kernel on every problem that it computes. */
    FULL(Duration.ofMillis(700), 15, Duration.ofMillis(8));

    private final Duration warmup;
    private final int rounds;
    private final Duration round;

    Effort(Duration warmup, int rounds, Duration round) {
      this.warmup = warmup;
      this.rounds = rounds;
      this.round = round;
    }

    private long yardstickWarmup() {
      return warmup.toNanos() / YARDSTICK_WARMUP_SHARE;
    }

    /** A look at the yardstick, of which there are two beside each round. */
    private long look() {
      return round.toNanos() * 3 / 8;
    }

    /** Whether each kernel has one problem of each type. */
    boolean isQuick() {
      return this != FULL;
    }
  }

  private SpeedChild(ParentLine parent, String[] arguments) {
    this.parent = parent;
    backend = arguments[0];
    level = arguments[1];
    threads = Integer.parseInt(arguments[3]);
    effort = Effort.valueOf(arguments[4]);
    inTurn = Boolean.parseBoolean(arguments[5]);
    stopwatch = Stopwatch.of(threads);
  }

  /**
   * Arguments of {@link #main}.
   *
   * @param level the level, for the keys of what is measured
   * @param only which kernels, see {@link KernelNames#matching}
   * @param threads threads of the backend and of the yardstick
   * @param inTurn whether it asks before and after it measures something
   * @param without kernels that are left out, as they have ended a JVM before
   */
  public static List<String> arguments(
      Level level, String only, int threads, Effort effort, boolean inTurn, Set<String> without) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                level.backend(),
                level.name(),
                only,
                Integer.toString(threads),
                effort.name(),
                Boolean.toString(inTurn)));
    arguments.addAll(without);
    return arguments;
  }

  /** Arguments: those of {@link #arguments}. */
  public static void main(String[] arguments) {
    ParentLine parent = ParentLine.open();
    SpeedChild child = new SpeedChild(parent, arguments);
    List<String> without = Arrays.asList(arguments).subList(6, arguments.length);
    Predicate<String> only = KernelNames.matching(arguments[2]);
    child.run(kernel -> only.test(kernel) && !without.contains(kernel));
    new Message.Done().to(parent.messages());
    // Threads of a library may outlive everything.
    System.exit(0);
  }

  private void run(Predicate<String> only) {
    Map<String, String> kernels;
    try (Kernels open = BackendCatalog.require(backend).open(new KernelOptions(threads))) {
      Description found = open.describe();
      new Message.InEffect(found.isa(), found.library(), found.threads()).to(parent.messages());
      kernels = KernelNames.named(backend, open);
    }
    try (Yardstick f32 = Yardstick.fma("f32", threads);
        Yardstick f64 = Yardstick.fma("f64", threads)) {
      f32.warmUp(effort.yardstickWarmup());
      f64.warmUp(effort.yardstickWarmup());
      kernels.forEach(
          (kernel, op) -> {
            if (only.test(kernel)) {
              measure(kernel, op, f32, f64);
            }
          });
    }
  }

  private void measure(String kernel, String op, Yardstick f32, Yardstick f64) {
    Set<String> measuredTypes = new HashSet<>();
    for (SpeedProblems problem : SpeedProblems.of(op)) {
      boolean isMore = measuredTypes.contains(problem.type());
      if (effort.isQuick() && isMore) {
        continue;
      }
      List<String> directions = problem.op() == Op.GEMM ? List.of("") : problem.op().directions();
      for (String dir : directions) {
        SpeedCase what =
            new SpeedCase(
                backend,
                level,
                kernel,
                op,
                dir.isEmpty() ? null : dir,
                problem.type(),
                problem.shape());
        if (measure(what, problem, problem.type().equals("f64") ? f64 : f32)) {
          measuredTypes.add(problem.type());
        }
      }
    }
  }

  /** Returns whether the kernel computes it. */
  private boolean measure(SpeedCase what, SpeedProblems problem, Yardstick fma) {
    CheckedBenchmark benchmark = benchmark(what, problem).newBenchmark();
    try {
      new Message.Measuring(what).to(parent.messages());
      benchmark.start();
    } catch (UnsupportedOperationException e) {
      return false;
    }
    try {
      benchmark.check();
      if (problem.op() == Op.POOL2D) {
        try (Yardstick triad = Yardstick.triad(benchmark.bytesPerOp(), threads)) {
          triad.warmUp(effort.yardstickWarmup());
          measure(what, benchmark, benchmark.bytesPerOp(), triad);
        }
      } else {
        measure(what, benchmark, benchmark.flopsPerOp(), fma);
      }
    } catch (RuntimeException e) {
      say(new Message.Failed(what, String.valueOf(e.getMessage())));
    } finally {
      benchmark.close();
    }
    return true;
  }

  private KernelCase benchmark(SpeedCase what, SpeedProblems problem) {
    return KernelCase.of(problem.op(), what.dir(), what.type(), what.shape(), layout(problem))
        .on(backend, new KernelChoice.Kernel(what.kernel(), ""))
        .withThreads(threads);
  }

  /** A kernel that is named brings its own layout; products have transposes there. */
  private static String layout(SpeedProblems problem) {
    return problem.op() == Op.GEMM ? "nn" : KernelCase.NCHW;
  }

  private void measure(
      SpeedCase what, CheckedBenchmark benchmark, double work, Yardstick yardstick) {
    stopwatch.warmUp(benchmark::run, effort.warmup.toNanos());
    if (inTurn) {
      parent.ask(new Message.Ready(what));
    }
    double[] shares = new double[effort.rounds];
    double[] rates = new double[effort.rounds];
    int attempts = 0;
    long compiled;
    do {
      compiled = compilationMillis();
      measure(benchmark, work, yardstick, shares, rates);
    } while (compilationMillis() > compiled && ++attempts < MOST_ATTEMPTS);
    say(new Message.Measured(what, yardstick.name(), Median.of(shares), 1e-9 * Median.of(rates)));
  }

  /** A child of two goes on when it is told to. */
  private void say(Message.Answered message) {
    if (inTurn) {
      parent.ask(message);
    } else {
      message.to(parent.messages());
    }
  }

  private static long compilationMillis() {
    return COMPILER == null ? 0 : COMPILER.getTotalCompilationTime();
  }

  private void measure(
      CheckedBenchmark benchmark,
      double work,
      Yardstick yardstick,
      double[] shares,
      double[] rates) {
    double before = yardstick.rate(effort.look());
    for (int i = 0; i < shares.length; i++) {
      rates[i] = work * stopwatch.callsPerSecond(benchmark::run, effort.round.toNanos());
      double after = yardstick.rate(effort.look());
      shares[i] = rates[i] / ((before + after) / 2);
      before = after;
    }
  }
}
