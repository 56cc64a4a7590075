package io.lanewise.nn.som;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import io.lanewise.nn.parallel.Team;
import java.util.Arrays;

/**
 * Batch training: winners, then all weights at once.
 *
 * <p>The sum over samples is taken for each winner first, S_v = sum of x_i with winner v and c_v
 * their number; then W = (H S) / (H c) with H the units x units matrix of the neighbourhood: the
 * same sums in another order, at 2 units^2 inputs operations in place of 2 n units inputs. With
 * missing values c is counted for each variable. A weight at which nothing pulls stays as it is.
 *
 * <p>A neighbourhood with negative values may have H c near 0; there W += (H S - W (H c)) / (|H|
 * c), which is the same where no value is negative.
 *
 * <p>Each member of the team reads its part of the samples once in an epoch: a tile of them is
 * scored and added to the sums while it is in the cache. Sums of the members are added in their
 * order, so that results do not depend on timing.
 */
final class BatchTraining implements AutoCloseable {

  /** Elements of H that a member holds at a time: 1 MB. */
  private static final int NEIGHBOURHOOD_ELEMENTS = 1 << 17;

  private final SomData data;
  private final SomOptions options;
  private final double[] weights;
  private final int units;
  private final int inputs;

  /** Columns of the sums: the variables, then one count, or one for each variable. */
  private final int columns;

  private final int counts;
  private final boolean signed;
  private final Team team;
  private final Codebook codebook;
  private final NeighbourhoodTable table;
  private final int[] winners;
  private final Member[] members;

  /**
   * Prepares.
   *
   * @param weights units x inputs, trained in place
   */
  BatchTraining(Team team, SomGrid grid, SomData data, SomOptions options, double[] weights) {
    this.team = team;
    this.data = data;
    this.options = options;
    this.weights = weights;
    units = grid.units();
    inputs = data.inputs();
    counts = data.isIncomplete() ? inputs : 1;
    columns = inputs + counts;
    signed = options.neighbourhood() == Neighbourhood.MEXICAN_HAT;
    table = new NeighbourhoodTable(grid);
    winners = new int[data.rows()];
    codebook = Codebook.of(team.kernels(), options.metric(), data, units);
    members = new Member[team.members()];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(i);
    }
    team.run(member -> codebook.load(weights, members[member].u0, members[member].u1));
    codebook.complete();
  }

  /** Trains. */
  void run(int epochs, SomListener listener) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      double radius = options.radius().value(epoch, epochs);
      double movement = epoch(radius);
      listener.onEpoch(new SomListener.Progress(epoch + 1, epochs, data.rows(), radius, movement));
    }
  }

  /** One pass over the data; returns the root mean square of the weights' change. */
  private double epoch(double radius) {
    table.set(options.neighbourhood(), radius);
    team.run(member -> members[member].search());
    team.run(member -> members[member].reduce());
    team.run(member -> members[member].update());
    codebook.complete();
    double squares = 0;
    for (Member member : members) {
      squares += member.squaredMovement;
    }
    return Math.sqrt(squares / weights.length);
  }

  @Override
  public void close() {
    for (Member member : members) {
      member.close();
    }
    codebook.close();
  }

  /** The part of one thread: some of the samples in the search, some of the units in the update. */
  private final class Member implements AutoCloseable {

    private final int from;
    private final int to;
    private final int u0;
    private final int u1;
    private final WinnerSearch search;
    private final Gemm gemm;
    private final double[] sums;
    private final double[] neighbourhood;
    private final double[] pulls;
    private final double[] sizes;
    private double squaredMovement;

    Member(int member) {
      from = team.bound(data.rows(), member);
      to = team.bound(data.rows(), member + 1);
      u0 = team.bound(units, member);
      u1 = team.bound(units, member + 1);
      search = new WinnerSearch(team.kernels(), codebook, options.metric(), data, weights);
      gemm = team.kernels().gemm();
      sums = new double[units * columns];
      int blocks = Math.max(1, (int) ((long) (u1 - u0) * units / NEIGHBOURHOOD_ELEMENTS) + 1);
      // Blocks of equal height: a last one of a few rows would read all sums for them.
      int rows = Math.max(1, (u1 - u0 + blocks - 1) / blocks);
      neighbourhood = new double[rows * units];
      pulls = new double[rows * columns];
      sizes = new double[signed ? rows * counts : 0];
    }

    /** Finds the winners of this part of the samples and adds the samples to their sums. */
    void search() {
      Arrays.fill(sums, 0);
      for (int i = from; i < to; i += search.width()) {
        int count = Math.min(search.width(), to - i);
        search.find(i, count, winners);
        for (int row = i; row < i + count; row++) {
          if (data.isIncomplete(row)) {
            addPresent(data.at(row), data.weight(row), winners[row] * columns);
          } else {
            add(
                data.values(),
                data.at(row),
                data.weight(row),
                sums,
                winners[row] * columns,
                inputs);
            count(data.weight(row), winners[row] * columns);
          }
        }
      }
    }

    private void count(double weight, int at) {
      for (int j = inputs; j < columns; j++) {
        sums[at + j] += weight;
      }
    }

    private void addPresent(int from, double weight, int at) {
      float[] values = data.values();
      for (int j = 0; j < inputs; j++) {
        float value = values[from + j];
        if (!Float.isNaN(value)) {
          sums[at + j] += weight * value;
          sums[at + inputs + j] += weight;
        }
      }
    }

    /** Adds the other members' sums of this part of the units to those of the first one. */
    void reduce() {
      for (int i = 1; i < members.length; i++) {
        double[] total = members[0].sums;
        double[] other = members[i].sums;
        for (int j = u0 * columns; j < u1 * columns; j++) {
          total[j] += other[j];
        }
      }
    }

    /** Sets the weights of this part of the units. */
    void update() {
      squaredMovement = 0;
      int step = neighbourhood.length / units;
      for (int u = u0; u < u1; u += step) {
        update(u, Math.min(step, u1 - u));
      }
      codebook.load(weights, u0, u1);
    }

    private void update(int from, int rows) {
      for (int r = 0; r < rows; r++) {
        table.about(from + r, neighbourhood, r * units);
      }
      multiply(rows, 0, columns, pulls);
      if (signed) {
        for (int i = 0; i < rows * units; i++) {
          neighbourhood[i] = Math.abs(neighbourhood[i]);
        }
        multiply(rows, inputs, counts, sizes);
      }
      for (int r = 0; r < rows; r++) {
        if (signed) {
          push((from + r) * inputs, r);
        } else {
          place((from + r) * inputs, r);
        }
      }
    }

    private void multiply(int rows, int column, int n, double[] to) {
      double[] total = members[0].sums;
      gemm.dgemm(
          Transpose.NO,
          Transpose.NO,
          rows,
          n,
          units,
          1,
          neighbourhood,
          0,
          units,
          total,
          column,
          columns,
          0,
          to,
          0,
          n);
    }

    /** Weights become means. */
    private void place(int at, int row) {
      int pull = row * columns;
      int size = pull + inputs;
      double factor = counts == 1 ? inverse(pulls[size]) : 0;
      double squares = 0;
      for (int j = 0; j < inputs; j++) {
        double inverse = counts == 1 ? factor : inverse(pulls[size + j]);
        double before = weights[at + j];
        double after = inverse > 0 ? pulls[pull + j] * inverse : before;
        weights[at + j] = after;
        squares += (after - before) * (after - before);
      }
      squaredMovement += squares;
    }

    /** Weights move by the mean of what pulls and pushes. */
    private void push(int at, int row) {
      for (int j = 0; j < inputs; j++) {
        int count = counts == 1 ? 0 : j;
        double pull = pulls[row * columns + j];
        double size = pulls[row * columns + inputs + count];
        double change = (pull - weights[at + j] * size) * inverse(sizes[row * counts + count]);
        weights[at + j] += change;
        squaredMovement += change * change;
      }
    }

    /** 1 / size; 0 where nothing pulls. */
    private static double inverse(double size) {
      return size >= Double.MIN_NORMAL ? 1 / size : 0;
    }

    @Override
    public void close() {
      search.close();
      gemm.close();
    }
  }

  /** A sample times its weight onto a sum. */
  private static void add(
      float[] from, int fromAt, double weight, double[] to, int toAt, int inputs) {
    for (int j = 0; j < inputs; j++) {
      to[toAt + j] += weight * from[fromAt + j];
    }
  }
}
