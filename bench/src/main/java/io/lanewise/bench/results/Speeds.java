package io.lanewise.bench.results;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a file says was measured has a speed, and every speed in it is positive: readers
 * divide by speeds and draw their logarithms.
 */
final class Speeds {

  private Speeds() {}

  /**
   * What has no speed, or none that can be, such as {@code rows[3].gflops is null, expected a
   * positive number}; empty if nothing.
   */
  static Optional<String> problem(Results results) {
    return Stream.of(
            problem("peak", results.peak(), Speeds::ofPeak),
            problem("rows", results.rows(), Speeds::ofKernel),
            problem("training", results.training(), Speeds::ofTraining))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static <R> Optional<String> problem(
      String name, List<R> rows, Function<R, Stream<Speed>> speeds) {
    return IntStream.range(0, rows.size())
        .boxed()
        .flatMap(
            i ->
                speeds
                    .apply(rows.get(i))
                    .filter(Speed::isWrong)
                    .map(speed -> "%s[%d].%s".formatted(name, i, speed)))
        .findFirst();
  }

  private record Speed(String name, @Nullable Double value, boolean needed) {

    boolean isWrong() {
      return value == null ? needed : !(value > 0);
    }

    @Override
    public String toString() {
      return name + " is " + value + ", expected a positive number";
    }
  }

  private static Stream<Speed> ofPeak(PeakRow row) {
    return Stream.of(
        new Speed("gflops", row.gflops(), false),
        new Speed("gbPerSecond", row.gbPerSecond(), false));
  }

  private static Stream<Speed> ofKernel(KernelRow row) {
    return Stream.concat(
        Stream.of(
            new Speed("gflops", row.gflops(), row.measured()),
            new Speed(
                "gbPerSecond", row.gbPerSecond(), row.measured() && row.op().equals("pool2d")),
            new Speed("flopsPerByte", row.flopsPerByte(), false)),
        ofForks("forkGflops", row.forkGflops()));
  }

  private static Stream<Speed> ofTraining(TrainingRow row) {
    return Stream.concat(
        Stream.of(
            new Speed("imagesPerSecond", row.imagesPerSecond(), row.measured()),
            new Speed("imagesPerSecondMin", row.imagesPerSecondMin(), false)),
        ofForks("imagesPerSecondOfForks", row.imagesPerSecondOfForks()));
  }

  private static Stream<Speed> ofForks(String name, @Nullable List<Double> forks) {
    return forks == null
        ? Stream.empty()
        : IntStream.range(0, forks.size())
            .mapToObj(i -> new Speed("%s[%d]".formatted(name, i), forks.get(i), true));
  }
}
