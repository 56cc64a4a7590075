package io.lanewise.bench.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.Semaphore;

/**
 * A child's two ends of the line to its parent: its standard output for {@link Message}s, and its
 * standard input, on which each byte answers a message, and whose end says that the parent is gone,
 * however that came about.
 */
final class ParentLine {

  private static final int ORPHANED = 3;

  private final PrintStream messages;
  private final Semaphore answers = new Semaphore(0);

  private ParentLine(PrintStream messages) {
    this.messages = messages;
  }

  /**
   * Takes standard output for messages; what anything else in Java prints goes to standard error.
   * Ends this JVM as soon as the parent has gone.
   */
  static ParentLine open() {
    ParentLine line = new ParentLine(System.out);
    System.setOut(System.err);
    InputStream parent = System.in;
    Thread watch = new Thread(() -> line.hear(parent), "parent");
    watch.setDaemon(true);
    watch.start();
    return line;
  }

  /** Where messages go that need no answer. */
  PrintStream messages() {
    return messages;
  }

  /** Says something and waits until the parent has answered. */
  void ask(Message.Answered message) {
    message.to(messages);
    answers.acquireUninterruptibly();
  }

  private void hear(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        answers.release();
      }
    } catch (IOException e) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
