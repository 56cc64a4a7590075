package io.lanewise.bench.check;

import io.lanewise.bench.check.ChildJvm.Ending;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

/**
 * Two JVMs that measure in turn. They start and warm up at the same time; when both are ready for
 * their next measurement, the first one measures while the other sleeps, then the other way round:
 * a second lies between the two speeds of a pair, in which the machine changes less than in the
 * time of a whole JVM. A ruler is read before, between and after the two.
 *
 * <p>A JVM whose partner has ended goes on alone. One that replaces a JVM that a kernel has ended
 * waits until both of the pair have.
 */
final class Turns {

  /** Of the ruler; written while everyone waits for the phase to advance. */
  private final List<Double> readings = new ArrayList<>();

  private final Map<SpeedCase, Double> movements = new ConcurrentHashMap<>();
  private final ReentrantLock afterwards = new ReentrantLock();
  private final Phaser phaser;

  /**
   * Turns of two.
   *
   * @param ruler the speed of something that neither JVM has, now
   */
  Turns(DoubleSupplier ruler) {
    phaser =
        new Phaser(2) {
          @Override
          protected boolean onAdvance(int phase, int parties) {
            if (parties > 0) {
              readings.add(ruler.getAsDouble());
            }
            return parties == 0;
          }
        };
  }

  /** Starts the JVMs of one of the two, which must be used. */
  LevelJvms.Launch side(ChildJvm jvm, boolean isFirst) {
    return new Side(jvm, isFirst);
  }

  /**
   * Most over least reading of the ruler around what was measured in turn; nothing where a JVM had
   * to be replaced.
   */
  Map<SpeedCase, Double> movements() {
    return movements;
  }

  private final class Side implements LevelJvms.Launch {

    private final ChildJvm jvm;
    private final boolean isFirst;
    private boolean hasRun;
    private boolean isInTurn;
    private int from;

    Side(ChildJvm jvm, boolean isFirst) {
      this.jvm = jvm;
      this.isFirst = isFirst;
    }

    @Override
    public Ending run(
        Class<?> main, Level level, List<String> arguments, Predicate<Message> listener) {
      if (hasRun) {
        return runAfterwards(main, level, arguments, listener);
      }
      hasRun = true;
      try {
        return jvm.run(
            main,
            level,
            arguments,
            message -> {
              boolean goesOn = listener.test(message);
              if (goesOn && message instanceof Message.Answered answered) {
                awaitTurn(answered);
              }
              return goesOn;
            });
      } finally {
        phaser.arriveAndDeregister();
      }
    }

    private Ending runAfterwards(
        Class<?> main, Level level, List<String> arguments, Predicate<Message> listener) {
      while (!phaser.isTerminated()) {
        phaser.awaitAdvance(phaser.getPhase());
      }
      afterwards.lock();
      try {
        // What the JVM before it has measured in turn is measured again, by itself.
        movements.clear();
        return jvm.run(main, level, arguments, listener);
      } finally {
        afterwards.unlock();
      }
    }

    /** Three phases: both get ready, the first one measures, the second one does. */
    private void awaitTurn(Message.Answered message) {
      if (message instanceof Message.Ready) {
        isInTurn = true;
        phaser.arriveAndAwaitAdvance();
        from = readings.size() - 1;
        if (!isFirst) {
          phaser.arriveAndAwaitAdvance();
        }
      } else if (isInTurn) {
        isInTurn = false;
        if (isFirst) {
          phaser.arriveAndAwaitAdvance();
        }
        phaser.arriveAndAwaitAdvance();
        List<Double> around = readings.subList(from, readings.size());
        movements.merge(
            message.what(), Collections.max(around) / Collections.min(around), Math::max);
      }
    }
  }
}
