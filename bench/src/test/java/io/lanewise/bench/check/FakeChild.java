package io.lanewise.bench.check;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A child that does as it is told by its arguments: {@code say} words as kernels that are tested,
 * then what else they say. It stands for children whose kernel crashes or hangs.
 */
public final class FakeChild {

  static final String ISA = "fake";

  private FakeChild() {}

  /** A JVM for it. */
  static ChildJvm jvm(Duration patience, Path log) {
    return new ChildJvm(System.getProperty("java.class.path"), List.of(), Map.of(), patience, log);
  }

  /** Its arguments, given the kernels to leave out. */
  static Function<Set<String>, List<String>> arguments(String... kernels) {
    return without ->
        Stream.of(Stream.of(kernels), Stream.of("without"), without.stream())
            .flatMap(words -> words)
            .toList();
  }

  /**
   * Arguments: kernels, of which {@code =exit:132} ends the JVM, {@code =hang} never ends and
   * {@code =turn} is measured in turn; {@code =turn:132} ends the JVM when it is its turn. Kernels
   * after {@code without} are left out. With {@code early} it ends before all, with {@code stay}
   * not even when all is done.
   */
  public static void main(String[] arguments) throws InterruptedException {
    ParentLine line = ParentLine.open();
    PrintStream parent = line.messages();
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
      if (parts.length == 2 && parts[1].startsWith("turn")) {
        measure(line, parts[0], parts[1]);
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

  private static void measure(ParentLine line, String kernel, String how)
      throws InterruptedException {
    SpeedCase what = speed(kernel);
    new Message.Measuring(what).to(line.messages());
    line.ask(new Message.Ready(what));
    if (how.startsWith("turn:")) {
      misbehave("exit:" + how.substring(5));
    }
    line.ask(new Message.Measured(what, "fma", 0.5, 100));
  }

  static SpeedCase speed(String kernel) {
    return new SpeedCase("vector", "machine", kernel, "gemm", null, "f32", "8x8:8x8");
  }

  private static void misbehave(String how) throws InterruptedException {
    if (how.startsWith("exit:")) {
      Runtime.getRuntime().halt(Integer.parseInt(how.substring(5)));
    } else {
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
