package io.lanewise.nn.parallel;

import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * As many threads as kernels were opened with, the caller's counted. Each computes a part of the
 * data with kernels of one thread, so that they meet a few times in a step and not in every
 * product. Used by one caller at a time.
 *
 * <p>Members wait for work spinning, then parked: handing out a task costs less than a microsecond
 * when the next one follows soon, and nothing is burnt between trainings.
 */
public final class Team implements AutoCloseable {

  /** About 50 microseconds: longer than what the caller does alone between two tasks of a step. */
  private static final int SPINS = 2_000;

  private static final long NAP_NANOS = 20_000;

  private final Kernels kernels;
  private final boolean reopened;
  private final Thread[] others;
  private final AtomicInteger working = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile int round;
  private volatile @Nullable Task task;

  /** What every member does, each its own part. */
  public interface Task {
    /** Does the part of this member, from 0. */
    void part(int member);
  }

  /** Starts the threads; the kernels stay open when they end. */
  public Team(Kernels kernels) {
    int members = kernels.options().threads();
    reopened = members > 1;
    this.kernels = reopened ? kernels.reopen(new KernelOptions(1)) : kernels;
    others = new Thread[members - 1];
    for (int i = 0; i < others.length; i++) {
      int member = i + 1;
      others[i] = new Thread(() -> work(member), "lanewise-" + member);
      others[i].setDaemon(true);
      others[i].start();
    }
  }

  /** Number of members, the caller counted. */
  public int members() {
    return others.length + 1;
  }

  /** Kernels of one thread, for all members. */
  public Kernels kernels() {
    return kernels;
  }

  /** Where a member's part of so many things begins; the part of the next one is its end. */
  public int bound(int things, int member) {
    return (int) ((long) things * member / members());
  }

  /**
   * Runs a task: the caller is member 0. Returns when all are done, and throws what the first
   * member that failed has thrown.
   */
  public void run(Task task) {
    if (others.length == 0) {
      task.part(0);
      return;
    }
    working.set(others.length);
    this.task = task;
    round++;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
    part(task, 0);
    for (int spins = 0; working.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private void part(Task task, int member) {
    try {
      task.part(member);
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void work(int member) {
    int seen = 0;
    while (true) {
      for (int spins = 0; round == seen; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      seen++;
      Task mine = task;
      if (mine == null) {
        return;
      }
      part(mine, member);
      working.decrementAndGet();
    }
  }

  @Override
  public void close() {
    task = null;
    round++;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
    if (reopened) {
      kernels.close();
    }
  }
}
