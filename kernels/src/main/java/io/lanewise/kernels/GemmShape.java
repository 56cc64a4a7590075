package io.lanewise.kernels;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes of a matrix product: op(A) is m x k, op(B) is k x n, C is m x n.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k columns of op(A), rows of op(B)
 * @param name name of the problem, or empty
 */
public record GemmShape(int m, int n, int k, String name) implements Shape {

  private static final Pattern SYNTAX =
      Pattern.compile("(\\d+)x(\\d+):(\\d+)x(\\d+)(?::(\\d+)x(\\d+))?_?(?:n\"?([^\"]*)\"?)?");

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is negative, 2 m n k overflows, or the name has
   *     quotation marks
   */
  public GemmShape {
    Sizes.requireAtLeast("m", m, 0);
    Sizes.requireAtLeast("n", n, 0);
    Sizes.requireAtLeast("k", k, 0);
    if (Sizes.product(m, n, k) >= 1L << 62) {
      throw new IllegalArgumentException(
          "m n k is " + m + " " + n + " " + k + ", expected a product below 2^62");
    }
    ProblemSyntax.requireName(name);
  }

  /** A problem without a name. */
  public static GemmShape of(int m, int n, int k) {
    return new GemmShape(m, n, k, "");
  }

  /**
   * Reads benchdnn's matmul syntax, {@code MxK:KxN[:MxN][n"name"]}, such as {@code
   * 128x784:784x512n"mlp:fc1"}.
   *
   * @throws IllegalArgumentException if the string is not of that form
   */
  public static GemmShape parse(String problem) {
    Matcher matcher = SYNTAX.matcher(problem.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "problem is \"" + problem + "\", expected MxK:KxN such as 256x64:64x128");
    }
    int m = ProblemSyntax.parseSize(problem, matcher.group(1));
    int k = ProblemSyntax.parseSize(problem, matcher.group(2));
    int n = ProblemSyntax.parseSize(problem, matcher.group(4));
    if (k != ProblemSyntax.parseSize(problem, matcher.group(3))) {
      throw new IllegalArgumentException(
          "problem is \"" + problem + "\": the columns of A differ from the rows of B");
    }
    if (matcher.group(5) != null
        && (m != ProblemSyntax.parseSize(problem, matcher.group(5))
            || n != ProblemSyntax.parseSize(problem, matcher.group(6)))) {
      throw new IllegalArgumentException("problem is \"" + problem + "\": C is not " + m + "x" + n);
    }
    return new GemmShape(m, n, k, matcher.group(7) == null ? "" : matcher.group(7));
  }

  /** 2 m n k. */
  @Override
  public long flops() {
    return 2L * m * n * k;
  }

  @Override
  public String toString() {
    return m + "x" + k + ":" + k + "x" + n + ProblemSyntax.nameSuffix(name);
  }
}
