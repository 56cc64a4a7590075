package io.lanewise.kernels;

import io.lanewise.kernels.heap.HeapDoubles;
import io.lanewise.kernels.heap.HeapFloats;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An epilogue as a pass over C of its own, for kernels that do not fuse it: block after block of C
 * goes through a buffer that stays in the first-level cache, on the calling thread.
 */
final class EpilogueLoop {

  /** Elements of a block: 8 or 16 KB. */
  private static final int BLOCK = 2048;

  private final Elementwise elementwise;
  private final HeapFloats floatBias = new HeapFloats();
  private final HeapDoubles doubleBias = new HeapDoubles();
  private float[] floats = {};
  private MemorySegment floatSegment = MemorySegment.ofArray(floats);
  private double[] doubles = {};

  /** Takes what computes the activations of floats. */
  EpilogueLoop(Elementwise elementwise) {
    this.elementwise = elementwise;
  }

  long bytes() {
    long buffers = (long) Float.BYTES * floats.length + (long) Double.BYTES * doubles.length;
    return buffers + floatBias.bytes() + doubleBias.bytes() + elementwise.workspaceBytes();
  }

  /** C &lt;- f(C + bias) in single precision. */
  void applyToFloats(Product product) {
    Matrix c = product.c();
    int columns = Math.min(product.n(), BLOCK);
    int rows = Math.min(product.m(), BLOCK / columns);
    Activation activation = product.epilogue().activation();
    if (floats.length < rows * columns) {
      floats = new float[rows * columns];
      floatSegment = MemorySegment.ofArray(floats);
    }
    if (product.epilogue().bias() != Epilogue.Bias.NONE) {
      floatBias.read(product.bias());
    }
    for (int i = 0; i < product.m(); i += rows) {
      int height = Math.min(rows, product.m() - i);
      for (int j = 0; j < product.n(); j += columns) {
        int width = Math.min(columns, product.n() - j);
        for (int row = 0; row < height; row++) {
          load(c, i + row, j, row * width, width);
          addFloatBias(product.epilogue().bias(), i + row, j, row * width, width);
        }
        elementwise.activate(activation, height * width, floatSegment, floatSegment);
        for (int row = 0; row < height; row++) {
          store(c, i + row, j, row * width, width);
        }
      }
    }
  }

  private void addFloatBias(Epilogue.Bias bias, int i, int j, int at, int width) {
    float[] b = floatBias.array();
    if (bias == Epilogue.Bias.PER_ROW) {
      float value = b[floatBias.offset() + i];
      for (int w = 0; w < width; w++) {
        floats[at + w] += value;
      }
    } else if (bias == Epilogue.Bias.PER_COLUMN) {
      int from = floatBias.offset() + j;
      for (int w = 0; w < width; w++) {
        floats[at + w] += b[from + w];
      }
    }
  }

  /** C &lt;- f(C + bias) in double precision. */
  void applyToDoubles(Product product) {
    Matrix c = product.c();
    int columns = Math.min(product.n(), BLOCK);
    if (doubles.length < columns) {
      doubles = new double[columns];
    }
    if (product.epilogue().bias() != Epilogue.Bias.NONE) {
      doubleBias.read(product.bias());
    }
    for (int i = 0; i < product.m(); i++) {
      for (int j = 0; j < product.n(); j += columns) {
        int width = Math.min(columns, product.n() - j);
        load(c, i, j, width);
        addDoubleBias(product.epilogue().bias(), i, j, width);
        activateDoubles(product.epilogue().activation(), width);
        store(c, i, j, width);
      }
    }
  }

  private void addDoubleBias(Epilogue.Bias bias, int i, int j, int width) {
    double[] b = doubleBias.array();
    if (bias == Epilogue.Bias.PER_ROW) {
      double value = b[doubleBias.offset() + i];
      for (int w = 0; w < width; w++) {
        doubles[w] += value;
      }
    } else if (bias == Epilogue.Bias.PER_COLUMN) {
      int from = doubleBias.offset() + j;
      for (int w = 0; w < width; w++) {
        doubles[w] += b[from + w];
      }
    }
  }

  private void activateDoubles(Activation f, int width) {
    switch (f) {
      case IDENTITY -> {}
      case RELU -> {
        for (int w = 0; w < width; w++) {
          doubles[w] = Math.max(doubles[w], 0);
        }
      }
      case TANH -> {
        for (int w = 0; w < width; w++) {
          doubles[w] = Math.tanh(doubles[w]);
        }
      }
      case SIGMOID -> {
        for (int w = 0; w < width; w++) {
          doubles[w] = 1 / (1 + Math.exp(-doubles[w]));
        }
      }
    }
  }

  private void load(Matrix c, int i, int j, int at, int width) {
    long from = c.at(i, j);
    if (c.isNative()) {
      MemorySegment.copy(
          c.segment(), ValueLayout.JAVA_FLOAT, from * Float.BYTES, floats, at, width);
    } else {
      System.arraycopy(c.floats(), (int) from, floats, at, width);
    }
  }

  private void store(Matrix c, int i, int j, int at, int width) {
    long to = c.at(i, j);
    if (c.isNative()) {
      MemorySegment.copy(floats, at, c.segment(), ValueLayout.JAVA_FLOAT, to * Float.BYTES, width);
    } else {
      System.arraycopy(floats, at, c.floats(), (int) to, width);
    }
  }

  private void load(Matrix c, int i, int j, int width) {
    long from = c.at(i, j);
    if (c.isNative()) {
      MemorySegment.copy(
          c.segment(), ValueLayout.JAVA_DOUBLE, from * Double.BYTES, doubles, 0, width);
    } else {
      System.arraycopy(c.doubles(), (int) from, doubles, 0, width);
    }
  }

  private void store(Matrix c, int i, int j, int width) {
    long to = c.at(i, j);
    if (c.isNative()) {
      MemorySegment.copy(
          doubles, 0, c.segment(), ValueLayout.JAVA_DOUBLE, to * Double.BYTES, width);
    } else {
      System.arraycopy(doubles, 0, c.doubles(), (int) to, width);
    }
  }
}
