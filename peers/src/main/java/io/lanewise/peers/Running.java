package io.lanewise.peers;

import io.lanewise.bench.peer.Peer.Elements;
import io.lanewise.bench.peer.Peer.Product;

/**
 * A product that can run.
 *
 * @param kernel what runs
 * @param threads threads that it uses
 * @param once one product
 * @param result the elements of C
 */
record Running(String kernel, int threads, Runnable once, Elements result) implements Product {

  @Override
  public void run() {
    once.run();
  }

  @Override
  public double c(int row, int column) {
    return result.at(row, column);
  }
}
