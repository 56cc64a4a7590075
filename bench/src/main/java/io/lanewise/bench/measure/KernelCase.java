package io.lanewise.bench.measure;

import io.lanewise.bench.jmh.CheckedBenchmark;
import io.lanewise.bench.jmh.PeerBenchmark;
import io.lanewise.bench.jmh.Pool2dBenchmark;
import io.lanewise.bench.peer.Peers;
import io.lanewise.bench.results.KernelRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one measurement measures.
 *
 * @param op the operation
 * @param dir its direction; null for GEMM
 * @param type f32 or f64
 * @param shape the problem in benchdnn's syntax
 * @param layout the transposes of GEMM; nchw, lanes or resident of the others
 * @param backend id of the backend
 * @param kernel name of a kernel, or "best"
 * @param threads threads that the backend may use
 * @param residence heap, native, or {@value #PREFERRED}: as the backend says
 * @param epilogue of GEMM: none or bias-relu
 * @param checkAgain whether the result is compared once more after the measurement
 * @param detected whether OpenBLAS runs with the core type that it detects, {@link CoreTypes}
 */
public record KernelCase(
    Op op,
    @Nullable String dir,
    String type,
    String shape,
    String layout,
    String backend,
    String kernel,
    int threads,
    String residence,
    String epilogue,
    boolean checkAgain,
    boolean detected) {

  /** No epilogue. */
  public static final String NONE = "none";

  /** The layout of images. */
  public static final String NCHW = "nchw";

  /** Operands where the backend copies nothing. */
  public static final String PREFERRED = "preferred";

  /** A problem, not yet on any backend; the backend's best kernel, one thread. */
  public static KernelCase of(
      Op op, @Nullable String dir, String type, String shape, String layout) {
    return new KernelCase(
        op, dir, type, shape, layout, "", KernelChoice.BEST, 1, PREFERRED, NONE, false, false);
  }

  /** The same problem on another backend. */
  public KernelCase on(String backend, String kernel) {
    return with(
        builder -> {
          builder.backend = backend;
          builder.kernel = kernel;
        });
  }

  /** The same problem on another backend, in the kernel's layout. */
  public KernelCase on(String backend, KernelChoice.Kernel kernel) {
    return (kernel.layout().isEmpty() ? this : withLayout(kernel.layout()))
        .on(backend, kernel.name());
  }

  /** The same problem in another layout. */
  public KernelCase withLayout(String layout) {
    return with(builder -> builder.layout = layout);
  }

  /** The same problem on another number of threads. */
  public KernelCase withThreads(int threads) {
    return with(builder -> builder.threads = threads);
  }

  /** The same problem with its operands elsewhere. */
  public KernelCase withResidence(String residence) {
    return with(builder -> builder.residence = residence);
  }

  /** The same problem with an epilogue. */
  public KernelCase withEpilogue(String epilogue) {
    return with(builder -> builder.epilogue = epilogue);
  }

  /** The same, its result compared once more after the measurement, or not. */
  public KernelCase withCheckAgain(boolean checkAgain) {
    return with(builder -> builder.checkAgain = checkAgain);
  }

  /** The same with the core type that OpenBLAS detects. */
  KernelCase asDetected() {
    return with(builder -> builder.detected = true);
  }

  private KernelCase with(Consumer<Builder> change) {
    Builder builder = new Builder(this);
    change.accept(builder);
    return builder.build();
  }

  /** A case in the making; operation, direction, type and shape are the problem and stay. */
  private static final class Builder {

    private final KernelCase problem;
    private String layout;
    private String backend;
    private String kernel;
    private int threads;
    private String residence;
    private String epilogue;
    private boolean checkAgain;
    private boolean detected;

    Builder(KernelCase from) {
      problem = from;
      layout = from.layout;
      backend = from.backend;
      kernel = from.kernel;
      threads = from.threads;
      residence = from.residence;
      epilogue = from.epilogue;
      checkAgain = from.checkAgain;
      detected = from.detected;
    }

    KernelCase build() {
      return new KernelCase(
          problem.op,
          problem.dir,
          problem.type,
          problem.shape,
          layout,
          backend,
          kernel,
          threads,
          residence,
          epilogue,
          checkAgain,
          detected);
    }
  }

  /** The backend's id in a row. */
  String label() {
    return backend + (detected ? "-detected" : "");
  }

  /** Further flags for the JVM of the measurement. */
  List<String> flags() {
    return detected ? List.of(CoreTypes.FLAG) : List.of();
  }

  /** The class that measures it. */
  Class<? extends CheckedBenchmark> benchmark() {
    return isPeer() ? PeerBenchmark.class : op.benchmark();
  }

  /** The benchmark of it with its parameters, not yet open. */
  public CheckedBenchmark newBenchmark() {
    try {
      return FreshFork.benchmark(
          benchmark().getName(), parameters().entrySet().stream().map(Object::toString).toList());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no benchmark of " + this, e);
    }
  }

  /** Whether a library beside Lanewise's backends computes. */
  boolean isPeer() {
    return Peers.ids().contains(backend);
  }

  /** The parameters of the benchmark. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("backend", backend);
    parameters.put("shape", shape);
    parameters.put("threads", Integer.toString(threads));
    parameters.put("checkAgain", Boolean.toString(checkAgain));
    if (op == Op.GEMM) {
      parameters.put("type", type);
      parameters.put("trans", layout);
    } else {
      parameters.put("dir", String.valueOf(dir));
      parameters.put("layout", layout);
    }
    if (op == Op.POOL2D && shape.startsWith(Pool2dBenchmark.ALG)) {
      int space = shape.indexOf(' ');
      parameters.put("alg", shape.substring(Pool2dBenchmark.ALG.length(), space));
      parameters.put("shape", shape.substring(space + 1));
    }
    if (!isPeer()) {
      parameters.put("detected", Boolean.toString(detected));
      parameters.put("kernel", kernel);
      parameters.put("residence", residence);
      if (op == Op.GEMM) {
        parameters.put("epilogue", epilogue);
      }
    }
    return parameters;
  }

  /** The epilogue of a row; null if it has none. */
  @Nullable String rowEpilogue() {
    return epilogue.equals(NONE) ? null : epilogue;
  }

  /** The row of a problem that was not measured. */
  KernelRow row(String status, int forks) {
    return new KernelRow(
        op.toString(),
        dir,
        type,
        shape,
        layout,
        rowEpilogue(),
        label(),
        kernel,
        threads,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        forks,
        null,
        null,
        null,
        status);
  }

  /** A few words for a progress bar. */
  @Override
  public String toString() {
    String end =
        (rowEpilogue() == null ? "" : " " + epilogue)
            + (op == Op.GEMM || layout.equals(NCHW) ? "" : " " + layout);
    return label() + " " + op + (dir == null ? "" : " " + dir) + " " + shape + end;
  }
}
