package io.lanewise.kernels.vector;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Daemon threads that wait for the parts of one task at a time. They spin for some microseconds
 * after a part, so that the next task of a network finds them awake, and park then.
 *
 * <p>Safe for many callers: one caller has the threads, another one meanwhile computes all its
 * parts itself.
 */
final class Workers implements AutoCloseable {

  /** Spins before a worker parks. Chosen, not measured. */
  private static final int SPINS = 1 << 11;

  /** A thread that owns no arena: whether it may use a segment is whether all may. */
  private static final Thread NOBODY = new Thread();

  private final Worker[] workers;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger pending = new AtomicInteger();
  private volatile Throwable failure;
  private volatile boolean closed;

  /** Prepares threads - 1 threads; the caller is the other one. Each starts with its first part. */
  Workers(int threads) {
    workers = new Worker[threads - 1];
  }

  /** A task in parts that do not depend on each other. */
  interface Task {
    void part(int part, int parts);
  }

  int threads() {
    return workers.length + 1;
  }

  /** Refuses a native operand that only the caller's thread may use where there are others. */
  void requireShared(String argument, MemorySegment operand) {
    if (workers.length > 0 && !operand.isAccessibleBy(NOBODY)) {
      throw new IllegalArgumentException(
          argument
              + " is in an arena that is confined to one thread, expected a shared one for "
              + threads()
              + " threads");
    }
  }

  /**
   * Runs part 0 .. parts - 1 and returns when all are done.
   *
   * @param parts at most {@link #threads()}
   */
  void run(int parts, Task task) {
    if (closed) {
      throw new IllegalStateException("the backend \"vector\" is closed");
    }
    if (parts == 1 || !lock.tryLock()) {
      for (int part = 0; part < parts; part++) {
        task.part(part, parts);
      }
      return;
    }
    try {
      pending.set(parts - 1);
      for (int i = 0; i < parts - 1; i++) {
        worker(i).give(task, parts);
      }
      Throwable own = null;
      try {
        task.part(0, parts);
      } catch (RuntimeException | Error e) {
        own = e;
      }
      while (pending.get() > 0) {
        Thread.onSpinWait();
      }
      rethrow(own);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      if (worker != null) {
        worker.give(null, 0);
      }
    }
  }

  private Worker worker(int i) {
    if (workers[i] == null) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
    return workers[i];
  }

  private void rethrow(Throwable own) {
    Throwable thrown = own == null ? failure : own;
    failure = null;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private final class Worker extends Thread {

    private final int part;
    private Task task;
    private int parts;
    private volatile boolean given;
    private volatile boolean parked;

    Worker(int part) {
      super("lanewise-worker-" + part);
      this.part = part;
      setDaemon(true);
    }

    void give(Task task, int parts) {
      this.task = task;
      this.parts = parts;
      given = true;
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (true) {
        await();
        Task mine = task;
        given = false;
        if (mine == null) {
          return;
        }
        task = null;
        try {
          mine.part(part, parts);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        pending.decrementAndGet();
      }
    }

    private void await() {
      for (int spins = 0; !given && spins < SPINS; spins++) {
        Thread.onSpinWait();
      }
      while (!given) {
        parked = true;
        // A task given between the two tests finds parked set and unparks.
        if (!given) {
          LockSupport.park(this);
        }
        parked = false;
      }
    }
  }
}
