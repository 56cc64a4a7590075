package io.lanewise.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Asserts that a method refuses every bad operand before it writes anything, whatever the method:
 * null, too short, of another type, misaligned, freed, and outputs that are read-only or overlap.
 */
final class Refusals {

  private final Precision precision;
  private final Object replay;
  private final List<Argument> arguments;
  private final Call call;

  Refusals(Precision precision, Object replay, List<Argument> arguments, Call call) {
    this.precision = precision;
    this.replay = replay;
    this.arguments = arguments;
    this.call = call;
  }

  /**
   * An operand.
   *
   * @param name as in the exception's message
   * @param elements as many as are needed, at least 2
   * @param written whether it is an output
   * @param optional whether null is accepted
   */
  record Argument(String name, int elements, boolean written, boolean optional) {

    static Argument read(String name, long elements) {
      return new Argument(name, Math.toIntExact(elements), false, false);
    }

    static Argument written(String name, long elements) {
      return new Argument(name, Math.toIntExact(elements), true, false);
    }

    Argument orNull() {
      return new Argument(name, elements, written, true);
    }
  }

  /** The method under test, on operands in the order of its arguments. */
  interface Call {
    void with(MemorySegment... operands);
  }

  void assertAll() {
    for (int i = 0; i < arguments.size(); i++) {
      for (boolean isNative : new boolean[] {false, true}) {
        try (Arena arena = Arena.ofShared()) {
          assertOperand(arena, i, isNative);
          if (arguments.get(i).written()) {
            assertOutput(arena, i, isNative);
          }
        }
      }
    }
  }

  private void assertOperand(Arena arena, int i, boolean isNative) {
    Argument argument = arguments.get(i);
    int bytes = precision.bytes();
    if (!argument.optional()) {
      refused(arena, i, null, NullPointerException.class, argument.name() + " is null");
    }
    int fewer = argument.elements() - 1;
    refused(
        arena,
        i,
        allocate(arena, isNative, fewer),
        IllegalArgumentException.class,
        argument.name() + " has " + fewer + " elements, expected at least " + argument.elements());
    refused(
        arena,
        i,
        allocate(arena, isNative, argument.elements() + 1)
            .asSlice(bytes / 2, (long) argument.elements() * bytes),
        IllegalArgumentException.class,
        argument.name());
    if (isNative) {
      MemorySegment freed;
      try (Arena closed = Arena.ofShared()) {
        freed = allocate(closed, true, argument.elements());
      }
      refused(arena, i, freed, IllegalStateException.class, argument.name());
    } else {
      Precision other = precision == Precision.SINGLE ? Precision.DOUBLE : Precision.SINGLE;
      refused(
          arena,
          i,
          other.array(2 * argument.elements()),
          IllegalArgumentException.class,
          argument.name()
              + " is backed by a "
              + (precision == Precision.SINGLE ? "double" : "float"));
    }
  }

  private void assertOutput(Arena arena, int o, boolean isNative) {
    Argument output = arguments.get(o);
    refused(
        arena,
        o,
        allocate(arena, isNative, output.elements()).asReadOnly(),
        IllegalArgumentException.class,
        output.name() + " is");
    for (int i = 0; i < arguments.size(); i++) {
      if (i != o) {
        overlapRefused(arena, o, i, isNative);
      }
    }
  }

  /** One element in common, on either side. */
  private void overlapRefused(Arena arena, int o, int i, boolean isNative) {
    Argument output = arguments.get(o);
    Argument other = arguments.get(i);
    int bytes = precision.bytes();
    MemorySegment block =
        allocate(arena, isNative, output.elements() + other.elements() - 1).fill((byte) 7);
    for (boolean outputFirst : new boolean[] {true, false}) {
      long outputAt = outputFirst ? 0 : other.elements() - 1L;
      long otherAt = outputFirst ? output.elements() - 1L : 0;
      MemorySegment[] operands = operands(arena, isNative);
      operands[o] = block.asSlice(outputAt * bytes, (long) output.elements() * bytes);
      operands[i] = block.asSlice(otherAt * bytes, (long) other.elements() * bytes);
      String pair = "(" + output.name() + " overlaps " + other.name() + ".*)";
      String riap = "(" + other.name() + " overlaps " + output.name() + ".*)";
      assertRefused(
          replay,
          IllegalArgumentException.class,
          pair + "|" + riap,
          () -> call.with(operands),
          operands[o]);
    }
  }

  private void refused(
      Arena arena,
      int i,
      MemorySegment bad,
      Class<? extends RuntimeException> type,
      String message) {
    MemorySegment[] operands = operands(arena, bad == null || bad.isNative());
    operands[i] = bad;
    MemorySegment[] outputs = new MemorySegment[arguments.size()];
    for (int j = 0; j < outputs.length; j++) {
      boolean live = operands[j] != null && operands[j].scope().isAlive();
      outputs[j] = arguments.get(j).written() && live ? operands[j] : null;
    }
    assertRefused(replay, type, Pattern.quote(message) + ".*", () -> call.with(operands), outputs);
  }

  private MemorySegment[] operands(Arena arena, boolean isNative) {
    return arguments.stream()
        .map(argument -> allocate(arena, isNative, argument.elements()).fill((byte) 7))
        .toArray(MemorySegment[]::new);
  }

  private MemorySegment allocate(Arena arena, boolean isNative, int elements) {
    return isNative
        ? arena.allocate((long) elements * precision.bytes(), 64)
        : precision.array(elements);
  }

  /** Asserts that a call throws and leaves the outputs as they are; null outputs are ignored. */
  static void assertRefused(
      Object replay,
      Class<? extends RuntimeException> type,
      String pattern,
      ThrowingCallable call,
      MemorySegment... outputs) {
    List<byte[]> before = contents(outputs);
    assertThatThrownBy(call, "%s: expected a refusal %s", replay, pattern)
        .isInstanceOf(type)
        .hasMessageMatching(pattern);
    List<byte[]> after = contents(outputs);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i))
          .as("%s: output after the refusal %s", replay, pattern)
          .isEqualTo(before.get(i));
    }
  }

  private static List<byte[]> contents(MemorySegment... outputs) {
    return Arrays.stream(outputs)
        .filter(output -> output != null)
        .map(
            output -> {
              byte[] bytes = new byte[Math.toIntExact(output.byteSize())];
              MemorySegment.ofArray(bytes).copyFrom(output);
              return bytes;
            })
        .toList();
  }
}
