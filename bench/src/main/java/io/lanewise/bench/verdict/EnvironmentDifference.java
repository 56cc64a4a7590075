package io.lanewise.bench.verdict;

import io.lanewise.bench.results.BackendState;
import io.lanewise.bench.results.Conditions;
import io.lanewise.bench.results.Environment;
import io.lanewise.bench.results.Fact;
import io.lanewise.bench.results.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something about the place of two runs that is not the same.
 *
 * @param what its name
 * @param base what it was for the base; null if that run does not say
 * @param head what it was for the head; null if that run does not say
 */
public record EnvironmentDifference(String what, @Nullable String base, @Nullable String head) {

  /** Facts about one run: its times and its command, which are no part of the place. */
  private static final String RUN = "run";

  /** What a CPU did when it was looked at, and does otherwise a second later. */
  private static final String MOMENTARY = "clock frequency";

  /**
   * Timed, the clock of one machine was between 3733 and 4183 MHz within a day, a factor of 1.12.
   */
  private static final double CLOCK_TOLERANCE = 1.15;

  /** All of them, in the order of the environment; the clock, as it was timed, at the end. */
  static List<EnvironmentDifference> of(Results base, Results head) {
    Map<String, String> ofBase = properties(base.environment());
    Map<String, String> ofHead = properties(head.environment());
    Set<String> names = new LinkedHashSet<>(ofBase.keySet());
    names.addAll(ofHead.keySet());
    List<EnvironmentDifference> differences = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(ofBase.get(name), ofHead.get(name))) {
        differences.add(new EnvironmentDifference(name, ofBase.get(name), ofHead.get(name)));
      }
    }
    clock(base.conditions(), head.conditions()).ifPresent(differences::add);
    return differences;
  }

  private static Optional<EnvironmentDifference> clock(
      @Nullable Conditions base, @Nullable Conditions head) {
    double[] ofBase = clocks(base);
    double[] ofHead = clocks(head);
    if (ofBase.length == 0 || ofHead.length == 0) {
      return Optional.empty();
    }
    // Sorted: the ends that are nearest to each other.
    double apart =
        Math.max(ofBase[0] / ofHead[ofHead.length - 1], ofHead[0] / ofBase[ofBase.length - 1]);
    return apart < CLOCK_TOLERANCE
        ? Optional.empty()
        : Optional.of(new EnvironmentDifference("clock, timed", text(ofBase), text(ofHead)));
  }

  private static double[] clocks(@Nullable Conditions conditions) {
    return conditions == null
        ? new double[0]
        : Stream.of(
                Optional.ofNullable(conditions.clockBeforeMhz()),
                Optional.ofNullable(conditions.clockAfterMhz()))
            .flatMap(Optional::stream)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
  }

  private static String text(double[] clocks) {
    return Arrays.stream(clocks)
        .mapToObj(clock -> String.format(Locale.ROOT, "%.0f", clock))
        .distinct()
        .collect(Collectors.joining(" to ", "", " MHz"));
  }

  private static Map<String, String> properties(Environment environment) {
    Map<String, String> properties = new LinkedHashMap<>();
    put(properties, "cpu", environment.cpu());
    put(properties, "cores", environment.cores());
    put(properties, "processors", environment.processors());
    put(properties, "caches", String.join(", ", environment.caches()));
    put(properties, "os", environment.os());
    put(properties, "jvm", environment.jvm());
    put(properties, "jvm flags", String.join(" ", environment.jvmFlags()));
    put(properties, "version", environment.version());
    put(properties, "commit", environment.commit());
    put(properties, "uncommitted changes", environment.dirty());
    for (BackendState backend : environment.backends()) {
      String prefix = "backend " + backend.id();
      put(properties, prefix, backend.status());
      put(properties, prefix + " library", backend.library());
      put(properties, prefix + " isa", backend.isa());
      put(properties, prefix + " threads", backend.threads());
      backend.details().forEach((name, value) -> put(properties, prefix + " " + name, value));
    }
    for (Fact fact : environment.facts()) {
      // Why something is not known is no property of the place, and may quote a figure.
      if (!fact.topic().equals(RUN) && !fact.name().equals(MOMENTARY)) {
        put(properties, fact.topic() + " " + fact.name(), fact.value());
      }
    }
    return properties;
  }

  private static void put(Map<String, String> properties, String name, @Nullable Object value) {
    if (value != null) {
      properties.put(name, value.toString());
    }
  }
}
