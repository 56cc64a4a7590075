package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import io.lanewise.bench.results.Results;
import io.lanewise.bench.results.TrainingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The colour of a backend, a number from 0: the same in every chart, and for Lanewise's own
 * backends in every report. Others follow in the order of the rows.
 */
final class Colours {

  private static final List<String> OWN =
      List.of("scalar", "vector", "openblas", "onednn", "openblas-detected");

  private final List<String> backends = new ArrayList<>(OWN);

  Colours(Results results) {
    Stream.concat(
            results.rows().stream().map(KernelRow::backend),
            results.training().stream().map(TrainingRow::backend))
        .distinct()
        .filter(backend -> !OWN.contains(backend))
        .forEach(backends::add);
  }

  int of(String backend) {
    return backends.indexOf(backend);
  }
}
