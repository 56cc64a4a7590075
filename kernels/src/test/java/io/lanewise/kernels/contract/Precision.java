package io.lanewise.kernels.contract;

import io.lanewise.kernels.Gemm;
import io.lanewise.kernels.Transpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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
    void setCanary(MemorySegment segment, long index) {
      segment.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, index, 0x7fc0beef);
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
            c.ld());
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
            c.ld());
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
    void setCanary(MemorySegment segment, long index) {
      segment.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, index, 0x7ff80000deadbeefL);
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
            c.ld());
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
            c.ld());
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

  /** The nearest value of this precision. */
  abstract double round(double value);

  abstract double get(MemorySegment segment, long index);

  abstract void set(MemorySegment segment, long index, double value);

  /** Writes a NaN with a payload of its own: what reads it is poisoned, what writes it is seen. */
  abstract void setCanary(MemorySegment segment, long index);

  /** A heap segment of that many elements. */
  abstract MemorySegment array(int elements);

  /** Calls sgemm or dgemm, on arrays or segments. */
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
      boolean arrays);
}
