package io.lanewise.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The problems of {@code compare}.
 *
 * @param kernels the kernel problems, for one backend and one thread
 * @param training the training
 * @param effort time for each kernel problem
 */
public record ComparePlan(List<KernelCase> kernels, TrainingCase training, Effort effort) {

  private static final String CONV1 = "mb128ic1ih28oc6oh28kh5ph2n\"lenet5:conv1\"";
  private static final String CONV2 = "mb128ic6ih14oc16oh10kh5ph0n\"lenet5:conv2\"";
  private static final String POOL1 = "mb128ic6ih28oh14kh2sh2ph0n\"lenet5:pool1\"";
  private static final String AVERAGE = "--alg=avg_np ";
  private static final String DENSE = "128x400:400x120n\"lenet5:fc1\"";
  private static final String ANY = "";
  private static final int BATCH = 64;
  private static final double RATE = 0.03;
  private static final double TARGET = 0.9;
  private static final long SEED = 1;

  /** About three minutes on two cores for four backends. */
  public static ComparePlan quick(String data) {
    List<KernelCase> cases = new ArrayList<>();
    for (String shape : List.of("64x64:64x64", "512x512:512x512", DENSE)) {
      cases.add(gemm(shape, "f32", "nn"));
    }
    cases.add(conv(CONV1, "fwd"));
    cases.add(conv(CONV2, "fwd"));
    cases.add(pool(POOL1, "fwd"));
    cases.add(pool(AVERAGE + POOL1, "fwd"));
    TrainingCase training = training(data, 4096, 2000, 2, 5);
    return new ComparePlan(cases, training, Effort.QUICK);
  }

  /**
   * Squares from 64 to 2048, both types, all transposes at 512, every direction; the whole data.
   */
  public static ComparePlan full(String data) {
    List<KernelCase> cases = new ArrayList<>();
    IntStream.of(64, 128, 256, 512, 1024, 2048)
        .mapToObj(n -> "%dx%d:%dx%d".formatted(n, n, n, n))
        .forEach(shape -> cases.add(gemm(shape, "f32", "nn")));
    for (String trans : List.of("nt", "tn", "tt")) {
      cases.add(gemm("512x512:512x512", "f32", trans));
    }
    cases.add(gemm("512x512:512x512", "f64", "nn"));
    cases.add(gemm(DENSE, "f32", "nn"));
    for (String dir : Op.CONV2D.directions()) {
      cases.add(conv(CONV1, dir));
      cases.add(conv(CONV2, dir));
    }
    for (String dir : Op.POOL2D.directions()) {
      cases.add(pool(POOL1, dir));
      cases.add(pool(AVERAGE + POOL1, dir));
    }
    TrainingCase training = training(data, 60_000, 10_000, 3, 20);
    return new ComparePlan(cases, training, Effort.FULL);
  }

  private static TrainingCase training(
      String data, int images, int tests, int epochs, int seconds) {
    return new TrainingCase(
        TrainingModel.LENET5,
        ANY,
        1,
        data,
        images,
        tests,
        epochs,
        BATCH,
        RATE,
        TARGET,
        SEED,
        seconds,
        Integer.MAX_VALUE);
  }

  private static KernelCase gemm(String shape, String type, String trans) {
    return KernelCase.of(Op.GEMM, null, type, shape, trans);
  }

  private static KernelCase conv(String shape, String dir) {
    return KernelCase.of(Op.CONV2D, dir, "f32", shape, KernelCase.NCHW);
  }

  private static KernelCase pool(String shape, String dir) {
    return KernelCase.of(Op.POOL2D, dir, "f32", shape, KernelCase.NCHW);
  }

  /** Each kernel problem on each number of threads and each backend, in that order. */
  public List<KernelCase> kernels(List<String> backends, List<Integer> threads) {
    List<KernelCase> cases = new ArrayList<>();
    for (KernelCase problem : kernels) {
      for (int count : threads) {
        for (String backend : backends) {
          cases.add(problem.on(backend, problem.kernel()).withThreads(count));
        }
      }
    }
    return cases;
  }

  /** The training on each number of threads and each backend. */
  public List<TrainingCase> trainings(List<String> backends, List<Integer> threads) {
    List<TrainingCase> cases = new ArrayList<>();
    for (int count : threads) {
      for (String backend : backends) {
        cases.add(training.on(backend).withThreads(count));
      }
    }
    return cases;
  }
}
