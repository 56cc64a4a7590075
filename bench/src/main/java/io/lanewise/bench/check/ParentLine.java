package io.lanewise.bench.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * A child's two ends of the line to its parent: its standard output for {@link Message}s, and its
 * standard input, whose end says that the parent is gone, however that came about.
 */
final class ParentLine {

  private static final int ORPHANED = 3;

  private ParentLine() {}

  /**
   * Takes standard output for messages; what anything else in Java prints goes to standard error.
   * Ends this JVM as soon as the parent has gone.
   */
  static PrintStream open() {
    PrintStream messages = System.out;
    System.setOut(System.err);
    InputStream parent = System.in;
    Thread watch = new Thread(() -> awaitEnd(parent), "parent");
    watch.setDaemon(true);
    watch.start();
    return messages;
  }

  private static void awaitEnd(InputStream parent) {
    try {
      parent.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
