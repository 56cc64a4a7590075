package io.lanewise.bench.results;

/**
 * The speed of a piece of plain Java that never changes, at one moment of a run: what moves it is
 * the machine.
 *
 * @param seconds since the run began
 * @param gflops 10^9 floating-point operations per second, all threads together
 */
public record RulerSample(double seconds, double gflops) {}
