package io.lanewise.bench.measure;

import io.lanewise.bench.output.CommandFailure;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Pool2dShape;
import io.lanewise.kernels.PoolKind;
import io.lanewise.kernels.Shape;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads problems in benchdnn's syntax from a list, separated by commas or spaces, which may name
 * {@link ShapeSets}, or from a shape file of benchdnn's as it is: comments, lines continued by a
 * backslash, one or more problems and options in a line.
 *
 * <ul>
 *   <li>{@code --mb=}, {@code --dt=} or {@code --cfg=} (types), {@code --alg=} (pooling), {@code
 *       --stag=} and {@code --wtag=} (products: {@code ba} is an operand stored transposed) hold
 *       for the problems after them, {@code --reset} ends that; {@code --batch=} reads another file
 *       of the same folder.
 *   <li>A problem of one dimension is one of two dimensions with a single row.
 *   <li>Other options, problems of three dimensions and of other types than f32 are passed over and
 *       told.
 * </ul>
 *
 * <p>Source: oneDNN, tests/benchdnn/doc/knobs_common.md, driver_conv.md, driver_matmul.md and
 * inputs/.
 */
public final class Problems {

  /** Words, in which quotes protect spaces and commas. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s,\"]|\"[^\"]*\")+");

  /** The value of an option may have commas. */
  private static final Pattern OPTION = Pattern.compile("(--[\\w-]+)(?:=(\\S*))?");

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern F32 = Pattern.compile("f32(?:_\\w+)?(?::f32)*");
  private static final Pattern DEPTH = Pattern.compile("(?:^|[\\d_])[iokspd]d\\d");
  private static final Pattern HEIGHT = Pattern.compile("(?:^|[\\d_])[iokspd]h\\d");
  private static final Pattern WIDTH = Pattern.compile("(?:^|[\\d_])iw\\d");
  private static final Pattern NO_IMAGES = Pattern.compile("(?<![a-z])mb0(?!\\d)");
  private static final Pattern PRODUCT = Pattern.compile("-?\\d+x");
  private static final Pattern WINDOWED = Pattern.compile("_?(?:mb|[iok]c|[iokspd][dhw]|g)\\d");
  private static final Pattern BATCHED = Pattern.compile("\\d+x\\d+x\\d+[x:].*");

  private static final String NOT_2D = "that are not of two dimensions";
  private static final String NOT_F32 = "of other types than f32";

  /** Three operands of 2^28 doubles are 6 GiB: more than that is not for a benchmark's fork. */
  private static final long MAX_ELEMENTS = 1L << 28;

  private final Op op;
  private final int mb;
  private final List<Problem> problems = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();
  private final Deque<Path> openFiles = new ArrayDeque<>();
  private List<Integer> batches = List.of();
  private List<PoolKind> kinds = List.of();
  private boolean isF32 = true;
  private String transA = "";
  private String transB = "";

  private Problems(Op op, int mb) {
    this.op = op;
    this.mb = mb;
  }

  /**
   * Reads problems.
   *
   * @param op what the problems are of
   * @param text the list, or the name of a file
   * @param mb images in each problem, instead of what the problem says; 0 leaves it
   * @param warnings hears what is passed over, one sentence for each reason
   * @return each problem in the syntax's canonical form, without duplicates, at least one
   * @throws CommandFailure with status 2 if a problem cannot be read or there is none, 4 if the
   *     file cannot be read
   */
  public static List<Problem> read(Op op, String text, int mb, Consumer<String> warnings) {
    Problems reader = new Problems(op, mb);
    Path file = file(text);
    if (file == null) {
      reader.line(ShapeLine.given(text));
    } else {
      reader.file(file);
    }
    reader.passedOver.tell(warnings);
    if (reader.problems.isEmpty()) {
      throw CommandFailure.usage(
          "shapes are \"%s\", expected at least one problem of two dimensions and type f32"
              .formatted(text));
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

  private void file(Path file) {
    openFiles.push(file.toAbsolutePath().normalize());
    ShapeLine.of(file).forEach(this::line);
    openFiles.pop();
  }

  private void line(ShapeLine line) {
    String text = line.text();
    Matcher option = OPTION.matcher(text);
    Matcher word = WORD.matcher(text);
    int at = 0;
    while (word.find(at)) {
      if (word.group().startsWith("--") && option.find(word.start())) {
        option(line, option.group(1), option.group(2) == null ? "" : option.group(2));
        at = option.end();
      } else {
        word(line, word.group());
        at = word.end();
      }
    }
  }

  private void option(ShapeLine line, String name, String value) {
    try {
      switch (name) {
        case "--reset" -> reset();
        case "--batch" -> batch(line, value);
        case "--mb" -> batches = COMMA.splitAsStream(value).map(Problems::images).toList();
        case "--dt", "--cfg" ->
            isF32 = COMMA.splitAsStream(value).anyMatch(type -> F32.matcher(type).matches());
        case "--alg", "--stag", "--wtag" -> optionOf(line, name, value);
        default -> passedOver.option(line, name);
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          line.about("option " + name + " is \"" + value + "\": " + e.getMessage()));
    }
  }

  /** Options that mean something for one operation. */
  private void optionOf(ShapeLine line, String name, String value) {
    if (op == Op.POOL2D && name.equals("--alg")) {
      kinds = COMMA.splitAsStream(value.toLowerCase(Locale.ROOT)).map(PoolKind::parse).toList();
    } else if (op == Op.GEMM && name.equals("--stag")) {
      transA = transpose(value);
    } else if (op == Op.GEMM && name.equals("--wtag")) {
      transB = transpose(value);
    } else {
      passedOver.option(line, name);
    }
  }

  /** Images in a batch; 0 is what the problem says. */
  private static int images(String value) {
    int images = Integer.parseInt(value);
    if (images < 0) {
      throw new IllegalArgumentException("expected at least 1, or 0 for what the problem says");
    }
    return images;
  }

  private void batch(ShapeLine line, String name) {
    Path here = openFiles.isEmpty() ? Path.of("").toAbsolutePath() : openFiles.peek().getParent();
    Path file = here.resolve(name).normalize();
    if (name.isEmpty() || !Files.exists(file)) {
      throw CommandFailure.usage(
          line.about("option --batch is \"" + name + "\", expected a file in " + here));
    }
    if (openFiles.contains(file)) {
      throw CommandFailure.usage(
          line.about("option --batch is \"" + name + "\", which is being read already"));
    }
    file(file);
  }

  private void reset() {
    batches = List.of();
    kinds = List.of();
    isF32 = true;
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

  private void word(ShapeLine line, String word) {
    if (!line.where().isEmpty()) {
      problem(line, word);
    } else if (ShapeSets.names(op).contains(word)) {
      reset();
      ShapeLine.of(word, ShapeSets.lines(op, word)).forEach(this::line);
      reset();
    } else if ((op == Op.GEMM ? PRODUCT : WINDOWED).matcher(word).lookingAt()) {
      problem(line, word);
    } else {
      throw CommandFailure.usage(
          "shapes have \"%s\", expected a problem such as %s, a file that is there, or one of the sets %s"
              .formatted(
                  word,
                  op == Op.GEMM ? "256x64:64x128" : "mb8ic64ih56oc64oh56kh3ph1",
                  String.join(", ", ShapeSets.names(op))));
    }
  }

  private void problem(ShapeLine line, String problem) {
    if (op == Op.GEMM ? BATCHED.matcher(problem).matches() : has(DEPTH, problem)) {
      passedOver.problem(NOT_2D, line, problem);
      return;
    }
    if (!isF32) {
      passedOver.problem(NOT_F32, line, problem);
      return;
    }
    try {
      for (Shape shape : shapes(op.parse(op == Op.GEMM ? problem : inTwoDimensions(problem)))) {
        problems.add(new Problem(shape.toString(), trans()));
      }
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String named = message.contains(problem) ? "" : "problem \"" + problem + "\": ";
      throw CommandFailure.usage(line.about(named + message));
    }
  }

  /** A row is an image of height 1. A problem of no images is one that leaves them open. */
  private static String inTwoDimensions(String problem) {
    boolean isRow = has(WIDTH, problem) && !has(HEIGHT, problem);
    return (isRow ? "ih1oh1kh1sh1ph0" : "") + NO_IMAGES.matcher(problem).replaceFirst("");
  }

  /** Empty where nothing was said about either operand. */
  private String trans() {
    return (transA + transB).isEmpty()
        ? ""
        : (transA.isEmpty() ? "n" : transA) + (transB.isEmpty() ? "n" : transB);
  }

  private List<Shape> shapes(Shape shape) {
    if (shape instanceof GemmShape gemm) {
      requireArrays(gemm);
      return List.of(gemm);
    }
    List<Shape> shapes = new ArrayList<>();
    for (int images : mb > 0 || batches.isEmpty() ? List.of(mb) : batches) {
      if (shape instanceof Conv2dShape conv) {
        shapes.add(images > 0 ? conv.withMb(images) : conv);
      } else if (shape instanceof Pool2dShape given) {
        Pool2dShape pool = images > 0 ? given.withMb(images) : given;
        shapes.addAll(
            kinds.isEmpty() ? List.of(pool) : kinds.stream().map(pool::withKind).toList());
      }
    }
    return shapes;
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

  /** Whether a problem has such a field; its name may say what it likes. */
  private static boolean has(Pattern field, String problem) {
    int name = problem.indexOf('n');
    return field.matcher(name < 0 ? problem : problem.substring(0, name)).find();
  }
}
