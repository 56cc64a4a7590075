package io.lanewise.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.lanewise.bench.peer.Peer;
import io.lanewise.bench.peer.Peers;
import io.lanewise.kernels.GemmShape;
import io.lanewise.kernels.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every peer multiplies: small integers, so that any order of summation is exact. */
final class PeersTest {

  private static final GemmShape SIZES = GemmShape.of(5, 4, 7);

  static Stream<String> peers() {
    return Peers.ids().stream();
  }

  @Test
  void allAreHere() {
    assertThat(Peers.ids()).allSatisfy(id -> assertThat(Peers.unavailable(id)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("peers")
  void multiplies(String id) {
    Peer peer = Peers.require(id);
    assertThat(peer.library()).containsIgnoringCase(id).matches(".*[0-9]\\.[0-9].*");
    for (Peer.Problem problem : problems()) {
      Peer.Product product = peer.open(problem);
      // Twice: a product replaces C and adds nothing to it.
      product.run();
      product.run();
      assertThat(product.kernel()).startsWith(id + "/");
      assertThat(product.threads()).isEqualTo(1);
      for (int i = 0; i < SIZES.m(); i++) {
        for (int j = 0; j < SIZES.n(); j++) {
          assertThat(product.c(i, j)).as("%s (%d, %d)", problem, i, j).isEqualTo(c(problem, i, j));
        }
      }
    }
  }

  private static List<Peer.Problem> problems() {
    List<Peer.Problem> problems = new ArrayList<>();
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        for (boolean isSingle : new boolean[] {true, false}) {
          problems.add(
              new Peer.Problem(
                  isSingle,
                  SIZES,
                  transA,
                  transB,
                  (row, column) -> row * row - 3 * column,
                  (row, column) -> 2 * row - column * column + 1,
                  1));
        }
      }
    }
    return problems;
  }

  private static double c(Peer.Problem problem, int i, int j) {
    double sum = 0;
    for (int p = 0; p < SIZES.k(); p++) {
      double a = problem.transA() == Transpose.NO ? problem.a().at(i, p) : problem.a().at(p, i);
      double b = problem.transB() == Transpose.NO ? problem.b().at(p, j) : problem.b().at(j, p);
      sum += a * b;
    }
    return sum;
  }
}
