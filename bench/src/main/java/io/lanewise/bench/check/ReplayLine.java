package io.lanewise.bench.check;

import io.lanewise.bench.verdict.Criteria;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Pool2dShape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command that shows a failure again, and the shape that it is about. */
public final class ReplayLine {

  /** A problem in benchdnn's syntax, without its name, in a failure's message. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<![\\w:])(\\d+x\\d+:\\d+x\\d+"
              + "|(?:--alg=\\w+ )?(?:g\\d+)?mb\\d+ic\\d+[a-z0-9]*?)(?=n\"|[ ,\\]]|$)");

  private static final List<Function<String, ?>> PARSERS =
      List.of(GemmShape::parse, Conv2dShape::parse, Pool2dShape::parse);

  private ReplayLine() {}

  /** The line for a failed test of the contract. */
  static String ofContract(Level level, String kernel, long seed, @Nullable String shape) {
    return line(level, kernel)
        + (seed == 0 ? "" : " --seed " + seed)
        + (shape == null ? " --no-speed" : " --shape " + quoted(shape));
  }

  /** The line for a speed. */
  static String ofSpeed(Level level, String kernel, CheckRequest request) {
    return line(level, kernel) + speedOptions(request);
  }

  /** The line for all speeds of a level. */
  static String ofSpeeds(Level level, CheckRequest request) {
    return ofLevel(level) + speedOptions(request);
  }

  /** What a speed is judged by, where it is not what it would be judged by anyway. */
  private static String speedOptions(CheckRequest request) {
    double threshold = request.criteria().threshold();
    return (request.threads() == 1 ? "" : " --threads " + request.threads())
        + (threshold == Criteria.DEFAULT.threshold() ? "" : " --threshold " + threshold)
        + (request.baselines().equals(CheckRequest.BASELINES)
            ? ""
            : " --baselines " + quoted(request.baselines().toString()))
        + " --no-contract";
  }

  /** The line for a level as a whole. */
  static String ofLevel(Level level) {
    return "./lanewise check --backends " + level.backend() + " --level " + level.name();
  }

  /** The first shape in a text, in its canonical form. */
  static Optional<String> shapeIn(String text) {
    Matcher shape = SHAPE.matcher(text);
    while (shape.find()) {
      Optional<String> canonical = canonical(shape.group(1));
      if (canonical.isPresent()) {
        return canonical;
      }
    }
    return Optional.empty();
  }

  /** A problem of any operation in its canonical form; empty if it is none. */
  public static Optional<String> canonical(String shape) {
    for (Function<String, ?> parser : PARSERS) {
      try {
        return Optional.of(parser.apply(shape).toString());
      } catch (IllegalArgumentException e) {
        // Of another operation, or none.
      }
    }
    return Optional.empty();
  }

  /** The pattern of all kernels of the operation that a shape is of. */
  public static String kernelsFor(String shape) {
    boolean isGemm = shape.indexOf(':') > 0 && !shape.contains("ic");
    return "*/" + (isGemm ? "gemm" : isConvolution(shape) ? "conv2d" : "pool2d") + "*";
  }

  private static boolean isConvolution(String shape) {
    try {
      Conv2dShape.parse(shape);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String line(Level level, String kernel) {
    return ofLevel(level) + " --only " + quoted(kernel);
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
