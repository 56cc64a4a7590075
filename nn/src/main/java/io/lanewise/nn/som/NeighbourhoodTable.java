package io.lanewise.nn.som;

/**
 * The neighbourhood's values of one radius for every distance that occurs on a grid: a few hundred,
 * where pairs of units are their square.
 */
final class NeighbourhoodTable {

  private final SomGrid grid;
  private final int width;
  private final int step;
  private final int columns;
  private final double[] values;

  NeighbourhoodTable(SomGrid grid) {
    this.grid = grid;
    width = grid.doubledWidth();
    // Between units of a rectangular grid doubled abscissas differ by even numbers only.
    step = grid.lattice() == SomGrid.Lattice.RECTANGULAR ? 2 : 1;
    columns = grid.columns();
    values = new double[grid.rows() * width];
  }

  /** Computes the values for a radius. */
  void set(Neighbourhood neighbourhood, double radius) {
    for (int row = 0; row < grid.rows(); row++) {
      for (int x = 0; x < width; x += step) {
        values[row * width + x] = neighbourhood.value(grid.squared(row, x), radius);
      }
    }
  }

  /** Writes the values of all units about one. */
  void about(int unit, double[] to, int at) {
    int row = unit / columns;
    int x = grid.doubledX(unit);
    for (int v = 0, i = 0; i < grid.rows(); i++) {
      int values = grid.rowDistance(row, i) * width;
      int first = grid.doubledX(v);
      for (int j = 0; j < columns; j++, v++) {
        to[at + v] = this.values[values + grid.doubledDistance(x, first + 2 * j)];
      }
    }
  }
}
