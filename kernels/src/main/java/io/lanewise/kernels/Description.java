package io.lanewise.kernels;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What computes behind an open backend, as read back from it and not as asked for.
 *
 * @param backend id of the backend
 * @param library name and version of what computes, such as {@code OpenBLAS 0.3.31}
 * @param isa instruction set in effect, such as {@code AVX-512, 512-bit vectors, 32 registers}
 * @param threads threads that the library says it uses
 * @param details further facts by name, in the order to print them
 */
public record Description(
    String backend, String library, String isa, int threads, Map<String, String> details) {

  /** Copies the details. */
  public Description {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
