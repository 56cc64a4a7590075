package io.lanewise.bench.report;

import io.lanewise.bench.results.KernelRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who is compared with whom among rows of one operation, direction, type and number of threads:
 * backends; where the rows have several layouts, a backend in a layout; where it has several rows
 * for a problem, its kernels; where those have, its kernels on operands here or there.
 */
final class Contenders {

  private static final String NCHW = "nchw";

  private Contenders() {}

  /** The rows that were measured, by contender and then by problem. */
  static Map<String, Map<String, KernelRow>> of(List<KernelRow> rows) {
    List<KernelRow> measured = rows.stream().filter(KernelRow::measured).toList();
    Map<String, List<KernelRow>> groups = grouped(measured, row -> backend(row, measured));
    Map<String, Map<String, KernelRow>> contenders = new LinkedHashMap<>();
    groups.forEach(
        (backend, some) -> {
          if (isOnePerProblem(some)) {
            add(contenders, backend, some);
            return;
          }
          grouped(some, Contenders::kernel)
              .forEach(
                  (kernel, its) -> {
                    if (isOnePerProblem(its)) {
                      add(contenders, kernel, its);
                    } else {
                      grouped(its, row -> kernel + " " + row.residence())
                          .forEach((name, here) -> add(contenders, name, here));
                    }
                  });
        });
    return contenders;
  }

  /** The contender that a row would belong to if its backend had one kernel. */
  static String backend(KernelRow row, List<KernelRow> rows) {
    boolean layouts =
        rows.stream().anyMatch(one -> one.measured() && !isGemm(one) && !one.layout().equals(NCHW));
    return row.backend() + (layouts ? " " + row.layout() : "");
  }

  /** What is the same problem to all of them: a layout is how one of them likes it. */
  static String problem(KernelRow row) {
    return isGemm(row) ? row.shape() + " " + row.variant() : row.shape();
  }

  private static boolean isGemm(KernelRow row) {
    return row.op().equals("gemm");
  }

  /** A backend may have composed another one's kernel. */
  private static String kernel(KernelRow row) {
    return row.kernel().startsWith(row.backend() + "/")
        ? row.kernel()
        : row.backend() + " by " + row.kernel();
  }

  private static boolean isOnePerProblem(List<KernelRow> rows) {
    Set<String> problems = new HashSet<>();
    return rows.stream().allMatch(row -> problems.add(problem(row)));
  }

  /** Of the same problem twice the faster one stands: the best kernel may also have been named. */
  private static void add(
      Map<String, Map<String, KernelRow>> contenders, String name, List<KernelRow> rows) {
    Map<String, KernelRow> problems = contenders.computeIfAbsent(name, n -> new LinkedHashMap<>());
    for (KernelRow row : rows) {
      problems.merge(problem(row), row, (a, b) -> a.gflops() >= b.gflops() ? a : b);
    }
  }

  private static Map<String, List<KernelRow>> grouped(
      List<KernelRow> rows, Function<KernelRow, String> name) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                name, LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
  }
}
