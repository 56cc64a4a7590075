package io.lanewise.bench.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A child that does as it is told by its arguments: {@code say} words as kernels that are tested,
 * then what else they say. It stands for children whose kernel crashes or hangs.
 */
public final class FakeChild {

  static final String ISA = "fake";

  private FakeChild() {}

  /**
   * Arguments: kernels, of which {@code =exit:132} ends the JVM and {@code =hang} never ends;
   * kernels after {@code without} are left out. With {@code early} it ends before all, with {@code
   * stay} not even when all is done.
   */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream parent = ParentLine.open();
    List<String> words = Arrays.asList(arguments);
    int end = words.indexOf("without");
    List<String> without = words.subList(end + 1, words.size());
    parent.println("noise of a library");
    for (String early : words) {
      if (early.equals("early")) {
        Runtime.getRuntime().halt(1);
      }
    }
    new Message.InEffect(ISA, "library", 1).to(parent);
    for (String word : new ArrayList<>(words.subList(0, end))) {
      String[] parts = word.split("=", 2);
      if (without.contains(parts[0])) {
        continue;
      }
      new Message.Testing(parts[0], "test").to(parent);
      if (parts.length == 2) {
        misbehave(parts[1]);
      }
      new Message.Tested(parts[0], "test", null).to(parent);
    }
    new Message.Done().to(parent);
    if (words.contains("stay")) {
      Thread.sleep(Long.MAX_VALUE);
    }
    System.exit(0);
  }

  private static void misbehave(String how) throws InterruptedException {
    if (how.startsWith("exit:")) {
      Runtime.getRuntime().halt(Integer.parseInt(how.substring(5)));
    } else {
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
