package io.lanewise.bench.measure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a shape file has and is not measured, to be told in one sentence for each reason. */
final class PassedOver {

  private final Map<String, Problems> problems = new LinkedHashMap<>();
  private final Set<String> options = new LinkedHashSet<>();
  private String firstOption = "";

  private record Problems(int count, String first) {}

  /** Counts a problem. */
  void problem(String reason, ShapeLine line, String problem) {
    problems.merge(
        reason,
        new Problems(1, line.about(problem)),
        (before, one) -> new Problems(before.count + 1, before.first));
  }

  /** Remembers an option. */
  void option(ShapeLine line, String name) {
    if (options.add(name) && options.size() == 1) {
      firstOption = line.about(name);
    }
  }

  /** Tells everything. */
  void tell(Consumer<String> listener) {
    problems.forEach(
        (reason, some) ->
            listener.accept(
                some.count == 1
                    ? "passed over a problem " + reason + ": " + some.first
                    : "passed over %d problems %s, the first is %s"
                        .formatted(some.count, reason, some.first)));
    if (options.size() == 1) {
      listener.accept("passed over option " + firstOption);
    } else if (!options.isEmpty()) {
      listener.accept(
          "passed over options %s, the first is %s"
              .formatted(String.join(" ", options), firstOption));
    }
  }
}
