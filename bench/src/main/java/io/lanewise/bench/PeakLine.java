package io.lanewise.bench;

import io.lanewise.bench.results.PeakRow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link PeakRow} with what fits on a terminal. */
record PeakLine(
    String what,
    String type,
    int threads,
    @Nullable String isa,
    @Nullable Double gflops,
    @Nullable String range,
    @Nullable Double computedGflops,
    @Nullable Double gbPerSecond,
    String status) {

  static List<PeakLine> of(List<PeakRow> rows) {
    return rows.stream().map(PeakLine::of).toList();
  }

  private static PeakLine of(PeakRow row) {
    return new PeakLine(
        row.what(),
        row.type(),
        row.threads(),
        row.isa(),
        row.gflops(),
        row.gflops() == null
            ? null
            : String.format(Locale.ROOT, "%.1f..%.1f", row.gflopsMin(), row.gflopsMax()),
        row.computedGflops(),
        row.gbPerSecond(),
        row.status());
  }
}
