package io.lanewise.bench;

import io.lanewise.kernels.Backend;
import io.lanewise.kernels.Backends;
import io.lanewise.kernels.UnavailableBackendException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that computes on one backend. */
final class ComputeOptions {

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "scalar, vector, openblas or onednn; default: the best that is available")
  private @Nullable String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the backend; default: the processors of this machine")
  private int threads = Runtime.getRuntime().availableProcessors();

  /**
   * What computes.
   *
   * @throws UnavailableBackendException if there is no such backend, or it cannot run here
   */
  Backend backend() {
    return backend == null ? Backends.best() : BackendCatalog.require(backend);
  }

  /** Threads that it may use. */
  int threads() {
    Threads.check(threads);
    return threads;
  }
}
