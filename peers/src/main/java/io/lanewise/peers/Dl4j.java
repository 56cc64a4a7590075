package io.lanewise.peers;

import io.lanewise.bench.peer.TrainingPeer;
import io.lanewise.nn.data.Dataset;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j on ND4J's native backend, with workspaces, as it comes. Its momentum is
 * Nesterov's, the only one that it has. Its products are OpenBLAS's, whose number of threads is not
 * ND4J's own: both are set.
 */
public final class Dl4j implements TrainingPeer {

  @Override
  public String id() {
    return "dl4j";
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
    Nd4j.getEnvironment().setMaxThreads(problem.threads());
    Nd4j.getEnvironment().setMaxMasterThreads(problem.threads());
    Nd4j.factory().blas().setMaxThreads(problem.threads());
    return new Network(problem);
  }

  private static MultiLayerConfiguration lenet5(Nesterovs momentum, Features input) {
    return settings(momentum)
        .activation(Activation.TANH)
        .list()
        .layer(conv2d(6, 2))
        .layer(averagePool2d())
        .layer(conv2d(16, 0))
        .layer(averagePool2d())
        .layer(new DenseLayer.Builder().nOut(120).build())
        .layer(new DenseLayer.Builder().nOut(84).build())
        .layer(output())
        .setInputType(InputType.convolutional(input.rows(), input.columns(), input.channels()))
        .build();
  }

  private static MultiLayerConfiguration mlp(Nesterovs momentum, Features input) {
    return settings(momentum)
        .activation(Activation.RELU)
        .list()
        .layer(new DenseLayer.Builder().nOut(512).build())
        .layer(output())
        .setInputType(InputType.feedForward(input.elements()))
        .build();
  }

  private static NeuralNetConfiguration.Builder settings(Nesterovs momentum) {
    return new NeuralNetConfiguration.Builder()
        .updater(momentum)
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.ENABLED);
  }

  private static ConvolutionLayer conv2d(int channels, int pad) {
    return new ConvolutionLayer.Builder(5, 5).padding(pad, pad).nOut(channels).build();
  }

  private static SubsamplingLayer averagePool2d() {
    return new SubsamplingLayer.Builder(PoolingType.AVG).kernelSize(2, 2).stride(2, 2).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(10)
        .build();
  }

  private static final class Network implements Training {

    private static final String WEIGHTS = "W";
    private static final String BIAS = "b";
    private static final int TESTS = 1000;

    private final Problem problem;
    private final MultiLayerNetwork network;
    private double rate = Double.NaN;

    Network(Problem problem) {
      this.problem = problem;
      Nesterovs momentum = new Nesterovs(1, problem.momentum());
      Features input = problem.train().input();
      boolean mlp = problem.model().equals("mlp");
      network = new MultiLayerNetwork(mlp ? mlp(momentum, input) : lenet5(momentum, input));
      network.init();
      load(problem.parameters());
    }

    /** Weights before bias; its dense weights are [in][out]. */
    private void load(float[] values) {
      int at = 0;
      for (Layer layer : network.getLayers()) {
        for (String name : List.of(WEIGHTS, BIAS)) {
          INDArray parameter = layer.getParam(name);
          if (parameter != null) {
            int size = Math.toIntExact(parameter.length());
            assign(parameter, Arrays.copyOfRange(values, at, at + size));
            at += size;
          }
        }
      }
      if (at != values.length) {
        throw new IllegalArgumentException(
            "parameters are " + values.length + ", expected " + at + " for " + problem.model());
      }
    }

    private static void assign(INDArray parameter, float[] values) {
      boolean dense = parameter.rank() == 2 && parameter.size(0) > 1;
      parameter.assign(
          dense
              ? Nd4j.create(values, new long[] {parameter.size(1), parameter.size(0)}).transpose()
              : Nd4j.create(values, parameter.shape()));
    }

    @Override
    public int threads() {
      return Nd4j.factory().blas().getMaxThreads();
    }

    @Override
    public void step(int[] order, int from, int count, double rate) {
      if (rate != this.rate) {
        network.setLearningRate(rate);
        this.rate = rate;
      }
      Dataset train = problem.train();
      float[] targets = new float[count * train.outputs()];
      train.targets(MemorySegment.ofArray(targets), order, from, count);
      network.fit(
          images(train, order, from, count),
          Nd4j.create(targets, new long[] {count, train.outputs()}));
    }

    private INDArray images(Dataset data, int[] order, int from, int count) {
      Features input = data.input();
      float[] values = new float[count * input.elements()];
      data.fill(MemorySegment.ofArray(values), order, from, count);
      long[] shape =
          problem.model().equals("mlp")
              ? new long[] {count, input.elements()}
              : new long[] {count, input.channels(), input.rows(), input.columns()};
      return Nd4j.create(values, shape);
    }

    @Override
    public float[] outputs(Dataset data) {
      float[] outputs = new float[data.size() * data.outputs()];
      int[] order = new int[data.size()];
      Arrays.setAll(order, i -> i);
      for (int from = 0; from < order.length; from += TESTS) {
        int count = Math.min(TESTS, order.length - from);
        INDArray said = network.output(images(data, order, from, count));
        float[] values = said.dup('c').data().asFloat();
        System.arraycopy(values, 0, outputs, from * data.outputs(), values.length);
      }
      return outputs;
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
