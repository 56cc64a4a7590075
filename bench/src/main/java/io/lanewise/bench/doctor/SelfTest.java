package io.lanewise.bench.doctor;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lanewise.bench.measure.FreshJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether kernels run at the speed that they should on this machine: as a share of the FMA peak
 * measured in turn with them, which machines differ in far less than in speed.
 */
final class SelfTest {

  private static final String SELF = "its JVM ended with status ";

  private final FreshJvm jvm;
  private final List<String> flags;

  /**
   * Prepares.
   *
   * @param flags further flags of the JVMs
   */
  SelfTest(List<String> flags) {
    this.jvm =
        new FreshJvm(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    this.flags = List.copyOf(flags);
  }

  /** Tests some backends, each in a JVM of its own; rows for each, whatever happens. */
  List<SelfTestRow> run(List<BackendCheck> backends) {
    List<SelfTestRow> rows = new ArrayList<>();
    for (BackendCheck check : backends) {
      if (check.reason() == null) {
        fork(check.backend()).stream().map(SelfTest::judge).forEach(rows::add);
      } else {
        rows.addAll(without(check.backend(), "unavailable: " + check.reason()));
      }
    }
    return rows;
  }

  /** Compares a row with what is expected; of a stranger's kernel that is C2, and no share. */
  static SelfTestRow judge(SelfTestRow row) {
    if (row.fractionOfPeak() == null) {
      return row;
    }
    Double least = ExpectedShare.of(row.kernel()).orElse(null);
    if (isBelowC2(row.peakCompiled())) {
      return row.judged(
          least,
          "slow: C2 has not compiled the FMA peak itself (%s): this JVM computes with vectors as objects"
              .formatted(row.peakCompiled()));
    }
    if (least == null) {
      return isBelowC2(row.compiled()) ? row.judged(null, "slow: " + why(row.compiled())) : row;
    }
    return row.judged(
        least,
        row.fractionOfPeak() >= least
            ? SelfTestRow.OK
            : String.format(
                Locale.ROOT,
                "slow: %.3f of the FMA peak, expected at least %.3f; %s",
                row.fractionOfPeak(),
                least,
                why(row.compiled())));
  }

  private static String why(@Nullable String compiled) {
    if (isBelowC2(compiled)) {
      return compiled
          + ": stuck below C2, so that vectors are objects; restart the JVM, and report it with"
          + " what LANEWISE_JAVA_OPTS=-XX:+PrintCompilation prints";
    }
    return (compiled == null ? "not sampled" : compiled)
        + ": not stuck in C1; see the advice, and where it has none, report it with doctor"
        + " --self-test --format json";
  }

  private static boolean isBelowC2(@Nullable String compiled) {
    return compiled != null && TierWatch.isBelowC2(compiled);
  }

  private List<SelfTestRow> fork(String backend) {
    try {
      Path file = Files.createTempFile("lanewise-self-test-", ".json");
      try {
        int status = jvm.run(SelfTestFork.class, flags, List.of(file.toString(), backend));
        return status == 0
            ? new ObjectMapper().readValue(file.toFile(), new TypeReference<List<SelfTestRow>>() {})
            : without(backend, "failed: " + SELF + status);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return without(backend, "failed: " + e.getMessage());
    }
  }

  private static List<SelfTestRow> without(String backend, String verdict) {
    return Arrays.stream(SelfTestCase.values())
        .map(one -> SelfTestRow.without(backend, one.problem(), verdict))
        .toList();
  }
}
