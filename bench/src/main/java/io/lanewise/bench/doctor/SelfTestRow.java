package io.lanewise.bench.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One kernel in the self-test.
 *
 * @param backend id of the backend
 * @param kernel name of the kernel that ran
 * @param problem what it computed, in benchdnn's syntax
 * @param gflops 10^9 floating-point operations per second of the shortest call
 * @param peakGflops FMA peak of one thread, measured in turn with the kernels of its JVM, by the
 *     shortest call
 * @param fractionOfPeak the one over the other
 * @param expected the smallest fraction with nothing wrong; null where that is not known
 * @param compiled how the method was compiled in which the time went: C2, a tier of C1,
 *     interpreter, or native; null where no sample was taken
 * @param peakCompiled the same of the FMA peak
 * @param verdict "ok"; or "slow: why", "failed: why", "unavailable: why"
 */
public record SelfTestRow(
    String backend,
    @Nullable String kernel,
    String problem,
    @Nullable Double gflops,
    @Nullable Double peakGflops,
    @Nullable Double fractionOfPeak,
    @Nullable Double expected,
    @Nullable String compiled,
    @Nullable String peakCompiled,
    String verdict) {

  /** Nothing is wrong. */
  public static final String OK = "ok";

  private static final String FAILED = "failed";
  private static final String SLOW = "slow";

  /** The row of what was not measured. */
  static SelfTestRow without(String backend, String problem, String verdict) {
    return new SelfTestRow(backend, null, problem, null, null, null, null, null, null, verdict);
  }

  /** The row of a kernel, as long as the peak is not known. */
  static SelfTestRow measured(String backend, String kernel, String problem, double gflops) {
    return new SelfTestRow(backend, kernel, problem, gflops, null, null, null, null, null, OK);
  }

  /** The same beside a peak. */
  SelfTestRow besidePeak(double peakGflops) {
    return gflops == null
        ? this
        : new SelfTestRow(
            backend,
            kernel,
            problem,
            gflops,
            peakGflops,
            gflops / peakGflops,
            expected,
            compiled,
            peakCompiled,
            verdict);
  }

  /** The same, with who has compiled it. */
  SelfTestRow compiledBy(@Nullable String compiled, @Nullable String peakCompiled) {
    return new SelfTestRow(
        backend,
        kernel,
        problem,
        gflops,
        peakGflops,
        fractionOfPeak,
        expected,
        compiled,
        peakCompiled,
        verdict);
  }

  /** The same with a verdict. */
  SelfTestRow judged(@Nullable Double expected, String verdict) {
    return new SelfTestRow(
        backend,
        kernel,
        problem,
        gflops,
        peakGflops,
        fractionOfPeak,
        expected,
        compiled,
        peakCompiled,
        verdict);
  }

  /** Whether something is wrong; a backend that is not there is not. */
  public boolean failed() {
    return verdict.startsWith(SLOW) || verdict.startsWith(FAILED);
  }
}
