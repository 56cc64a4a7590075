package io.lanewise.kernels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One operation of an open backend. It owns its scratch memory, packed operands and native
 * primitives, is used by one thread at a time, and is closed when no longer needed.
 */
public abstract sealed class Operation implements AutoCloseable
    permits Gemm, WindowedOperation, Elementwise {

  private static final VarHandle USER;

  static {
    try {
      USER = MethodHandles.lookup().findVarHandle(Operation.class, "user", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String kernel;
  private boolean closed;

  /** The thread inside a call between {@link #enter} and {@link #exit}; null if there is none. */
  @SuppressWarnings("unused") // read and written by USER
  private Thread user;

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

  /**
   * Releases what the operation owns. A second call does nothing.
   *
   * @throws IllegalStateException if another thread is known to be inside a call; nothing is
   *     released
   */
  @Override
  public final void close() {
    claim();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      exit();
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

  /** Begins a call: refuses use after close and by two threads at once. */
  final void enter() {
    claim();
    if (closed) {
      exit();
      requireOpen();
    }
  }

  private void claim() {
    Thread other = (Thread) USER.compareAndExchange(this, (Thread) null, Thread.currentThread());
    if (other != null) {
      throw new IllegalStateException(
          (kernel + " is in use by thread " + other.getName())
              + (", expected one thread at a time, and this is "
                  + Thread.currentThread().getName()));
    }
  }

  /** Ends a call that {@link #enter} has begun. */
  final void exit() {
    USER.setRelease(this, (Thread) null);
  }

  @Override
  public String toString() {
    return kernel;
  }
}
