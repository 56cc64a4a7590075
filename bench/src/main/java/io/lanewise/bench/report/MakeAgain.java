package io.lanewise.bench.report;

import io.lanewise.bench.measure.Op;
import io.lanewise.bench.measure.Problem;
import io.lanewise.bench.measure.Problems;
import io.lanewise.bench.measure.ShapeSets;
import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.Shell;
import io.lanewise.bench.results.KernelRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command that measures some rows again, and no others. */
final class MakeAgain {

  /** Before it stand the variables of the environment that it was run with. */
  private static final String LAUNCHER = "./lanewise ";

  /** What {@code bench} calls the operations; a file may name others, which it does not measure. */
  private static final Map<String, String> COMMANDS =
      Map.of("gemm", "gemm", "conv2d", "conv", "pool2d", "pool");

  private static final Pattern IMAGES = Pattern.compile("(?:^|\\s)mb(\\d{1,9})");

  private final List<KernelRow> rows;
  private final boolean quick;
  private final StringBuilder command;

  private MakeAgain(List<KernelRow> rows, boolean quick, String variables) {
    this.rows = rows;
    this.quick = quick;
    this.command = new StringBuilder(variables).append(LAUNCHER).append("bench ");
  }

  /**
   * The command.
   *
   * @param rows rows of one operation, at least one
   * @param original the command that measured them among others
   */
  static String of(List<KernelRow> rows, String original) {
    if (!COMMANDS.containsKey(rows.get(0).op())) {
      return original;
    }
    int launcher = Math.max(0, original.indexOf(LAUNCHER));
    return new MakeAgain(rows, original.contains(" --quick"), original.substring(0, launcher))
        .text();
  }

  private String text() {
    KernelRow first = rows.get(0);
    command.append(COMMANDS.get(first.op()));
    Optional<String> set = set(first.op());
    option("--shapes", set.orElseGet(this::listed));
    option("--backends", list(MakeAgain::backend));
    if (first.op().equals("gemm")) {
      option("--type", list(KernelRow::type), "f32");
      // A set says itself which operands are transposed.
      option("--trans", set.isPresent() ? "nn" : list(KernelRow::layout), "nn");
      option("--epilogue", list(row -> row.epilogue() == null ? "none" : row.epilogue()), "none");
    } else {
      option("--dir", list(row -> String.valueOf(row.dir())), "fwd");
      option("--layout", list(KernelRow::layout), "nchw");
    }
    option("--threads", list(row -> Integer.toString(row.threads())), "1");
    if (hasSeveral(KernelRow::kernel)) {
      option("--kernels", list(KernelRow::kernel));
    }
    if (hasSeveral(row -> String.valueOf(row.residence()))) {
      option(
          "--residence",
          rows.stream()
              .filter(row -> row.residence() != null)
              .map(KernelRow::residence)
              .distinct()
              .collect(Collectors.joining(",")));
    }
    int forks = rows.stream().mapToInt(KernelRow::forks).max().orElse(1);
    if (rows.stream().anyMatch(row -> row.secondsToSpeed() != null)) {
      option("--fresh", Integer.toString(forks));
    } else if (forks > 0) {
      option("--forks", Integer.toString(forks), quick ? "1" : "3");
    }
    return quick ? command.append(" --quick").toString() : command.toString();
  }

  private static String backend(KernelRow row) {
    return row.backend().replace("-detected", "");
  }

  /** Whether a backend has several of them for one problem, so that they must have been named. */
  private boolean hasSeveral(Function<KernelRow, String> of) {
    return rows.stream()
        .filter(row -> row.measured() && !row.backend().endsWith("-detected"))
        .collect(
            Collectors.groupingBy(
                row ->
                    List.of(
                        row.backend(),
                        row.operation(),
                        Contenders.problem(row),
                        row.layout(),
                        row.type(),
                        row.threads()),
                Collectors.mapping(of, Collectors.toSet())))
        .values()
        .stream()
        .anyMatch(set -> set.size() > 1);
  }

  private String list(Function<KernelRow, String> of) {
    return rows.stream().map(of).distinct().collect(Collectors.joining(","));
  }

  private void option(String name, String value, String usual) {
    if (!value.equals(usual)) {
      option(name, value);
    }
  }

  private void option(String name, String value) {
    command.append(' ').append(name).append(' ').append(Shell.quoted(value));
  }

  /** The name of the set that the problems are, if they are one. */
  private Optional<String> set(String op) {
    Set<Problem> wanted = rows.stream().map(MakeAgain::problem).collect(Collectors.toSet());
    Matcher images = IMAGES.matcher(rows.get(0).shape());
    int mb = images.find() ? Integer.parseInt(images.group(1)) : 0;
    for (Op known : Op.values()) {
      for (String name : known.toString().equals(op) ? ShapeSets.names(known) : List.<String>of()) {
        if (problems(known, name, 0).equals(wanted)) {
          return Optional.of(name);
        }
        if (mb > 0 && problems(known, name, mb).equals(wanted)) {
          option("--mb", Integer.toString(mb));
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  private static Problem problem(KernelRow row) {
    return new Problem(row.shape(), row.op().equals("gemm") ? row.layout() : "nn");
  }

  private static Set<Problem> problems(Op op, String set, int mb) {
    try {
      return Problems.read(op, set, mb, warning -> {}).stream()
          .map(one -> new Problem(one.shape(), one.trans().isEmpty() ? "nn" : one.trans()))
          .collect(Collectors.toSet());
    } catch (CommandFailure e) {
      // More images than its layers can have.
      return Set.of();
    }
  }

  /** The problems; an algorithm stays in force for those behind it. */
  private String listed() {
    return rows.stream()
        .map(KernelRow::shape)
        .distinct()
        .sorted(Comparator.comparing(shape -> shape.startsWith("--alg=")))
        .collect(Collectors.joining(" "));
  }
}
