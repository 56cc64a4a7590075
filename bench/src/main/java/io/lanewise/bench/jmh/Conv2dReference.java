package io.lanewise.bench.jmh;

import io.lanewise.kernels.Conv2dShape;

/** The formulas of {@link io.lanewise.kernels.Conv2d}, one element at a time. */
record Conv2dReference(Conv2dShape s) {

  ReferenceSum forward(Operand src, Operand weights, Operand bias, long index) {
    int q = (int) (index % s.ow());
    int p = (int) (index / s.ow() % s.oh());
    int o = (int) (index / s.ow() / s.oh() % s.oc());
    long n = index / s.ow() / s.oh() / s.oc();
    ReferenceSum sum = new ReferenceSum();
    sum.add(bias.get(o), 1);
    for (int c = 0; c < icPerGroup(); c++) {
      for (int i = 0; i < s.kh(); i++) {
        for (int j = 0; j < s.kw(); j++) {
          int h = p * s.strideH() - s.padTop() + i * s.dilationH();
          int v = q * s.strideW() - s.padLeft() + j * s.dilationW();
          if (h >= 0 && h < s.ih() && v >= 0 && v < s.iw()) {
            sum.add(src.get(srcAt(n, firstIc(o) + c, h, v)), weights.get(weightAt(o, c, i, j)));
          }
        }
      }
    }
    return sum;
  }

  ReferenceSum backwardData(Operand diffDst, Operand weights, long index) {
    int v = (int) (index % s.iw());
    int h = (int) (index / s.iw() % s.ih());
    int channel = (int) (index / s.iw() / s.ih() % s.ic());
    long n = index / s.iw() / s.ih() / s.ic();
    int group = channel / icPerGroup();
    int c = channel % icPerGroup();
    int ocPerGroup = s.oc() / s.groups();
    ReferenceSum sum = new ReferenceSum();
    for (int o = group * ocPerGroup; o < (group + 1) * ocPerGroup; o++) {
      for (int i = 0; i < s.kh(); i++) {
        for (int j = 0; j < s.kw(); j++) {
          int p = h + s.padTop() - i * s.dilationH();
          int q = v + s.padLeft() - j * s.dilationW();
          if (isOutput(p, s.strideH(), s.oh()) && isOutput(q, s.strideW(), s.ow())) {
            sum.add(
                diffDst.get(dstAt(n, o, p / s.strideH(), q / s.strideW())),
                weights.get(weightAt(o, c, i, j)));
          }
        }
      }
    }
    return sum;
  }

  ReferenceSum backwardWeights(Operand src, Operand diffDst, long index) {
    int j = (int) (index % s.kw());
    int i = (int) (index / s.kw() % s.kh());
    int c = (int) (index / s.kw() / s.kh() % icPerGroup());
    int o = (int) (index / s.kw() / s.kh() / icPerGroup());
    ReferenceSum sum = new ReferenceSum();
    for (int n = 0; n < s.mb(); n++) {
      for (int p = 0; p < s.oh(); p++) {
        for (int q = 0; q < s.ow(); q++) {
          int h = p * s.strideH() - s.padTop() + i * s.dilationH();
          int v = q * s.strideW() - s.padLeft() + j * s.dilationW();
          if (h >= 0 && h < s.ih() && v >= 0 && v < s.iw()) {
            sum.add(diffDst.get(dstAt(n, o, p, q)), src.get(srcAt(n, firstIc(o) + c, h, v)));
          }
        }
      }
    }
    return sum;
  }

  ReferenceSum backwardBias(Operand diffDst, long o) {
    ReferenceSum sum = new ReferenceSum();
    for (int n = 0; n < s.mb(); n++) {
      for (int p = 0; p < s.oh(); p++) {
        for (int q = 0; q < s.ow(); q++) {
          sum.add(diffDst.get(dstAt(n, (int) o, p, q)), 1);
        }
      }
    }
    return sum;
  }

  private static boolean isOutput(int position, int stride, int outputs) {
    return position >= 0 && position % stride == 0 && position / stride < outputs;
  }

  private int icPerGroup() {
    return s.ic() / s.groups();
  }

  private int firstIc(int o) {
    return o / (s.oc() / s.groups()) * icPerGroup();
  }

  private long srcAt(long n, int c, int h, int v) {
    return ((n * s.ic() + c) * s.ih() + h) * s.iw() + v;
  }

  private long weightAt(int o, int c, int i, int j) {
    return (((long) o * icPerGroup() + c) * s.kh() + i) * s.kw() + j;
  }

  private long dstAt(long n, int o, int p, int q) {
    return ((n * s.oc() + o) * s.oh() + p) * s.ow() + q;
  }
}
