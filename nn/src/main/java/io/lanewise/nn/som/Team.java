package io.lanewise.nn.som;

import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * As many threads as the kernels were opened with. Each computes a part of the data with kernels of
 * one thread, so that they meet a few times in an epoch and not in every product.
 */
final class Team implements AutoCloseable {

  private final int members;
  private final Kernels kernels;
  private final boolean reopened;
  private final ExecutorService executor;

  Team(Kernels kernels) {
    members = kernels.options().threads();
    reopened = members > 1;
    this.kernels = reopened ? kernels.reopen(new KernelOptions(1)) : kernels;
    executor =
        Executors.newFixedThreadPool(
            Math.max(1, members - 1),
            task -> {
              Thread thread = new Thread(task, "lanewise-som");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What every member does, each its own part. */
  interface Task {
    void part(int member);
  }

  /** Number of threads, the caller's counted. */
  int members() {
    return members;
  }

  /** Kernels of one thread, for all members. */
  Kernels kernels() {
    return kernels;
  }

  /** Where a member's part of so many things begins; the part of the next one is its end. */
  int bound(int things, int member) {
    return (int) ((long) things * member / members);
  }

  /** Runs a task: the caller is member 0. Returns when all are done. */
  void run(Task task) {
    List<Future<?>> others = new ArrayList<>(members - 1);
    for (int i = 1; i < members; i++) {
      int member = i;
      others.add(executor.submit(() -> task.part(member)));
    }
    Throwable failure = null;
    try {
      task.part(0);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (Future<?> other : others) {
      Throwable its = failureOf(other);
      failure = failure == null ? its : failure;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits for a member, whose memory others may not use before it is done. */
  private static Throwable failureOf(Future<?> member) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          member.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    if (reopened) {
      kernels.close();
    }
  }
}
