package io.lanewise.bench.check;

import io.lanewise.bench.check.ChildJvm.Ending;
import io.lanewise.bench.check.ChildJvm.Manner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work at a level in as many JVMs as it takes: where one dies, the kernel that it was
 * at is to blame, and another JVM does the work without it, so that the other kernels have their
 * results.
 */
final class LevelJvms {

  /** After so many kernels that ended their JVM, it is not the kernels. */
  private static final int MOST_DEATHS = 6;

  private final Launch jvm;
  private final Class<?> main;
  private final Level level;

  LevelJvms(Launch jvm, Class<?> main, Level level) {
    this.jvm = jvm;
    this.main = main;
    this.level = level;
  }

  /** Starts a JVM. */
  @FunctionalInterface
  interface Launch {

    /**
     * Runs one to its end.
     *
     * @param main the class
     * @param level whose flags and environment it gets
     * @param arguments of the main method
     * @param listener hears each message, and says whether to go on; what is to be answered is when
     *     it has returned
     */
    Ending run(Class<?> main, Level level, List<String> arguments, Predicate<Message> listener);
  }

  /** How a kernel ended its JVM. */
  record Death(CheckStatus status, String reason) {}

  /**
   * What came of it.
   *
   * @param isa the instruction set in effect; null if the backend could not be opened
   * @param failure what is wrong with the level as a whole; null if nothing
   * @param deaths kernels that ended a JVM
   * @param messages of the JVM that did the others
   */
  record Outcome(
      @Nullable String isa,
      @Nullable Death failure,
      Map<String, Death> deaths,
      List<Message> messages) {}

  /**
   * Runs.
   *
   * @param arguments of the main method, given the kernels to leave out
   */
  Outcome run(Function<Set<String>, List<String>> arguments) {
    Map<String, Death> deaths = new LinkedHashMap<>();
    while (true) {
      Listener listener = new Listener();
      Ending ending = jvm.run(main, level, arguments.apply(deaths.keySet()), listener::hear);
      Optional<Death> failure = failure(listener, ending);
      if (failure.isPresent() || ending.manner() == Manner.DONE) {
        return new Outcome(
            listener.isa, failure.orElse(null), Map.copyOf(deaths), listener.messages);
      }
      if (deaths.size() == MOST_DEATHS) {
        return new Outcome(listener.isa, death(ending, ""), Map.copyOf(deaths), listener.messages);
      }
      deaths.put(String.valueOf(listener.kernel), death(ending, " at " + listener.work));
    }
  }

  /** What says something of the level and not of a kernel. */
  private Optional<Death> failure(Listener listener, Ending ending) {
    if (ending.manner() == Manner.STOPPED) {
      return level
          .mismatch(String.valueOf(listener.isa))
          .map(why -> new Death(CheckStatus.WRONG_LEVEL, why));
    }
    boolean blamesNobody = ending.manner() != Manner.DONE && listener.kernel == null;
    return blamesNobody
        ? Optional.of(
            death(
                ending,
                listener.isa == null ? " before the backend was open" : " between two kernels"))
        : Optional.empty();
  }

  private static Death death(Ending ending, String when) {
    return new Death(
        ending.manner() == Manner.HUNG ? CheckStatus.HUNG : CheckStatus.CRASHED,
        ending.sentence() + when);
  }

  private final class Listener {
    private final List<Message> messages = new ArrayList<>();
    private @Nullable String isa;
    private @Nullable String kernel;
    private String work = "";

    boolean hear(Message message) {
      messages.add(message);
      if (message instanceof Message.InEffect found) {
        isa = found.isa();
        return level.mismatch(found.isa()).isEmpty();
      }
      if (message instanceof Message.Testing testing) {
        at(testing.kernel(), testing.test());
      } else if (message instanceof Message.Measuring measuring) {
        at(measuring.what().kernel(), measuring.what().problem());
      } else if (!(message instanceof Message.Ready)) {
        at(null, "");
      }
      return true;
    }

    private void at(@Nullable String kernelNow, String workNow) {
      kernel = kernelNow;
      work = workNow;
    }
  }
}
