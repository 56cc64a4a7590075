package io.lanewise.nn;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Elementwise;
import io.lanewise.kernels.Kernels;
import io.lanewise.kernels.Layout;
import io.lanewise.nn.data.Features;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convolution of images with a bias per output channel; {@link Conv2d} has the formulas. Every
 * method that gives a layer gives another one, this stays as it is.
 */
public final class Conv2dLayer extends Layer {

  /** Up to which number of input channels lanes are faster. */
  private static final int FEW_CHANNELS = 16;

  private final int channels;
  private final int kh;
  private final int kw;
  private int stride = 1;
  private int pad;
  private int dilation = 1;
  private int groups = 1;
  private @Nullable Connections connections;
  private Initialization initialization = Initialization.GLOROT_UNIFORM;
  private Regularizer regularizer = Regularizer.NONE;

  Conv2dLayer(int channels, int kh, int kw) {
    Numbers.requireAtLeastOne("channels", channels);
    Numbers.requireAtLeastOne("kh", kh);
    Numbers.requireAtLeastOne("kw", kw);
    this.channels = channels;
    this.kh = kh;
    this.kw = kw;
  }

  private Conv2dLayer copy() {
    Conv2dLayer copy = new Conv2dLayer(channels, kh, kw);
    copy.stride = stride;
    copy.pad = pad;
    copy.dilation = dilation;
    copy.groups = groups;
    copy.connections = connections;
    copy.initialization = initialization;
    copy.regularizer = regularizer;
    return copy;
  }

  /** The same layer with this many rows and columns of zeros on each side of its input. */
  public Conv2dLayer pad(int pad) {
    Numbers.require(pad >= 0, "pad", pad, "at least 0");
    Conv2dLayer copy = copy();
    copy.pad = pad;
    return copy;
  }

  /** The same layer with another stride in both directions. */
  public Conv2dLayer stride(int stride) {
    Numbers.requireAtLeastOne("stride", stride);
    Conv2dLayer copy = copy();
    copy.stride = stride;
    return copy;
  }

  /** The same layer with its taps this far apart; 1 is dense. */
  public Conv2dLayer dilation(int dilation) {
    Numbers.requireAtLeastOne("dilation", dilation);
    Conv2dLayer copy = copy();
    copy.dilation = dilation;
    return copy;
  }

  /** The same layer in groups: each part of the outputs sees its part of the inputs only. */
  public Conv2dLayer groups(int groups) {
    Numbers.requireAtLeastOne("groups", groups);
    Numbers.require(
        channels % groups == 0, "groups", groups, "a divisor of the " + channels + " channels");
    Conv2dLayer copy = copy();
    copy.groups = groups;
    return copy;
  }

  /** The same layer where only some inputs reach an output; only their weights are parameters. */
  public Conv2dLayer connections(Connections connections) {
    Numbers.require(
        connections.outputs() == channels,
        "connections",
        connections.outputs() + " outputs",
        channels + ", one for each channel");
    Conv2dLayer copy = copy();
    copy.connections = connections;
    return copy;
  }

  /** The same layer, its weights starting in another way. */
  public Conv2dLayer initialization(Initialization initialization) {
    Conv2dLayer copy = copy();
    copy.initialization = Objects.requireNonNull(initialization, "initialization");
    return copy;
  }

  /** The same layer with a penalty on its weights. */
  public Conv2dLayer regularizer(Regularizer regularizer) {
    Conv2dLayer copy = copy();
    copy.regularizer = Objects.requireNonNull(regularizer, "regularizer");
    return copy;
  }

  /** Which inputs reach which output, or null if all do. */
  public @Nullable Connections connections() {
    return connections;
  }

  @Override
  public Regularizer regularizer() {
    return regularizer;
  }

  @Override
  public String kind() {
    return "conv";
  }

  @Override
  public Features output(Features input) {
    Conv2dShape shape = shape(1, input);
    if (connections != null && (groups > 1 || connections.inputs() != input.channels())) {
      throw new IllegalArgumentException(
          "connections are of "
              + (connections.inputs() + " inputs with " + groups + " groups")
              + (", expected " + input.channels() + " and 1 group"));
    }
    return new Features(channels, shape.oh(), shape.ow());
  }

  @Override
  List<Parameter> parameters(Features input) {
    int ic = input.channels() / groups;
    int window = kh * kw;
    int fanIn = ic * window;
    List<Integer> sizes = List.of(channels, ic, kh, kw);
    if (connections != null) {
      fanIn = connections.count() * window / channels;
      sizes = List.of(connections.count(), kh, kw);
    }
    int fanOut = channels / groups * window;
    return List.of(
        new Parameter("weight", sizes, initialization, fanIn, fanOut, regularizer),
        Parameter.bias(channels));
  }

  @Override
  long flops(Features input) {
    long all = shape(1, input).flops();
    return connections == null
        ? all
        : all * connections.count() / (connections.inputs() * connections.outputs());
  }

  /**
   * In lanes, convolutions of few channels are several times as fast; with 32 channels there is no
   * difference any more.
   */
  @Override
  boolean supportsLanes(Kernels kernels, Features input, int lanes) {
    Conv2dShape shape = shape(lanes, input);
    return input.channels() <= FEW_CHANNELS
        && kernels.conv2dVariants().stream()
            .anyMatch(
                variant -> variant.layout() == Layout.LANES && variant.supports().test(shape));
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients) {
    return compile(tools, batch, input, weights, gradients, Activation.IDENTITY);
  }

  @Override
  boolean fusesActivation() {
    return true;
  }

  @Override
  Stage compile(
      Tools tools,
      Batch batch,
      Features input,
      List<MemorySegment> weights,
      List<MemorySegment> gradients,
      Activation next) {
    Conv2d conv2d = tools.kernels().conv2d(shape(batch.samples(), input), batch.layout());
    return connections == null
        ? new FullStage(conv2d, weights, gradients, next, tools)
        : new PartialStage(conv2d, weights, gradients, next, connections, kh * kw, tools);
  }

  /** The problem for a batch. */
  public Conv2dShape shape(int batch, Features input) {
    return new Conv2dShape(
        groups,
        batch,
        input.channels(),
        input.rows(),
        input.columns(),
        channels,
        output(input.rows(), kh),
        output(input.columns(), kw),
        kh,
        kw,
        stride,
        stride,
        pad,
        pad,
        dilation,
        dilation,
        "");
  }

  private int output(int size, int taps) {
    int span = (taps - 1) * dilation + 1;
    if (size + 2 * pad < span) {
      throw new IllegalArgumentException(
          "kernel spans "
              + (span + " of " + size)
              + (" rows or columns with a pad of " + pad)
              + ", expected no more than there are");
    }
    return (size + 2 * pad - span) / stride + 1;
  }

  @Override
  public String toString() {
    return "conv2d "
        + (channels + "@" + kh + "x" + kw)
        + (stride == 1 ? "" : " stride " + stride)
        + (pad == 0 ? "" : " pad " + pad)
        + (dilation == 1 ? "" : " dilation " + dilation)
        + (groups == 1 ? "" : " groups " + groups)
        + (connections == null ? "" : " connections " + connections)
        + Layers.settings(initialization, regularizer);
  }

  /** Every input reaches every output of its group. */
  private static class FullStage implements Stage {

    final Conv2d conv2d;
    final List<MemorySegment> weights;
    final List<MemorySegment> gradients;

    private final Activation next;
    private final Elementwise elementwise;
    private final List<MemorySegment> parts = new ArrayList<>();

    FullStage(
        Conv2d conv2d,
        List<MemorySegment> weights,
        List<MemorySegment> gradients,
        Activation next,
        Tools tools) {
      this.conv2d = conv2d;
      this.weights = weights;
      this.gradients = gradients;
      this.next = next;
      this.elementwise = tools.elementwise();
      for (MemorySegment gradient : gradients) {
        parts.add(tools.memory().floats(gradient.byteSize() / Float.BYTES));
      }
    }

    @Override
    public void forward(MemorySegment x, MemorySegment y) {
      conv2d.forward(x, weights.get(0), weights.get(1), next, y);
    }

    @Override
    public void backward(
        MemorySegment x,
        MemorySegment y,
        MemorySegment dy,
        @Nullable MemorySegment dx,
        boolean add) {
      List<MemorySegment> to = add ? parts : gradients;
      conv2d.backwardWeights(x, dy, to.get(0), to.get(1));
      if (add) {
        for (int i = 0; i < parts.size(); i++) {
          int n = (int) (parts.get(i).byteSize() / Float.BYTES);
          // A vector is the bias of a matrix with one row. C2 leaves a loop over segments scalar.
          elementwise.addBias(1, n, parts.get(i), gradients.get(i));
        }
      }
      if (dx != null) {
        conv2d.backwardData(dy, weights.get(0), dx);
      }
    }

    @Override
    public void close() {
      conv2d.close();
    }
  }

  /** Some do: the kernels get all weights, with zeros for the connections that are not there. */
  private static final class PartialStage extends FullStage {

    private final List<MemorySegment> parameters;
    private final List<MemorySegment> parameterGradients;
    private final Connections connections;
    private final int window;

    PartialStage(
        Conv2d conv2d,
        List<MemorySegment> parameters,
        List<MemorySegment> parameterGradients,
        Activation next,
        Connections connections,
        int window,
        Tools tools) {
      super(
          conv2d,
          expanded(parameters, connections, window, tools),
          expanded(parameterGradients, connections, window, tools),
          next,
          tools);
      this.parameters = parameters;
      this.parameterGradients = parameterGradients;
      this.connections = connections;
      this.window = window;
    }

    private static List<MemorySegment> expanded(
        List<MemorySegment> parameters, Connections connections, int window, Tools tools) {
      List<MemorySegment> expanded = new ArrayList<>(parameters);
      if (!expanded.isEmpty()) {
        long elements = (long) connections.outputs() * connections.inputs() * window;
        expanded.set(0, tools.memory().floats(elements));
      }
      return expanded;
    }

    @Override
    public void forward(MemorySegment x, MemorySegment y) {
      connections.expand(window, parameters.get(0), weights.get(0));
      super.forward(x, y);
    }

    @Override
    public void backward(
        MemorySegment x,
        MemorySegment y,
        MemorySegment dy,
        @Nullable MemorySegment dx,
        boolean add) {
      super.backward(x, y, dy, dx, add);
      connections.collect(window, gradients.get(0), parameterGradients.get(0));
    }
  }
}
