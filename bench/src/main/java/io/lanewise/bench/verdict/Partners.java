package io.lanewise.bench.verdict;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A row of one run and the row of the other that is about the same.
 *
 * @param base the row of the base; null if it has none
 * @param head the row of the head; null if it has none
 */
record Partners(@Nullable MeasuredRow base, @Nullable MeasuredRow head) {

  /**
   * Finds the partners: first those that agree in everything, then, of what is left, those that
   * agree in the problem if nothing else on either side does. So the best kernels of two machines
   * are partners though their names differ, and several kernels for a problem are not mixed up.
   *
   * @return in the order of the base, then what the head has alone
   */
  static List<Partners> of(List<MeasuredRow> base, List<MeasuredRow> head) {
    List<MeasuredRow> others = new ArrayList<>(head);
    List<Partners> partners = new ArrayList<>();
    for (MeasuredRow row : base) {
      partners.add(new Partners(row, takeFirst(others, other -> isSame(row, other))));
    }
    for (int i = 0; i < partners.size(); i++) {
      MeasuredRow row = base.get(i);
      Predicate<MeasuredRow> isSameProblem = other -> other.problem().equals(row.problem());
      boolean isOnlyOne =
          partners.stream()
                      .filter(p -> p.head == null)
                      .map(Partners::base)
                      .filter(isSameProblem)
                      .count()
                  == 1
              && others.stream().filter(isSameProblem).count() == 1;
      if (partners.get(i).head == null && isOnlyOne) {
        partners.set(i, new Partners(row, takeFirst(others, isSameProblem)));
      }
    }
    others.forEach(row -> partners.add(new Partners(null, row)));
    return partners;
  }

  private static boolean isSame(MeasuredRow one, MeasuredRow other) {
    return one.problem().equals(other.problem())
        && Objects.equals(one.kernel(), other.kernel())
        && Objects.equals(one.residence(), other.residence());
  }

  private static @Nullable MeasuredRow takeFirst(
      List<MeasuredRow> rows, Predicate<MeasuredRow> wanted) {
    for (Iterator<MeasuredRow> each = rows.iterator(); each.hasNext(); ) {
      MeasuredRow row = each.next();
      if (wanted.test(row)) {
        each.remove();
        return row;
      }
    }
    return null;
  }

  /** Whether both have a speed. */
  boolean isComparable() {
    return base != null && base.measured() && head != null && head.measured();
  }
}
