package io.lanewise.bench.check;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a child JVM says: a line on its standard output, {@value #MARK} and JSON. It goes through a
 * pipe and not through a file, so that a full disk cannot stop it; lines of others in between are
 * passed over. A kernel is named before it runs, so that whoever listens knows where a child died.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "say")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.InEffect.class, name = "in effect"),
  @JsonSubTypes.Type(value = Message.Testing.class, name = "testing"),
  @JsonSubTypes.Type(value = Message.Tested.class, name = "tested"),
  @JsonSubTypes.Type(value = Message.Measuring.class, name = "measuring"),
  @JsonSubTypes.Type(value = Message.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = Message.Measured.class, name = "measured"),
  @JsonSubTypes.Type(value = Message.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Message.Done.class, name = "done")
})
public sealed interface Message
    permits Message.InEffect,
        Message.Testing,
        Message.Tested,
        Message.Measuring,
        Message.Answered,
        Message.Done {

  /** What a line begins with. */
  String MARK = "lanewise-check ";

  /** One for all: a mapper of its own for each line was a twentieth of a contract's time. */
  ObjectMapper JSON = new ObjectMapper();

  /** The backend is open: what it reads back. */
  record InEffect(String isa, String library, int threads) implements Message {}

  /** A test of the contract begins, on a kernel. */
  record Testing(String kernel, String test) implements Message {}

  /** A test has ended; the failure is the message with what it takes to see it again. */
  record Tested(String kernel, String test, @Nullable String failure) implements Message {}

  /** A measurement begins. */
  record Measuring(SpeedCase what) implements Message {}

  /** What the parent answers as soon as the child may go on. */
  sealed interface Answered extends Message permits Ready, Measured, Failed {

    /** What it is about. */
    SpeedCase what();
  }

  /** Warmed up: rounds begin with the answer. */
  record Ready(SpeedCase what) implements Answered {}

  /**
   * A measurement has ended.
   *
   * @param share median over the rounds
   * @param rate GFLOP/s, or GB/s where the yardstick is the triad: for people
   */
  record Measured(SpeedCase what, String yardstick, double share, double rate)
      implements Answered {}

  /** A measurement was not possible. */
  record Failed(SpeedCase what, String why) implements Answered {}

  /** Everything was done; a child that ends without it has died. */
  record Done() implements Message {}

  /** Writes the line. */
  default void to(PrintStream out) {
    try {
      String json = JSON.writerFor(Message.class).writeValueAsString(this);
      out.println(MARK + json);
      out.flush();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a line; empty if it is not one of ours. */
  static Optional<Message> read(String line) {
    int at = line.indexOf(MARK);
    if (at < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(line.substring(at + MARK.length()), Message.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
