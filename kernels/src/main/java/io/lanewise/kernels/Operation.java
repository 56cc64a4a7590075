package io.lanewise.kernels;

/**
 * One operation of an open backend. It owns its scratch memory, packed operands and native
 * primitives, is used by one thread at a time, and is closed when no longer needed.
 */
public abstract sealed class Operation implements AutoCloseable
    permits Gemm, WindowedOperation, Elementwise {

  private final String kernel;
  private boolean closed;

  /**
   * Names the operation.
   *
   * @param kernel see {@link #kernel()}
   */
  protected Operation(String kernel) {
    this.kernel = kernel;
  }

  /**
   * The kernel that computes: {@code vector/gemm-12x2}. A backend that composes another backend's
   * kernel gives that one's name, so that a report shows whose kernel ran.
   */
  public final String kernel() {
    return kernel;
  }

  /** Bytes of scratch memory that the operation holds now. */
  public long workspaceBytes() {
    return 0;
  }

  /** Releases what the operation owns. A second call does nothing. */
  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  /** Releases native memory and the like; called once. */
  protected void release() {}

  /** Refuses use after close. */
  final void requireOpen() {
    if (closed) {
      throw new IllegalStateException(kernel + " is closed");
    }
  }

  @Override
  public String toString() {
    return kernel;
  }
}
