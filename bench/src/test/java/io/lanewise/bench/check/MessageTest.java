package io.lanewise.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MessageTest {

  static Stream<Message> messages() {
    SpeedCase what = new SpeedCase("vector", "avx", "vector/x", "gemm", null, "f32", "1x1:1x1");
    return Stream.of(
        new Message.InEffect("AVX", "Java", 2),
        new Message.Testing("vector/x", "GemmContractTest.emptySizes"),
        new Message.Tested("vector/x", "t", null),
        new Message.Tested("vector/x", "t", "two\nlines \"quoted\""),
        new Message.Measuring(what),
        new Message.Ready(what),
        new Message.Measured(what, "fma", 0.5, 100),
        new Message.Failed(what, "why"),
        new Message.Done());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsALine(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.to(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String text = bytes.toString(StandardCharsets.UTF_8);

    assertThat(text).hasLineCount(1);
    assertThat(Message.read(text)).contains(message);
    assertThat(Message.read("a library's half line " + text)).contains(message);
  }

  @Test
  void otherLinesAreNone() {
    assertThat(Message.read("OpenBLAS warning")).isEmpty();
    assertThat(Message.read(Message.MARK + "{\"say\":\"do")).isEmpty();
    assertThat(Message.read(Message.MARK + "{\"say\":\"nothing known\"}")).isEmpty();
  }
}
