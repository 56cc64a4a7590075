package io.lanewise.kernels;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * benchdnn's problem strings: letters and numbers such as {@code mb64ic1ih28oc6oh28kh5ph2}, then
 * {@code n} and a name.
 *
 * <p>The rules of defaulting are benchdnn's: mb is 2 and strides are 1 if not given; where nothing
 * is said of the width it is as the height; a missing output size follows from the padding, missing
 * padding from the output size (half of what is needed, rounded down), and where both are missing
 * there is no padding.
 */
final class ProblemSyntax {

  private static final Pattern FIELD = Pattern.compile("_?(mb|[iok]c|[iokspd][dhw]|g)(\\d+)");
  private static final Pattern NAME = Pattern.compile("_?n\"?([^\"]*)\"?");
  private static final Set<String> DEPTH = Set.of("id", "od", "kd", "sd", "pd", "dd");

  private final String problem;
  private final Map<String, Integer> fields = new TreeMap<>();
  private final String name;

  private ProblemSyntax(String problem, String known) {
    this.problem = problem;
    String rest = problem.strip();
    Matcher matcher = FIELD.matcher(rest);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      if (DEPTH.contains(matcher.group(1))) {
        throw bad("has a depth (" + matcher.group(1) + "), expected a 2-D problem");
      }
      if (!known.contains(" " + matcher.group(1) + " ")) {
        throw bad(
            "has an unknown field " + matcher.group(1) + ", expected" + known.stripTrailing());
      }
      fields.put(matcher.group(1), parseSize(problem, matcher.group(2)));
      at = matcher.end();
    }
    Matcher nameMatcher = NAME.matcher(rest.substring(at));
    if (nameMatcher.matches()) {
      name = nameMatcher.group(1);
    } else if (at == rest.length() && at > 0) {
      name = "";
    } else {
      throw bad("cannot be read from \"" + rest.substring(at) + "\" on");
    }
  }

  /** Reads a convolution. */
  static Conv2dShape parseConv2d(String problem) {
    ProblemSyntax syntax =
        new ProblemSyntax(problem, " g mb ic ih iw oc oh ow kh kw sh sw ph pw dh dw ");
    Axis h = syntax.axis("h");
    Axis w = syntax.width(h);
    return new Conv2dShape(
        syntax.get("g", 1),
        syntax.get("mb", 2),
        syntax.required("ic"),
        h.in,
        w.in,
        syntax.required("oc"),
        h.out,
        w.out,
        h.kernel,
        w.kernel,
        h.stride,
        w.stride,
        h.pad,
        w.pad,
        h.dilation,
        w.dilation,
        syntax.name);
  }

  /** Reads a pooling, which may be preceded by benchdnn's {@code --alg=}. */
  static Pool2dShape parsePool2d(String problem) {
    PoolKind kind = PoolKind.MAX;
    String rest = problem.strip();
    if (rest.startsWith("--alg=")) {
      int space = rest.indexOf(' ');
      kind = PoolKind.parse(rest.substring("--alg=".length(), space < 0 ? rest.length() : space));
      rest = space < 0 ? "" : rest.substring(space + 1);
    }
    ProblemSyntax syntax = new ProblemSyntax(rest, " mb ic ih iw oh ow kh kw sh sw ph pw dh dw ");
    Axis h = syntax.axis("h");
    Axis w = syntax.width(h);
    return new Pool2dShape(
        kind,
        syntax.get("mb", 2),
        syntax.required("ic"),
        h.in,
        w.in,
        h.out,
        w.out,
        h.kernel,
        w.kernel,
        h.stride,
        w.stride,
        h.pad,
        w.pad,
        h.dilation,
        w.dilation,
        syntax.name);
  }

  /** The sizes of a windowed problem from ih to dw, as short as benchdnn's rules allow. */
  static String window(Windowed s, String outputChannels) {
    boolean square =
        s.ih() == s.iw()
            && s.oh() == s.ow()
            && s.kh() == s.kw()
            && s.strideH() == s.strideW()
            && s.padTop() == s.padLeft()
            && s.dilationH() == s.dilationW();
    StringBuilder text = new StringBuilder();
    append(text, square, "i", s.ih(), s.iw());
    text.append(outputChannels);
    append(text, square, "o", s.oh(), s.ow());
    append(text, square, "k", s.kh(), s.kw());
    if (s.strideH() != 1 || s.strideW() != 1) {
      append(text, square, "s", s.strideH(), s.strideW());
    }
    append(text, square, "p", s.padTop(), s.padLeft());
    if (s.dilationH() != 1 || s.dilationW() != 1) {
      append(text, square, "d", s.dilationH() - 1, s.dilationW() - 1);
    }
    return text + nameSuffix(s.name());
  }

  /** Refuses a name that a problem string could not hold. */
  static void requireName(String name) {
    if (name == null) {
      throw new NullPointerException("name is null, expected a string, empty for none");
    }
    if (name.indexOf('"') >= 0 || name.lines().count() > 1) {
      throw new IllegalArgumentException(
          "name is <" + name + ">, expected one line without quotation marks");
    }
  }

  static String nameSuffix(String name) {
    return name.isEmpty() ? "" : "n\"" + name + "\"";
  }

  static int parseSize(String problem, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "problem is \"" + problem + "\": " + digits + " is too large, expected below 2^31", e);
    }
  }

  private static void append(StringBuilder text, boolean square, String letter, int h, int w) {
    text.append(letter).append('h').append(h);
    if (!square) {
      text.append(letter).append('w').append(w);
    }
  }

  private Axis width(Axis height) {
    boolean given = fields.keySet().stream().anyMatch(field -> field.endsWith("w"));
    return given ? axis("w") : height;
  }

  private Axis axis(String letter) {
    int in = required("i" + letter);
    int kernel = required("k" + letter);
    int stride = get("s" + letter, 1);
    int dilation = get("d" + letter, 0) + 1;
    Sizes.requireAtLeast("s" + letter + " in problem \"" + problem + "\"", stride, 1);
    Integer out = fields.get("o" + letter);
    Integer pad = fields.get("p" + letter);
    long window = (kernel - 1L) * dilation + 1;
    if (out == null) {
      int before = pad == null ? 0 : pad;
      int size = Sizes.output(in, kernel, stride, before, before, dilation);
      return new Axis(in, size, kernel, stride, before, dilation);
    }
    if (pad == null) {
      long needed = ((out - 1L) * stride - in + window) / 2;
      if (needed < 0) {
        throw bad("has an o" + letter + " that leaves input unused, expected p" + letter + " too");
      }
      Sizes.requireInt("p" + letter + " for problem \"" + problem + "\"", needed);
      pad = (int) needed;
    }
    return new Axis(in, out, kernel, stride, pad, dilation);
  }

  private int get(String field, int otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  private int required(String field) {
    Integer value = fields.get(field);
    if (value == null) {
      throw bad("has no " + field);
    }
    return value;
  }

  private IllegalArgumentException bad(String what) {
    return new IllegalArgumentException("problem \"" + problem + "\" " + what);
  }

  private record Axis(int in, int out, int kernel, int stride, int pad, int dilation) {}
}
