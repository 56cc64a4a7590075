package io.lanewise.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.Pair;
import io.lanewise.bench.peer.TrainingPeer;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Function;

/**
 * PyTorch through DJL. The data are one tensor in its own memory, of which a step copies its
 * samples; what a step makes is freed at its end. One thread between operations, all inside of
 * them.
 */
public final class PyTorchDjl implements TrainingPeer {

  private static final String THREADS_BETWEEN = "ai.djl.pytorch.num_interop_threads";
  private static final String THREADS_INSIDE = "ai.djl.pytorch.num_threads";

  @Override
  public String id() {
    return "pytorch-djl";
  }

  @Override
  public String library() {
    return Versions.of(id());
  }

  @Override
  public boolean trains(String model) {
    return model.equals("lenet5") || model.equals("mlp");
  }

  @Override
  public Training open(Problem problem) {
    System.setProperty(THREADS_BETWEEN, "1");
    System.setProperty(THREADS_INSIDE, Integer.toString(problem.threads()));
    return new Network(problem);
  }

  private static Block lenet5() {
    return new SequentialBlock()
        .add(conv2d(6, 2))
        .add(activation(Activation::tanh))
        .add(averagePool2d())
        .add(conv2d(16, 0))
        .add(activation(Activation::tanh))
        .add(averagePool2d())
        .add(Blocks.batchFlattenBlock())
        .add(linear(120))
        .add(activation(Activation::tanh))
        .add(linear(84))
        .add(activation(Activation::tanh))
        .add(linear(10));
  }

  private static Block mlp() {
    return new SequentialBlock()
        .add(Blocks.batchFlattenBlock())
        .add(linear(512))
        .add(activation(Activation::relu))
        .add(linear(10));
  }

  private static Block conv2d(int channels, int pad) {
    return Conv2d.builder()
        .setKernelShape(new Shape(5, 5))
        .optPadding(new Shape(pad, pad))
        .setFilters(channels)
        .build();
  }

  private static Block averagePool2d() {
    return Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Function<NDList, NDList> activation(Function<NDList, NDList> function) {
    return function;
  }

  private static final class Network implements Training {

    private final Features input;
    private final Model model;
    private final Trainer trainer;
    private final NDManager manager;
    private final NDArray images;
    private final NDArray labels;
    private float rate;

    Network(Problem problem) {
      Dataset train = problem.train();
      input = train.input();
      model = Model.newInstance(problem.model(), Device.cpu(), PtEngine.ENGINE_NAME);
      model.setBlock(problem.model().equals("mlp") ? mlp() : lenet5());
      Optimizer momentum =
          Optimizer.sgd()
              .setLearningRateTracker((parameter, update) -> rate)
              .optMomentum((float) problem.momentum())
              .build();
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                  .optOptimizer(momentum)
                  .optDevices(new Device[] {Device.cpu()}));
      trainer.initialize(shape(problem.batch()));
      manager = trainer.getManager().newSubManager();
      load(problem.parameters());
      images = images(manager, train);
      labels = manager.create(labels(train));
    }

    private Shape shape(int samples) {
      return new Shape(samples, input.channels(), input.rows(), input.columns());
    }

    private void load(float[] values) {
      int at = 0;
      for (Pair<String, Parameter> named : model.getBlock().getParameters()) {
        NDArray parameter = named.getValue().getArray();
        int size = Math.toIntExact(parameter.size());
        parameter.set(FloatBuffer.wrap(values, at, size).slice());
        at += size;
      }
      if (at != values.length) {
        throw new IllegalArgumentException(
            "parameters are " + values.length + ", expected " + at + " for " + model.getName());
      }
    }

    private NDArray images(NDManager owner, Dataset data) {
      int elements = data.input().elements();
      ByteBuffer buffer =
          ByteBuffer.allocateDirect(Math.multiplyExact(data.size() * elements, Float.BYTES))
              .order(ByteOrder.nativeOrder());
      int[] order = new int[data.size()];
      Arrays.setAll(order, i -> i);
      data.fill(MemorySegment.ofBuffer(buffer), order, 0, order.length);
      return owner.create(buffer, shape(data.size()), DataType.FLOAT32);
    }

    private static long[] labels(Dataset data) {
      long[] labels = new long[data.size()];
      Arrays.setAll(labels, data::label);
      return labels;
    }

    @Override
    public int threads() {
      return JniUtils.getNumThreads();
    }

    @Override
    public void step(int[] order, int from, int count, double rate) {
      this.rate = (float) rate;
      try (NDManager step = manager.newSubManager()) {
        long[] samples = new long[count];
        Arrays.setAll(samples, i -> order[from + i]);
        NDIndex chosen = new NDIndex("{}", step.create(samples));
        NDArray x = attached(step, images.get(chosen));
        NDArray y = attached(step, labels.get(chosen));
        try (GradientCollector collector = trainer.newGradientCollector()) {
          NDList said = trainer.forward(new NDList(x));
          collector.backward(trainer.getLoss().evaluate(new NDList(y), said));
        }
        trainer.step();
      }
    }

    private static NDArray attached(NDManager step, NDArray array) {
      array.attach(step);
      return array;
    }

    @Override
    public float[] outputs(Dataset data) {
      try (NDManager test = manager.newSubManager()) {
        NDList said = trainer.evaluate(new NDList(images(test, data)));
        return said.singletonOrThrow().softmax(-1).toFloatArray();
      }
    }

    @Override
    public void close() {
      manager.close();
      trainer.close();
      model.close();
    }
  }
}
