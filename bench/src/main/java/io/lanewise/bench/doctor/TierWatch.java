package io.lanewise.bench.doctor;

import io.lanewise.bench.jmh.PeakBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Watches by Flight Recorder in which compiled method the time goes, and which compiler made it. A
 * kernel that C1 could not compile with profiling stays at tier 2 for ever and is 100 times as
 * slow, in some JVMs and not in others; nothing else shows that from inside.
 */
final class TierWatch implements AutoCloseable {

  /** What {@link #hottest} says of a method that C2 has compiled. */
  static final String C2 = "C2";

  /** What it says where the time went outside of Java. */
  static final String NATIVE = "native";

  private static final String JAVA_SAMPLE = "jdk.ExecutionSample";
  private static final String NATIVE_SAMPLE = "jdk.NativeMethodSample";
  private static final String COMPILATION = "jdk.Compilation";
  private static final String C1 = "C1";
  private static final String INTERPRETER = "interpreter";
  private static final String INLINED = "Inlined";
  private static final String INTERPRETED = "Interpreted";
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final int C2_LEVEL = 4;

  private final Recording recording;
  private List<RecordedEvent> events = List.of();

  private TierWatch(Recording recording) {
    this.recording = recording;
  }

  /** Begins. */
  static TierWatch start() {
    Recording recording = new Recording();
    recording.enable(JAVA_SAMPLE).withPeriod(PERIOD);
    recording.enable(NATIVE_SAMPLE).withPeriod(PERIOD);
    recording.enable(COMPILATION).withThreshold(Duration.ZERO);
    recording.start();
    return new TierWatch(recording);
  }

  /** Ends; from now on it can be asked. */
  void stop() throws IOException {
    recording.stop();
    Path file = Files.createTempFile("lanewise-self-test-", ".jfr");
    try {
      recording.dump(file);
      events = RecordingFile.readAllEvents(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * How the method was compiled in which most samples of the calling thread lie, those of the FMA
   * peak left out, which takes turns with what is watched.
   *
   * @return {@value #C2}, {@code C1, tier 1} to 3, {@code interpreter} or {@value #NATIVE}; null if
   *     there is no sample
   */
  @Nullable String hottest(Instant begin, Instant end) {
    String thread = Thread.currentThread().getName();
    Map<String, Integer> samples = new HashMap<>();
    for (RecordedEvent event : events) {
      boolean here = event.getStartTime().isAfter(begin) && event.getStartTime().isBefore(end);
      if (here && isSampleOf(thread, event) && !isPeak(event)) {
        place(event).ifPresent(place -> samples.merge(place, 1, Integer::sum));
      }
    }
    return samples.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(most -> compiler(most.getKey(), end))
        .orElse(null);
  }

  /**
   * The best compiler that a method of the FMA peak has been through, in the words of the other.
   */
  String bestOfPeak() {
    return compiler(
        method -> method.getType().getName().equals(PeakBenchmark.class.getName()), Instant.MAX);
  }

  private static boolean isSampleOf(String thread, RecordedEvent event) {
    String type = event.getEventType().getName();
    return (type.equals(JAVA_SAMPLE) || type.equals(NATIVE_SAMPLE))
        && thread.equals(event.getThread("sampledThread").getJavaName());
  }

  private static boolean isPeak(RecordedEvent sample) {
    return frames(sample).stream()
        .anyMatch(
            frame -> frame.getMethod().getType().getName().equals(PeakBenchmark.class.getName()));
  }

  /** The method on whose machine code the sample lies: inlined ones are part of their caller's. */
  private static Optional<String> place(RecordedEvent sample) {
    if (sample.getEventType().getName().equals(NATIVE_SAMPLE)) {
      return Optional.of(NATIVE);
    }
    return frames(sample).stream()
        .filter(frame -> !frame.getType().equals(INLINED))
        .findFirst()
        .map(frame -> frame.getType().equals(INTERPRETED) ? INTERPRETER : name(frame.getMethod()));
  }

  private static List<RecordedFrame> frames(RecordedEvent sample) {
    return sample.getStackTrace() == null ? List.of() : sample.getStackTrace().getFrames();
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "." + method.getName() + method.getDescriptor();
  }

  private String compiler(String place, Instant end) {
    if (place.equals(NATIVE) || place.equals(INTERPRETER)) {
      return place;
    }
    return compiler(method -> place.equals(name(method)), end);
  }

  private String compiler(Predicate<RecordedMethod> which, Instant end) {
    int level =
        events.stream()
            .filter(event -> event.getEventType().getName().equals(COMPILATION))
            .filter(event -> event.getBoolean("succeded") && event.getEndTime().isBefore(end))
            .filter(event -> which.test(event.getValue("method")))
            .mapToInt(event -> event.getInt("compileLevel"))
            .max()
            .orElse(0);
    if (level == 0) {
      return INTERPRETER;
    }
    return level == C2_LEVEL ? C2 : C1 + ", tier " + level;
  }

  /** Whether an answer of {@link #hottest} is Java code that C2 has not compiled. */
  static boolean isBelowC2(String compiled) {
    return compiled.startsWith(C1) || compiled.equals(INTERPRETER);
  }

  @Override
  public void close() {
    recording.close();
  }
}
