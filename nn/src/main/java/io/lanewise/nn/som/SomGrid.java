package io.lanewise.nn.som;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where the units of a map are. Unit u is in row u / columns and column u mod columns.
 *
 * <p>On a rectangular lattice the unit of row i and column j is at x = j, y = i, and its neighbours
 * are the 8 around it. On a hexagonal lattice odd rows are moved half a column to the right and
 * rows are sqrt(3)/2 apart, so that all 6 neighbours are at distance 1. On a torus the last row
 * borders on the first, and the last column on the first.
 *
 * <p>Immutable.
 *
 * @param rows rows of units, at least 1
 * @param columns columns of units, at least 1
 * @param lattice how units lie to each other
 * @param toroidal whether opposite borders touch
 */
public record SomGrid(int rows, int columns, Lattice lattice, boolean toroidal) {

  /** Units of a map at most: an index of a unit and of a pair of its coordinates is an int. */
  private static final int MAX_UNITS = 1 << 24;

  /** Height of a row of hexagons, squared: (sqrt(3)/2)^2. */
  private static final double HEXAGONAL_ROW_SQUARED = 0.75;

  /** How units lie to each other. */
  public enum Lattice {
    /** Squares; 8 neighbours. */
    RECTANGULAR,
    /** Hexagons; 6 neighbours. */
    HEXAGONAL
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1, there are more than 2^24 units, or a
   *     hexagonal torus has an odd number of rows, whose last and first row would be moved alike
   */
  public SomGrid {
    Objects.requireNonNull(lattice, "lattice is null, expected a lattice");
    require(rows >= 1, "rows", rows, "at least 1");
    require(columns >= 1, "columns", columns, "at least 1");
    require(
        (long) rows * columns <= MAX_UNITS,
        "rows x columns",
        rows + "x" + columns,
        "at most " + MAX_UNITS + " units");
    require(
        !toroidal || lattice != Lattice.HEXAGONAL || rows % 2 == 0,
        "rows",
        rows,
        "an even number on a hexagonal torus");
  }

  /** A planar grid of squares. */
  public static SomGrid rectangular(int rows, int columns) {
    return new SomGrid(rows, columns, Lattice.RECTANGULAR, false);
  }

  /** A planar grid of hexagons. */
  public static SomGrid hexagonal(int rows, int columns) {
    return new SomGrid(rows, columns, Lattice.HEXAGONAL, false);
  }

  /** The same grid on a torus. */
  public SomGrid onTorus() {
    return new SomGrid(rows, columns, lattice, true);
  }

  /** Number of units. */
  public int units() {
    return rows * columns;
  }

  /** The row of a unit. */
  public int row(int unit) {
    return Objects.checkIndex(unit, units()) / columns;
  }

  /** The column of a unit. */
  public int column(int unit) {
    return Objects.checkIndex(unit, units()) % columns;
  }

  /** The abscissa of a unit's centre, in distances of two units of a row. */
  public double x(int unit) {
    return doubledX(unit) / 2.0;
  }

  /** The ordinate of a unit's centre, downwards, in the same measure. */
  public double y(int unit) {
    return row(unit) * Math.sqrt(rowSquared());
  }

  /** The square of the distance of two units, the shorter way around on a torus. */
  public double squaredDistance(int a, int b) {
    return squared(rowDistance(row(a), row(b)), doubledDistance(doubledX(a), doubledX(b)));
  }

  /** Whether two units are next to each other; a unit is not its own neighbour. */
  public boolean areNeighbours(int a, int b) {
    // On squares the diagonal neighbour is at distance sqrt(2), the next but one at 2.
    double reach = lattice == Lattice.HEXAGONAL ? 1.1 : 2.1;
    return a != b && squaredDistance(a, b) < reach;
  }

  /** The neighbours of a unit, in ascending order. */
  public int[] neighbours(int unit) {
    int row = row(unit);
    int column = column(unit);
    int[] found = new int[9];
    int count = 0;
    for (int i = row - 1; i <= row + 1; i++) {
      for (int j = column - 1; j <= column + 1; j++) {
        int neighbour = unitAt(i, j);
        if (neighbour >= 0 && areNeighbours(unit, neighbour)) {
          found[count++] = neighbour;
        }
      }
    }
    // On a torus of two rows or columns a unit is reached both ways.
    return Arrays.stream(found, 0, count).sorted().distinct().toArray();
  }

  /** The unit in a row and a column, around the torus; -1 where there is none. */
  private int unitAt(int row, int column) {
    if (toroidal) {
      return Math.floorMod(row, rows) * columns + Math.floorMod(column, columns);
    }
    return row >= 0 && row < rows && column >= 0 && column < columns ? row * columns + column : -1;
  }

  /** Twice the abscissa: a whole number on both lattices. */
  int doubledX(int unit) {
    int moved = lattice == Lattice.HEXAGONAL ? row(unit) & 1 : 0;
    return 2 * column(unit) + moved;
  }

  /** Distances of abscissas are below this, doubled. */
  int doubledWidth() {
    return 2 * columns;
  }

  /** Rows from one row to another. */
  int rowDistance(int a, int b) {
    int distance = Math.abs(a - b);
    return toroidal ? Math.min(distance, rows - distance) : distance;
  }

  /** The distance of two doubled abscissas. */
  int doubledDistance(int a, int b) {
    int distance = Math.abs(a - b);
    return toroidal ? Math.min(distance, 2 * columns - distance) : distance;
  }

  /** The square of the distance of two units so many rows and doubled abscissas apart. */
  double squared(int rowDistance, int doubledDistance) {
    return 0.25 * doubledDistance * doubledDistance + rowSquared() * rowDistance * rowDistance;
  }

  private double rowSquared() {
    return lattice == Lattice.HEXAGONAL ? HEXAGONAL_ROW_SQUARED : 1;
  }

  private static void require(boolean holds, String argument, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(argument + " is " + value + ", expected " + expected);
    }
  }

  @Override
  public String toString() {
    return rows
        + "x"
        + columns
        + (lattice == Lattice.HEXAGONAL ? " hexagonal" : " rectangular")
        + (toroidal ? " torus" : "");
  }
}
