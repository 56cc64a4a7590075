package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How many times as fast one contender is as another, over the problems that both computed.
 *
 * @param operation operation, direction, type and threads
 * @param contender who
 * @param against the other
 * @param problems how many
 * @param ratio geometric mean of the ratios of their speeds
 * @param lowest the lowest ratio
 * @param lowestIn the problem that it belongs to
 * @param highest the highest ratio
 * @param highestIn the problem that it belongs to
 */
public record SpeedRatio(
    String operation,
    String contender,
    String against,
    int problems,
    double ratio,
    double lowest,
    String lowestIn,
    double highest,
    String highestIn) {

  /** Every pair, in the order in which the rows have them. */
  public static List<SpeedRatio> of(List<KernelRow> rows) {
    List<SpeedRatio> ratios = new ArrayList<>();
    rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> Summary.heading(row.operation(), row.type(), row.threads()),
                LinkedHashMap::new,
                Collectors.toList()))
        .forEach((operation, group) -> ratios.addAll(of(operation, group)));
    return ratios;
  }

  private static List<SpeedRatio> of(String operation, List<KernelRow> rows) {
    Map<String, Map<String, KernelRow>> contenders = Contenders.of(rows);
    List<String> names = List.copyOf(contenders.keySet());
    List<SpeedRatio> ratios = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (String against : names.subList(i + 1, names.size())) {
        of(operation, names.get(i), against, contenders).ifPresent(ratios::add);
      }
    }
    return ratios;
  }

  private static Optional<SpeedRatio> of(
      String operation,
      String contender,
      String against,
      Map<String, Map<String, KernelRow>> contenders) {
    Map<String, KernelRow> others = contenders.get(against);
    Map<String, Double> ratios = new LinkedHashMap<>();
    contenders
        .get(contender)
        .forEach(
            (problem, row) -> {
              KernelRow other = others.get(problem);
              if (other != null) {
                ratios.put(problem, row.gflops() / other.gflops());
              }
            });
    if (ratios.isEmpty()) {
      return Optional.empty();
    }
    Comparator<Map.Entry<String, Double>> bySpeed = Map.Entry.comparingByValue();
    Map.Entry<String, Double> lowest = entries(ratios).min(bySpeed).orElseThrow();
    Map.Entry<String, Double> highest = entries(ratios).max(bySpeed).orElseThrow();
    return Optional.of(
        new SpeedRatio(
            operation,
            contender,
            against,
            ratios.size(),
            StatUtils.geometricMean(
                ratios.values().stream().mapToDouble(Double::doubleValue).toArray()),
            lowest.getValue(),
            lowest.getKey(),
            highest.getValue(),
            highest.getKey()));
  }

  private static Stream<Map.Entry<String, Double>> entries(Map<String, Double> ratios) {
    return ratios.entrySet().stream();
  }
}
