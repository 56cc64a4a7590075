package io.lanewise.bench.measure;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.bench.output.ErrorSentence;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads problems in benchdnn's syntax from a list, separated by commas or spaces, or from a shape
 * file of benchdnn's: comments from # on, one or more problems and options in a line. {@code
 * --mb=}, {@code --alg=} (pooling), {@code --stag=} and {@code --wtag=} (products: {@code ba} is an
 * operand stored transposed) hold for the problems after them, {@code --reset} ends that; other
 * options and problems in three dimensions are passed over with a warning. A list of products may
 * name {@link ShapeSets}.
 *
 * <p>Source: oneDNN, tests/benchdnn/doc/knobs_common.md, driver_matmul.md and inputs/.
 */
public final class Problems {

  /** Words, in which quotes protect spaces and commas. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s,\"]|\"[^\"]*\")+");

  /** A list of algorithms: the only option whose value has commas. */
  private static final Pattern OPTION = Pattern.compile("(--[\\w-]+)(?:=(\\S*))?");

  private static final Pattern DEPTH = Pattern.compile("(?:^|[\\d_])[iokspd]d\\d");
  private static final Pattern PRODUCT = Pattern.compile("-?\\d+x");
  private static final Pattern BATCHED = Pattern.compile("\\d+x\\d+x\\d+[x:].*");

  /** Three operands of 2^28 doubles are 6 GiB: more than that is not for a benchmark's fork. */
  private static final long MAX_ELEMENTS = 1L << 28;

  private final Op op;
  private final int mb;
  private final Consumer<String> warnings;
  private final List<Problem> problems = new ArrayList<>();
  private int fileMb;
  private List<PoolKind> kinds = List.of();
  private String transA = "";
  private String transB = "";

  private Problems(Op op, int mb, Consumer<String> warnings) {
    this.op = op;
    this.mb = mb;
    this.warnings = warnings;
  }

  /**
   * Reads problems.
   *
   * @param op what the problems are of
   * @param text the list, or the name of a file; a list of products may have names of sets
   * @param mb images in each problem, instead of what the problem says; 0 leaves it
   * @param warnings hears what is passed over
   * @return each problem in the syntax's canonical form, without duplicates, at least one
   * @throws CommandFailure with status 2 if a problem cannot be read or there is none, 4 if the
   *     file cannot be read
   */
  public static List<Problem> read(Op op, String text, int mb, Consumer<String> warnings) {
    Problems reader = new Problems(op, mb, warnings);
    Path file = file(text);
    if (file == null) {
      reader.line(text, "", false);
    } else {
      reader.file(file, lines(file));
    }
    if (reader.problems.isEmpty()) {
      throw CommandFailure.usage("shapes are \"" + text + "\", expected at least one problem");
    }
    return reader.problems.stream().distinct().toList();
  }

  private static @Nullable Path file(String text) {
    try {
      Path path = Path.of(text.strip());
      return Files.exists(path) && !text.isBlank() ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw CommandFailure.environment(
          "cannot read the shapes of " + file + " (" + ErrorSentence.reason(e) + ")", e);
    }
  }

  private void file(Path file, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), file + ":" + (i + 1) + ": ", true);
    }
  }

  private void line(String line, String where, boolean isFile) {
    int comment = line.indexOf('#');
    String rest = comment < 0 ? line : line.substring(0, comment);
    Matcher option = OPTION.matcher(rest);
    Matcher word = WORD.matcher(rest);
    int at = 0;
    while (word.find(at)) {
      if (word.group().startsWith("--") && option.find(word.start())) {
        option(option.group(1), option.group(2), where);
        at = option.end();
      } else {
        problem(word.group(), where, isFile);
        at = word.end();
      }
    }
  }

  private void option(String name, @Nullable String value, String where) {
    try {
      if (name.equals("--mb")) {
        fileMb = Integer.parseInt(String.valueOf(value));
      } else if (name.equals("--alg") && op == Op.POOL2D && value != null) {
        kinds = Pattern.compile(",").splitAsStream(value).map(PoolKind::parse).toList();
      } else if (name.equals("--reset")) {
        reset();
      } else if (op == Op.GEMM && name.equals("--stag")) {
        transA = transpose(String.valueOf(value));
      } else if (op == Op.GEMM && name.equals("--wtag")) {
        transB = transpose(String.valueOf(value));
      } else {
        warnings.accept(where + "option " + name + " is passed over");
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          where + "option " + name + " is \"" + value + "\": " + e.getMessage());
    }
  }

  private void reset() {
    fileMb = 0;
    kinds = List.of();
    transA = "";
    transB = "";
  }

  /** A memory tag of a matrix: rows one after the other, or columns. */
  private static String transpose(String tag) {
    return switch (tag) {
      case "ab", "any" -> "n";
      case "ba" -> "t";
      default -> throw new IllegalArgumentException("expected ab, ba or any");
    };
  }

  private void set(String name) {
    reset();
    List<String> lines = ShapeSets.lines(name);
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), name + ":" + (i + 1) + ": ", true);
    }
    reset();
  }

  private void problem(String problem, String where, boolean isFile) {
    if (op == Op.GEMM && !isFile) {
      if (ShapeSets.names().contains(problem)) {
        set(problem);
        return;
      }
      if (!PRODUCT.matcher(problem).lookingAt()) {
        throw CommandFailure.usage(
            "shapes have \"%s\", expected a product such as 256x64:64x128, a file that is there, or one of the sets %s"
                .formatted(problem, String.join(", ", ShapeSets.names())));
      }
    }
    if (isFile && (op == Op.GEMM ? BATCHED.matcher(problem).matches() : hasDepth(problem))) {
      warnings.accept(where + "problem " + problem + " is passed over: not in two dimensions");
      return;
    }
    try {
      for (Shape shape : shapes(op.parse(problem))) {
        problems.add(new Problem(shape.toString(), trans()));
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(where + e.getMessage());
    }
  }

  /** Empty where nothing was said about either operand. */
  private String trans() {
    return (transA + transB).isEmpty()
        ? ""
        : (transA.isEmpty() ? "n" : transA) + (transB.isEmpty() ? "n" : transB);
  }

  private List<Shape> shapes(Shape shape) {
    int images = mb > 0 ? mb : fileMb;
    if (shape instanceof Conv2dShape conv) {
      return List.of(images > 0 ? conv.withMb(images) : conv);
    }
    if (shape instanceof Pool2dShape given) {
      Pool2dShape pool = images > 0 ? given.withMb(images) : given;
      return kinds.isEmpty() ? List.of(pool) : kinds.stream().<Shape>map(pool::withKind).toList();
    }
    if (shape instanceof GemmShape gemm) {
      requireArrays(gemm);
    }
    return List.of(shape);
  }

  /**
   * Convolution and pooling refuse such sizes themselves; a product may be larger than we can hold.
   */
  private static void requireArrays(GemmShape gemm) {
    long m = gemm.m();
    long n = gemm.n();
    long k = gemm.k();
    long largest = Math.max(m * k, Math.max(k * n, m * n));
    if (largest > MAX_ELEMENTS) {
      throw new IllegalArgumentException(
          "problem "
              + gemm
              + (" has an operand of " + largest + " elements")
              + (", expected at most " + MAX_ELEMENTS + " to measure"));
    }
  }

  private static boolean hasDepth(String problem) {
    int name = problem.indexOf('n');
    return DEPTH.matcher(name < 0 ? problem : problem.substring(0, name)).find();
  }
}
