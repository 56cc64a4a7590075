package io.lanewise.openblas;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.StampedLock;

/**
 * OpenBLAS's number of threads. It is one number for the whole process, so that calls that want
 * different numbers take turns: calls with the number in effect run side by side, and the number
 * changes only while none runs.
 *
 * <p>Every call of the library is between {@link #enter} and {@link #exit}. A lock that is not
 * reentrant will do: the library never calls back.
 */
final class ThreadCount {

  private static final MethodHandle SET =
      OpenBlas.loaded()
          .function("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final MethodHandle GET =
      OpenBlas.loaded()
          .function("openblas_get_num_threads", FunctionDescriptor.of(ValueLayout.JAVA_INT));

  private static final StampedLock LOCK = new StampedLock();

  /** What the library was last told; 0: nothing yet. Written under the write lock. */
  private static int inEffect;

  private ThreadCount() {}

  /** Waits until calls with this number of threads may run; returns a stamp for exit. */
  static long enter(int threads) {
    long stamp = LOCK.readLock();
    if (inEffect == threads) {
      return stamp;
    }
    LOCK.unlockRead(stamp);
    stamp = LOCK.writeLock();
    if (inEffect != threads) {
      set(threads);
      inEffect = threads;
    }
    return LOCK.tryConvertToReadLock(stamp);
  }

  /** Ends what {@link #enter} began. */
  static void exit(long stamp) {
    LOCK.unlockRead(stamp);
  }

  /** The number that the library gives when asked after it was told to use this many. */
  static int readBack(int threads) {
    long stamp = enter(threads);
    try {
      return (int) GET.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("openblas_get_num_threads is a C function and throws nothing", e);
    } finally {
      exit(stamp);
    }
  }

  private static void set(int threads) {
    try {
      SET.invokeExact(threads);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("openblas_set_num_threads is a C function and throws nothing", e);
    }
  }
}
