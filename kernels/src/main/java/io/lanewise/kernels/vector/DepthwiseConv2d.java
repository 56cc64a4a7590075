package io.lanewise.kernels.vector;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Conv2d;
import io.lanewise.kernels.Conv2dShape;
import io.lanewise.kernels.Layout;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Depthwise convolution of images in NCHW: groups of one input channel, any number of output
 * channels of each. Plane by plane in bands that stay in the first-level cache, see {@link
 * PhaseBand}; bias and ReLU on the way. Forward with 3 x 3 weights, planes whose rows fit a vector
 * are computed where they lie, see {@link DepthwiseShortRows}. Workspace: a few bands for each
 * thread.
 *
 * <p>Threads divide the planes of the input; backward by weights, the channels. Each sum is
 * computed by one thread in the same order for any number of threads.
 */
final class DepthwiseConv2d extends Conv2d {

  static final String NAME = "vector/conv2d-depthwise";

  /** Operations that each thread gets at least: some 15 microseconds. Chosen, not measured. */
  private static final long FLOPS_PER_THREAD = 500_000;

  private final HeapFloats src = new HeapFloats();
  private final HeapFloats weights = new HeapFloats();
  private final HeapFloats bias = new HeapFloats();
  private final HeapFloats dst = new HeapFloats();
  private final Workers workers;
  private final Workers.Task forwardPlanes = this::forwardPlanes;
  private final Workers.Task backwardPlanes = this::backwardPlanes;
  private final Workers.Task channelGradients = this::channelGradients;
  private final DepthwisePlane[] planes;

  /** Empty where rows do not fit a vector. */
  private final DepthwiseShortRows[] shortRows;

  private final int multiplier;
  private final int taps;
  private final int parts;

  private boolean hasBias;
  private boolean relu;

  DepthwiseConv2d(Conv2dShape shape, Workers workers) {
    super(NAME, shape, Layout.NCHW, new VectorElementwise());
    this.workers = workers;
    multiplier = shape.oc() / shape.ic();
    taps = shape.kh() * shape.kw();
    long byWork = Math.min(shape.flops() / FLOPS_PER_THREAD, workers.threads());
    parts = (int) Math.max(1, Math.min(byWork, shape.ic()));
    planes = new DepthwisePlane[parts];
    shortRows = new DepthwiseShortRows[DepthwiseShortRows.supports(shape) ? parts : 0];
    for (int i = 0; i < parts; i++) {
      planes[i] = new DepthwisePlane(shape);
    }
    Arrays.setAll(shortRows, i -> new DepthwiseShortRows(shape));
  }

  /** Whether each group has one input channel. */
  static boolean supports(Conv2dShape shape) {
    return shape.groups() == shape.ic();
  }

  @Override
  public long workspaceBytes() {
    long bytes = src.bytes() + weights.bytes() + bias.bytes() + dst.bytes();
    for (DepthwisePlane plane : planes) {
      bytes += plane.bytes();
    }
    for (DepthwiseShortRows rows : shortRows) {
      bytes += rows.bytes();
    }
    return bytes;
  }

  @Override
  protected void computeForward(
      MemorySegment srcSegment,
      MemorySegment weightSegment,
      MemorySegment biasSegment,
      Activation activation,
      MemorySegment dstSegment) {
    src.read(srcSegment, (int) shape.srcElements());
    weights.read(weightSegment, (int) shape.weightElements());
    dst.write(dstSegment, (int) shape.dstElements());
    hasBias = biasSegment != null;
    if (hasBias) {
      bias.read(biasSegment, shape.oc());
    }
    relu = activation == Activation.RELU;
    workers.run(parts, forwardPlanes);
    dst.flush(dstSegment, (int) shape.dstElements());
    if (!relu) {
      activate(activation, dstSegment);
    }
  }

  private void forwardPlanes(int part, int parts) {
    int begin = planeBound(part, parts);
    int end = planeBound(part + 1, parts);
    int together = shortRows.length > 0 ? 1 : planes[part].together();
    for (int i = begin; i < end; i += together) {
      if (shortRows.length == 0 || !forwardShortRows(shortRows[part], i, end)) {
        forwardBands(planes[part], i, Math.min(together, end - i), end);
      }
    }
  }

  private boolean forwardShortRows(DepthwiseShortRows rows, int i, int end) {
    int channel = i % shape.ic();
    return rows.forward(
        src.array(),
        srcAt(i),
        srcAt(i) - srcAt(0),
        srcAt(shape.mb() * shape.ic()) - srcAt(i + 1),
        weights.array(),
        weightsAt(channel),
        hasBias ? bias.array()[bias.offset() + channel] : 0,
        relu,
        dst.array(),
        dstAt(i),
        dstAt(end) - dstAt(i + 1));
  }

  private void forwardBands(DepthwisePlane plane, int i, int n, int end) {
    plane.forward(
        src.array(),
        srcAt(i),
        weights.array(),
        weights.offset(),
        hasBias ? bias.array() : null,
        hasBias ? bias.offset() : 0,
        relu,
        dst.array(),
        dstAt(i),
        i,
        n,
        dstAt(end) - dstAt(i + n));
  }

  @Override
  protected void computeBackwardData(
      MemorySegment diffDst, MemorySegment weightSegment, MemorySegment diffSrc) {
    dst.read(diffDst, (int) shape.dstElements());
    weights.read(weightSegment, (int) shape.weightElements());
    src.write(diffSrc, (int) shape.srcElements());
    workers.run(parts, backwardPlanes);
    src.flush(diffSrc, (int) shape.srcElements());
  }

  private void backwardPlanes(int part, int parts) {
    for (int i = planeBound(part, parts); i < planeBound(part + 1, parts); i++) {
      planes[part].backwardData(
          dst.array(), dstAt(i), weights.array(), weightsAt(i % shape.ic()), src.array(), srcAt(i));
    }
  }

  @Override
  protected void computeBackwardWeights(
      MemorySegment srcSegment,
      MemorySegment diffDst,
      MemorySegment diffWeights,
      MemorySegment diffBias) {
    src.read(srcSegment, (int) shape.srcElements());
    dst.read(diffDst, (int) shape.dstElements());
    weights.write(diffWeights, (int) shape.weightElements());
    hasBias = diffBias != null;
    if (hasBias) {
      bias.write(diffBias, shape.oc());
    }
    workers.run(parts, channelGradients);
    weights.flush(diffWeights, (int) shape.weightElements());
    if (hasBias) {
      bias.flush(diffBias, shape.oc());
    }
  }

  private void channelGradients(int part, int parts) {
    int end = (int) ((long) shape.ic() * (part + 1) / parts);
    for (int c = (int) ((long) shape.ic() * part / parts); c < end; c++) {
      DepthwisePlane plane = planes[part];
      plane.clearGradients();
      for (int image = 0; image < shape.mb(); image++) {
        int i = image * shape.ic() + c;
        plane.addGradients(src.array(), srcAt(i), dst.array(), dstAt(i));
      }
      plane.gradients(
          weights.array(),
          weightsAt(c),
          hasBias ? bias.array() : null,
          hasBias ? bias.offset() + c * multiplier : 0);
      if (!areFinite(weights.array(), weightsAt(c), multiplier * taps)) {
        exactGradients(c);
      }
    }
  }

  private static boolean areFinite(float[] x, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (!Float.isFinite(x[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The gradients of a channel's weights, tap by tap: the bands have multiplied the gaps between
   * rows, which are zero, with whatever lies beside them, and infinity times zero is NaN.
   */
  private void exactGradients(int channel) {
    for (int tap = 0; tap < multiplier * taps; tap++) {
      int o = tap / taps;
      int i = tap % taps / shape.kw();
      int j = tap % taps % shape.kw();
      float sum = 0;
      for (int image = 0; image < shape.mb(); image++) {
        int plane = image * shape.ic() + channel;
        int y = dstAt(plane) + o * shape.oh() * shape.ow();
        for (int p = 0; p < shape.oh(); p++) {
          int h = p * shape.strideH() - shape.padTop() + i * shape.dilationH();
          if (h >= 0 && h < shape.ih()) {
            sum += dot(srcAt(plane) + h * shape.iw(), j * shape.dilationW(), y + p * shape.ow());
          }
        }
      }
      weights.array()[weightsAt(channel) + tap] = sum;
    }
  }

  /** A row of the image, from a tap's column on, times a row of the output's gradient. */
  private float dot(int srcRow, int tapColumn, int dstRow) {
    float sum = 0;
    for (int q = 0; q < shape.ow(); q++) {
      int column = q * shape.strideW() - shape.padLeft() + tapColumn;
      if (column >= 0 && column < shape.iw()) {
        sum += src.array()[srcRow + column] * dst.array()[dstRow + q];
      }
    }
    return sum;
  }

  private int planeBound(int part, int parts) {
    return (int) ((long) shape.mb() * shape.ic() * part / parts);
  }

  private int srcAt(int plane) {
    return src.offset() + plane * shape.ih() * shape.iw();
  }

  private int dstAt(int plane) {
    return dst.offset() + plane * multiplier * shape.oh() * shape.ow();
  }

  private int weightsAt(int channel) {
    return weights.offset() + channel * multiplier * taps;
  }
}
