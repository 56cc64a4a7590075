package io.lanewise.openblas;

/** The largest m n k that is computed in place on arrays, without a copy of them. */
final class InPlaceLimit {

  /** The system property that sets it, so that it can be measured. */
  static final String PROPERTY = "lanewise.openblas.inplace";

  /**
   * 64 x 64 x 64, some 0.1 ms even at 5 GFLOP/s, for the JVM's other threads may have to wait that
   * long at a safepoint. It is also the largest that OpenBLAS computes on the calling thread alone
   * (interface/gemm.c: SMP_THRESHOLD_MIN GEMM_MULTITHREAD_THRESHOLD = 65536 x 4), so that such a
   * call never waits for its thread pool, which somebody's long product may hold.
   */
  private static final long DEFAULT = 1 << 18;

  private InPlaceLimit() {}

  /**
   * Reads the property's value; empty is the default, 0 copies every array.
   *
   * @throws LoadingException if it is no whole number from 0 on
   */
  static long of(String property) throws LoadingException {
    if (property.isEmpty()) {
      return DEFAULT;
    }
    try {
      long limit = Long.parseLong(property);
      if (limit >= 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new LoadingException(refusal(property), e);
    }
    throw new LoadingException(refusal(property));
  }

  private static String refusal(String property) {
    return "%s is \"%s\", expected the largest m n k to compute in place, 0 or more"
        .formatted(PROPERTY, property);
  }
}
