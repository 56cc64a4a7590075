package io.lanewise.kernels.contract;

import io.lanewise.kernels.Activation;
import io.lanewise.kernels.Epilogue;
import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** All that differs between single and double precision, so that one test body serves both. */
enum Precision {
  SINGLE(Float.BYTES, 0x1p-24) {
    @Override
    double round(double value) {
      return (float) value;
    }

    @Override
    double get(MemorySegment segment, long index) {
      return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    @Override
    void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    }

    @Override
    void read(MemorySegment segment, long index, int n, double[] values, int at) {
      float[] floats = new float[n];
      MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, index * Float.BYTES, floats, 0, n);
      for (int i = 0; i < n; i++) {
        values[at + i] = floats[i];
      }
    }

    @Override
    void write(double[] values, MemorySegment segment, long index) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      long offset = index * Float.BYTES;
      MemorySegment.copy(floats, 0, segment, ValueLayout.JAVA_FLOAT, offset, floats.length);
    }

    @Override
    void fillWithCanaries(MemorySegment segment) {
      int[] canaries = new int[(int) (segment.byteSize() / Integer.BYTES)];
      Arrays.fill(canaries, 0x7fc0beef);
      segment.copyFrom(MemorySegment.ofArray(canaries));
    }

    @Override
    MemorySegment array(int elements) {
      return MemorySegment.ofArray(new float[elements]);
    }

    @Override
    void gemm(
        Gemm gemm,
        Transpose transA,
        Transpose transB,
        int m,
        int n,
        int k,
        double alpha,
        Operand a,
        Operand b,
        double beta,
        Operand c,
        Epilogue epilogue,
        boolean arrays) {
      if (arrays) {
        gemm.sgemm(
            transA,
            transB,
            m,
            n,
            k,
            (float) alpha,
            a.floats(),
            a.offset(),
            a.ld(),
            b.floats(),
            b.offset(),
            b.ld(),
            (float) beta,
            c.floats(),
            c.offset(),
            c.ld(),
            epilogue);
      } else {
        gemm.sgemm(
            transA,
            transB,
            m,
            n,
            k,
            (float) alpha,
            a.segment(),
            a.ld(),
            b.segment(),
            b.ld(),
            (float) beta,
            c.segment(),
            c.ld(),
            epilogue);
      }
    }

    @Override
    void gemmBatchStrided(
        Gemm gemm,
        Transpose transA,
        Transpose transB,
        int m,
        int n,
        int k,
        double alpha,
        Matrices a,
        Matrices b,
        double beta,
        Matrices c,
        int batch,
        boolean arrays) {
      if (arrays) {
        gemm.sgemmBatchStrided(
            transA,
            transB,
            m,
            n,
            k,
            (float) alpha,
            a.operand().floats(),
            a.operand().offset(),
            a.ld(),
            a.stride(),
            b.operand().floats(),
            b.operand().offset(),
            b.ld(),
            b.stride(),
            (float) beta,
            c.operand().floats(),
            c.operand().offset(),
            c.ld(),
            c.stride(),
            batch);
      } else {
        gemm.sgemmBatchStrided(
            transA,
            transB,
            m,
            n,
            k,
            (float) alpha,
            a.operand().segment(),
            a.ld(),
            a.stride(),
            b.operand().segment(),
            b.ld(),
            b.stride(),
            (float) beta,
            c.operand().segment(),
            c.ld(),
            c.stride(),
            batch);
      }
    }
  },

  DOUBLE(Double.BYTES, 0x1p-53) {
    @Override
    double round(double value) {
      return value;
    }

    @Override
    double get(MemorySegment segment, long index) {
      return segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
    }

    @Override
    void set(MemorySegment segment, long index, double value) {
      segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
    }

    @Override
    void read(MemorySegment segment, long index, int n, double[] values, int at) {
      MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, index * Double.BYTES, values, at, n);
    }

    @Override
    void write(double[] values, MemorySegment segment, long index) {
      long offset = index * Double.BYTES;
      MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_DOUBLE, offset, values.length);
    }

    @Override
    void fillWithCanaries(MemorySegment segment) {
      long[] canaries = new long[(int) (segment.byteSize() / Long.BYTES)];
      Arrays.fill(canaries, 0x7ff80000deadbeefL);
      segment.copyFrom(MemorySegment.ofArray(canaries));
    }

    @Override
    MemorySegment array(int elements) {
      return MemorySegment.ofArray(new double[elements]);
    }

    @Override
    void gemm(
        Gemm gemm,
        Transpose transA,
        Transpose transB,
        int m,
        int n,
        int k,
        double alpha,
        Operand a,
        Operand b,
        double beta,
        Operand c,
        Epilogue epilogue,
        boolean arrays) {
      if (arrays) {
        gemm.dgemm(
            transA,
            transB,
            m,
            n,
            k,
            alpha,
            a.doubles(),
            a.offset(),
            a.ld(),
            b.doubles(),
            b.offset(),
            b.ld(),
            beta,
            c.doubles(),
            c.offset(),
            c.ld(),
            epilogue);
      } else {
        gemm.dgemm(
            transA,
            transB,
            m,
            n,
            k,
            alpha,
            a.segment(),
            a.ld(),
            b.segment(),
            b.ld(),
            beta,
            c.segment(),
            c.ld(),
            epilogue);
      }
    }

    @Override
    void gemmBatchStrided(
        Gemm gemm,
        Transpose transA,
        Transpose transB,
        int m,
        int n,
        int k,
        double alpha,
        Matrices a,
        Matrices b,
        double beta,
        Matrices c,
        int batch,
        boolean arrays) {
      if (arrays) {
        gemm.dgemmBatchStrided(
            transA,
            transB,
            m,
            n,
            k,
            alpha,
            a.operand().doubles(),
            a.operand().offset(),
            a.ld(),
            a.stride(),
            b.operand().doubles(),
            b.operand().offset(),
            b.ld(),
            b.stride(),
            beta,
            c.operand().doubles(),
            c.operand().offset(),
            c.ld(),
            c.stride(),
            batch);
      } else {
        gemm.dgemmBatchStrided(
            transA,
            transB,
            m,
            n,
            k,
            alpha,
            a.operand().segment(),
            a.ld(),
            a.stride(),
            b.operand().segment(),
            b.ld(),
            b.stride(),
            beta,
            c.operand().segment(),
            c.ld(),
            c.stride(),
            batch);
      }
    }
  };

  private final int bytes;
  private final double u;

  Precision(int bytes, double u) {
    this.bytes = bytes;
    this.u = u;
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** Unit roundoff. */
  double u() {
    return u;
  }

  /** gamma(n) = n u / (1 - n u), the bound of n roundings. */
  double gamma(double n) {
    return n * u / (1 - n * u);
  }

  /** 4 units in the last place of a result f(sum) whose sum may be off by a bound. */
  private double activationBound(Activation f, double expected, double sumBound) {
    if (f == Activation.IDENTITY || f == Activation.RELU) {
      return 0;
    }
    double largest = Math.abs(expected) + sumBound;
    // The reference is Math's, off by up to 2.5 units in the last place of a double.
    return this == SINGLE
        ? Math.max(4 * Math.ulp((float) largest), 0x1p-126)
        : Math.max(7 * Math.ulp(largest), 0x1p-1022);
  }

  /** The bounds of sums, and of an activation after them. */
  double[] activationBounds(Activation f, double[] expected, double[] sumBounds) {
    double[] bounds = new double[expected.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = sumBounds[i] + activationBound(f, expected[i], sumBounds[i]);
    }
    return bounds;
  }

  /** The nearest value of this precision. */
  abstract double round(double value);

  abstract double get(MemorySegment segment, long index);

  abstract void set(MemorySegment segment, long index, double value);

  /** Reads n elements at once, as one by one each passes all checks of a segment. */
  abstract void read(MemorySegment segment, long index, int n, double[] values, int at);

  /** Writes all of the values, rounded, at once. */
  abstract void write(double[] values, MemorySegment segment, long index);

  /**
   * Writes NaNs with a payload of their own: what reads one is poisoned, what writes it is seen.
   */
  abstract void fillWithCanaries(MemorySegment segment);

  /** A heap segment of that many elements. */
  abstract MemorySegment array(int elements);

  /** Calls sgemm or dgemm with an epilogue, on arrays or segments. */
  abstract void gemm(
      Gemm gemm,
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      Operand a,
      Operand b,
      double beta,
      Operand c,
      Epilogue epilogue,
      boolean arrays);

  /** Calls sgemmBatchStrided or dgemmBatchStrided, on arrays or segments. */
  abstract void gemmBatchStrided(
      Gemm gemm,
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      Matrices a,
      Matrices b,
      double beta,
      Matrices c,
      int batch,
      boolean arrays);
}
