package io.lanewise.kernels.contract;

/**
 * The one line that a failure prints, with all that it takes to run the case again.
 *
 * @param backend id of the backend
 * @param kernel kernel that ran
 * @param asked name of the variant that was asked for, or automatic
 * @param threads threads of the backend
 * @param isa instruction set and vector width in effect
 * @param problem shape, factors, residence and seed
 */
record Replay(
    String backend, String kernel, String asked, int threads, String isa, Object problem) {

  @Override
  public String toString() {
    return ("replay: backend " + backend + ", kernel " + kernel + " (asked for " + asked + ")")
        + (", " + problem + ", threads " + threads + ", isa " + isa);
  }
}
