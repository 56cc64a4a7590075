package io.lanewise.bench.measure;

import io.lanewise.bench.data.MapData;
import io.lanewise.bench.results.LayerRow;
import io.lanewise.kernels.Backend;
import io.lanewise.kernels.KernelOptions;
import io.lanewise.kernels.Kernels;
import io.lanewise.nn.som.Som;
import io.lanewise.nn.som.SomData;
import io.lanewise.nn.som.SomGrid;
import io.lanewise.nn.som.SomListener;
import io.lanewise.nn.som.SomOptions;
import java.io.IOException;
import java.util.List;

/** A self-organizing map on a backend: batch training, one step for each epoch. */
final class MapTrainee implements Trainee {

  /** Epochs of a training: the radius falls over them as it does for a user. */
  private static final int EPOCHS = 100;

  private final Kernels kernels;
  private final SomGrid grid;
  private final SomData data;

  MapTrainee(TrainingCase one, Backend backend) throws IOException {
    data = MapData.load(one.data(), null, System.err::println).samples();
    grid = SomGrid.rectangular(TrainingModel.MAP_ROWS, TrainingModel.MAP_COLUMNS);
    kernels = backend.open(new KernelOptions(one.threads()));
  }

  @Override
  public int threads() {
    return kernels.options().threads();
  }

  @Override
  public int batch() {
    return samples();
  }

  @Override
  public int samples() {
    return data.rows();
  }

  /** The products: scores of N x K by d, and of K x K by d + 1 for the update. */
  @Override
  public double flopsPerSample() {
    double n = data.rows();
    double k = grid.units();
    double d = data.inputs();
    return (2 * n * k * d + 2 * k * k * (d + 1)) / n;
  }

  @Override
  public String flopsFormula() {
    return "2 N K d for the winners and 2 K^2 (d + 1) for the update, which is a product of the"
        + " neighbourhood, K x K, with the sums and numbers of the samples of each winner, in an"
        + " epoch of N = "
        + data.rows()
        + " samples of d = "
        + data.inputs()
        + " variables and K = "
        + grid.units()
        + " units; the second product is in double precision";
  }

  @Override
  public void reset() {}

  @Override
  public Course course(TrainingClock clock) {
    return new Course(List.of(), null);
  }

  @Override
  public void train(TrainingClock clock) {
    SomListener listener = progress -> clock.step(progress.samples());
    while (true) {
      clock.restart();
      Som.fit(kernels, grid, data, SomOptions.batch(grid, EPOCHS), listener);
    }
  }

  @Override
  public List<LayerRow> layers(int samples) {
    return List.of();
  }

  @Override
  public void close() {
    kernels.close();
  }
}
