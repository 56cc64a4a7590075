package io.lanewise.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lanewise.bench.results.KernelRow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link KernelRow} with what fits on a terminal. */
record KernelLine(
    String op,
    String shape,
    String backend,
    String kernel,
    int threads,
    @Nullable String residence,
    @Nullable String gflops,
    @Nullable String range,
    @Nullable String ofPeak,
    @Nullable String gbPerSecond,
    @Nullable String ofBandwidth,
    @Nullable String error,
    @Nullable String bound,
    @Nullable String bytesPerOp,
    @Nullable String workspaceKiB,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String minOverMedian,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secondsToSpeed,
    String status) {

  static KernelLine of(KernelRow row) {
    String variant =
        (row.type().equals("f32") ? "" : " " + row.type())
            + (row.layout().equals("nn") || row.layout().equals("nchw") ? "" : " " + row.layout())
            + (row.epilogue() == null ? "" : " " + row.epilogue());
    return new KernelLine(
        row.operation() + variant,
        row.shape(),
        row.backend(),
        row.kernel(),
        row.threads(),
        row.residence(),
        format("%.1f", row.gflops()),
        row.gflops() == null
            ? null
            : String.format(Locale.ROOT, "%.1f..%.1f", row.gflopsMin(), row.gflopsMax()),
        percent(row.fractionOfPeak()),
        format("%.1f", row.gbPerSecond()),
        percent(row.fractionOfBandwidth()),
        format("%.1e", row.maxError()),
        format("%.1e", row.errorBound()),
        format("%.0f", row.allocBytesPerOp()),
        row.workspaceBytes() == null ? null : format("%.1f", row.workspaceBytes() / 1024.0),
        format("%.3f", row.minOverMedian()),
        row.secondsToSpeed() == null
            ? null
            : String.format(
                Locale.ROOT, "%.2f..%.2f", row.secondsToSpeed(), row.secondsToSpeedMax()),
        row.status());
  }

  private static @Nullable String percent(@Nullable Double fraction) {
    return fraction == null ? null : format("%.1f %%", 100 * fraction);
  }

  private static @Nullable String format(String format, @Nullable Double value) {
    return value == null ? null : String.format(Locale.ROOT, format, value);
  }
}
