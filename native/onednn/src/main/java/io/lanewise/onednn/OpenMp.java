package io.lanewise.onednn;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * OpenMP's number of threads, which oneDNN asks for whenever a primitive is made or run. It is a
 * number of the calling thread, so that callers with different numbers do not meet.
 *
 * <p>JavaCPP's presets of oneDNN have no function for it; hence the only downcalls beside those of
 * the OpenBLAS backend. The symbols are those of the OpenMP library that JavaCPP has loaded with
 * oneDNN.
 */
final class OpenMp {

  private static final MethodHandle SET =
      function("omp_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final MethodHandle GET =
      function("omp_get_max_threads", FunctionDescriptor.of(ValueLayout.JAVA_INT));

  private OpenMp() {}

  /** Sets the number of threads for what the calling thread does next: some nanoseconds. */
  static void use(int threads) {
    try {
      SET.invokeExact(threads);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("omp_set_num_threads is a C function and throws nothing", e);
    }
  }

  /** The number that OpenMP has for the calling thread. */
  static int threads() {
    try {
      return (int) GET.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("omp_get_max_threads is a C function and throws nothing", e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    MemorySegment address =
        SymbolLookup.loaderLookup()
            .find(name)
            .orElseThrow(
                () ->
                    new OneDnnException(
                        "the OpenMP library that came with oneDNN has no function " + name));
    return Linker.nativeLinker().downcallHandle(address, type);
  }
}
