package io.lanewise.bench.check;

import io.lanewise.bench.measure.Op;
import java.util.List;

/**
 * The problems that speeds are measured on; a kernel is measured on those that it computes.
 * Operands stay in a level 2 cache of 2 MB, even where channels are padded to 16: what goes to
 * level 3 is as fast as the neighbours on the processor let it be, and oneDNN's pooling of 32
 * images of 6 channels fell to 0.74 of its share on an unchanged tree.
 */
enum SpeedProblems {
  /** Packed, with several tiles in each direction; stays in the level 2 cache. */
  GEMM(Op.GEMM, "f32", "256x256:256x256"),
  /** The same in double precision, of about the same size in bytes. */
  GEMM_DOUBLE(Op.GEMM, "f64", "192x192:192x192"),
  /** A small one, which goes another way. */
  GEMM_SMALL(Op.GEMM, "f32", "48x48:48x48"),
  /** The second layer of LeNet-5, with images for all lanes. */
  CONV2D_LENET5(Op.CONV2D, "f32", "mb32ic6ih14oc16oh10kh5ph0n\"lenet5:conv2\""),
  /** A layer of 3x3 with whole vectors of channels. */
  CONV2D_3X3(Op.CONV2D, "f32", "mb4ic64ih14oc64oh14kh3ph1"),
  /** A depthwise one. */
  CONV2D_DEPTHWISE(Op.CONV2D, "f32", "g64mb2ic64ih28oc64oh28kh3ph1"),
  /** The first pooling of LeNet-5. */
  POOL2D_LENET5(Op.POOL2D, "f32", "mb16ic6ih28oh14kh2sh2ph0n\"lenet5:pool1\""),
  /** Windows that overlap. */
  POOL2D_3X3(Op.POOL2D, "f32", "mb16ic16ih28oh14kh3sh2ph1");

  private final Op op;
  private final String type;
  private final String shape;

  SpeedProblems(Op op, String type, String shape) {
    this.op = op;
    this.type = type;
    this.shape = shape;
  }

  /** The operation. */
  Op op() {
    return op;
  }

  /** f32 or f64. */
  String type() {
    return type;
  }

  /** The problem in benchdnn's syntax, in its canonical form. */
  String shape() {
    return op.parse(shape).toString();
  }

  /** The problems of an operation. */
  static List<SpeedProblems> of(String op) {
    return List.of(values()).stream().filter(problem -> problem.op.toString().equals(op)).toList();
  }
}
