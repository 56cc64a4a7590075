package io.lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final float NAN = Float.NaN;

  private static Table table(float... values) {
    return Table.of(List.of("a", "b"), values);
  }

  @Test
  void rowsAndColumnsHaveNames() {
    Table table = table(1, 2, 3, NAN).withLabels(new int[] {1, 0}, List.of("no", "yes"));
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columns()).isEqualTo(2);
    assertThat(table.value(1, 0)).isEqualTo(3);
    assertThat(table.value(1, 1)).isNaN();
    assertThat(table.label(0)).isEqualTo(1);
    assertThat(table.labels()).containsExactly(1, 0);
    assertThat(table).hasToString("2 rows of [a, b] in 2 classes");
    assertThat(table(1, 2)).hasToString("1 rows of [a, b]");
  }

  @Test
  void columnsAreSelectedByName() {
    Table table = table(1, 2, 3, 4).withLabels(new int[] {0, 0}, List.of("x"));
    Table selected = table.select(List.of("b", "a"));
    assertThat(selected.values()).containsExactly(2, 1, 4, 3);
    assertThat(selected.names()).containsExactly("b", "a");
    assertThat(selected.labels()).containsExactly(0, 0);
    assertThat(table.select(List.of("b")).values()).containsExactly(2, 4);
    assertThatThrownBy(() -> table.select(List.of("a", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"c\" is missing, expected it among [a, b]");
  }

  @Test
  void rowsBecomeSamples() {
    Samples samples =
        table(1, 2, 3, 4).withLabels(new int[] {1, 0}, List.of("no", "yes", "maybe")).samples();
    float[] batch = new float[2];
    samples.fill(MemorySegment.ofArray(batch), new int[] {1}, 0, 1);
    assertThat(batch).containsExactly(3, 4);
    assertThat(samples.outputs()).isEqualTo(3);
    assertThat(samples.label(0)).isEqualTo(1);
    Samples unlabelled = table(1, 2, 3, 4).samples();
    assertThat(unlabelled.size()).isEqualTo(2);
    assertThat(unlabelled.labelled()).isFalse();
    assertThat(unlabelled.outputs()).isZero();
    assertThatThrownBy(() -> table(1, 2, 3, NAN).samples())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1, column \"b\" is missing, expected a number");
  }

  @Test
  void badTablesAreRefused() {
    assertThatThrownBy(() -> table(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values are 3, expected a multiple of the 2 columns, at least one row");
    assertThatThrownBy(() -> table()).hasMessageStartingWith("values are 0, expected a multiple");
    assertThatThrownBy(() -> table(1, 2, 3, Float.NEGATIVE_INFINITY))
        .hasMessageStartingWith("row 1, column \"b\" is -Infinity, expected a finite number");
    assertThatThrownBy(() -> Table.of(List.of("a", "a"), new float[2]))
        .hasMessage("names are [a, a], expected at least one, all different");
    assertThatThrownBy(() -> Table.of(List.of(), new float[2]))
        .hasMessage("names are [], expected at least one, all different");
    Table table = table(1, 2, 3, 4);
    assertThatThrownBy(() -> table.withLabels(new int[1], List.of("x")))
        .hasMessage("labels are 1, expected 2, one for each row");
    assertThatThrownBy(() -> table.withLabels(new int[] {0, 1}, List.of("x")))
        .hasMessage("labels[1] is 1, expected 0 to 0");
    assertThatThrownBy(() -> table.withLabels(new int[2], List.of("x", "x")))
        .hasMessage("classNames are [x, x], expected all different");
    assertThatThrownBy(table::labels)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("rows have no classes, expected a table with a column of labels");
    assertThatThrownBy(() -> table.value(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
