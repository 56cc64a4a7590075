package io.lanewise.kernels;

import java.util.Optional;

/**
 * A provider of kernels, found by {@link java.util.ServiceLoader}.
 *
 * <p>The constructor touches nothing: no native library, no class that may be missing. All methods
 * are safe for many threads.
 */
public interface Backend {

  /** The name by which users choose it: scalar, vector, openblas, onednn. */
  String id();

  /**
   * Where it stands when the caller leaves the choice to {@link Backends#best()}: the highest that
   * is available is taken.
   */
  int preference();

  /**
   * Empty if the backend can be opened; otherwise one sentence that says what is missing, why, and
   * what to do about it. The first call may load a native library.
   */
  Optional<String> unavailable();

  /**
   * Opens the backend.
   *
   * @throws UnavailableBackendException if {@link #unavailable()} is not empty
   */
  Kernels open(KernelOptions options);
}
