package io.lanewise.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lanewise.bench.data.DataCoding;
import io.lanewise.bench.data.TrainingData;
import io.lanewise.bench.measure.TrainingClock.TimeIsUp;
import io.lanewise.bench.peer.TrainingPeer;
import io.lanewise.bench.results.EpochRow;
import io.lanewise.nn.Sequential;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Glyphs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A peer is given what a backend trains: the same weights, every sample once, falling rates. */
final class PeerTraineeTest {

  private static final int SAMPLES = 50;
  private static final TrainingCase CASE =
      new TrainingCase(
          TrainingModel.MLP, "notes", 1, "glyphs", SAMPLES, 10, 2, 20, 0.1, 0.5, 1, 1, 60);

  private final TrainingData data =
      new TrainingData(
          "glyphs", Glyphs.draw(SAMPLES, 1), Glyphs.draw(10, 2), DataCoding.numbered(10));
  private final Notes notes = new Notes();

  /** Notes what it is asked for; says of every third sample its class, of others the next one. */
  private static final class Notes implements TrainingPeer, TrainingPeer.Training {

    private final List<Integer> samples = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private final List<float[]> parameters = new ArrayList<>();
    private int closed;

    @Override
    public String id() {
      return "notes";
    }

    @Override
    public String library() {
      return "notes 1.0";
    }

    @Override
    public boolean trains(String model) {
      return true;
    }

    @Override
    public Training open(Problem problem) {
      parameters.add(problem.parameters());
      return this;
    }

    @Override
    public int threads() {
      return 1;
    }

    @Override
    public void step(int[] order, int from, int count, double rate) {
      IntStream.range(from, from + count).forEach(i -> samples.add(order[i]));
      counts.add(count);
      rates.add(rate);
    }

    @Override
    public float[] outputs(Dataset data) {
      float[] outputs = new float[10 * data.size()];
      for (int i = 0; i < data.size(); i++) {
        int said = i % 3 == 0 ? data.label(i) : (data.label(i) + 1) % 10;
        outputs[10 * i + said] = 1;
      }
      return outputs;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void everyEpochHasEverySampleAndEndsWithATest() {
    Sequential network = CASE.model().network(784, 10);
    try (PeerTrainee trainee = new PeerTrainee(CASE, data, network, notes)) {
      Trainee.Course course = trainee.course(new TrainingClock(System.nanoTime()));
      assertThat(course.epochs()).extracting(EpochRow::testAccuracy).containsExactly(0.4, 0.4);
      List<Integer> all = IntStream.range(0, SAMPLES).boxed().toList();
      assertThat(notes.samples.subList(0, SAMPLES)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(notes.samples.subList(SAMPLES, 2 * SAMPLES))
          .containsExactlyInAnyOrderElementsOf(all)
          .isNotEqualTo(notes.samples.subList(0, SAMPLES));
      assertThat(notes.counts).containsExactly(20, 20, 10, 20, 20, 10);
      assertThat(notes.rates).startsWith(0.1).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(notes.rates.get(3)).isEqualTo(0.05);
    }
    assertThat(notes.closed).isEqualTo(1);
  }

  @Test
  void beginsAgainWithTheSameWeights() {
    Sequential network = CASE.model().network(784, 10);
    network.initialise(CASE.seed());
    try (PeerTrainee trainee = new PeerTrainee(CASE, data, network, notes)) {
      trainee.reset();
    }
    assertThat(notes.parameters).hasSize(2).allMatch(given -> same(given, network.parameters()));
    assertThat(notes.closed).isEqualTo(2);
  }

  private static boolean same(float[] a, float[] b) {
    return java.util.Arrays.equals(a, b);
  }

  @Test
  void trainsUntilTheClockEndsIt() {
    Sequential network = CASE.model().network(784, 10);
    long[] now = {0};
    TrainingClock clock = new TrainingClock(0, () -> now[0] += 40_000_000);
    try (PeerTrainee trainee = new PeerTrainee(CASE, data, network, notes)) {
      clock.beginSpeed(1);
      assertThatExceptionOfType(TimeIsUp.class).isThrownBy(() -> trainee.train(clock));
    }
    assertThat(notes.counts).hasSizeBetween(35, 50);
  }
}
