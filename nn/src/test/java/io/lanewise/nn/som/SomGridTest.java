package io.lanewise.nn.som;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SomGridTest {

  @Test
  void hexagonsHaveSixNeighbours() {
    SomGrid grid = SomGrid.hexagonal(4, 4);
    assertThat(grid.neighbours(5)).containsExactly(1, 2, 4, 6, 9, 10);
    assertThat(grid.neighbours(9)).containsExactly(4, 5, 8, 10, 12, 13);
    assertThat(grid.neighbours(0)).containsExactly(1, 4);
    assertThat(grid.neighbours(7)).containsExactly(3, 6, 11);
  }

  @Test
  void squaresHaveEightNeighbours() {
    SomGrid grid = SomGrid.rectangular(3, 4);
    assertThat(grid.neighbours(5)).containsExactly(0, 1, 2, 4, 6, 8, 9, 10);
    assertThat(grid.neighbours(0)).containsExactly(1, 4, 5);
  }

  @Test
  void bordersOfATorusTouch() {
    assertThat(SomGrid.rectangular(3, 4).onTorus().neighbours(0))
        .containsExactly(1, 3, 4, 5, 7, 8, 9, 11);
    assertThat(SomGrid.hexagonal(4, 4).onTorus().neighbours(0)).containsExactly(1, 3, 4, 7, 12, 15);
    assertThat(SomGrid.rectangular(2, 2).onTorus().neighbours(0)).containsExactly(1, 2, 3);
    assertThat(SomGrid.rectangular(1, 1).onTorus().neighbours(0)).isEmpty();
  }

  @Test
  void distancesAndNeighboursAreThoseOfTheDrawing() {
    List<SomGrid> grids =
        List.of(
            SomGrid.rectangular(5, 4),
            SomGrid.hexagonal(5, 4),
            SomGrid.rectangular(5, 4).onTorus(),
            SomGrid.hexagonal(6, 5).onTorus(),
            SomGrid.rectangular(1, 6).onTorus());
    for (SomGrid grid : grids) {
      double reach = grid.lattice() == SomGrid.Lattice.HEXAGONAL ? 1.01 : 1.42;
      for (int a = 0; a < grid.units(); a++) {
        int unit = a;
        for (int b = 0; b < grid.units(); b++) {
          double distance = DirectSom.gridDistance(grid, a, b);
          assertThat(Math.sqrt(grid.squaredDistance(a, b))).isCloseTo(distance, within(1e-12));
          assertThat(grid.areNeighbours(a, b)).isEqualTo(a != b && distance <= reach);
        }
        assertThat(grid.neighbours(a))
            .as("%s, unit %s", grid, a)
            .isEqualTo(
                IntStream.range(0, grid.units())
                    .filter(b -> grid.areNeighbours(unit, b))
                    .toArray());
      }
    }
  }
}
