package io.lanewise.kernels.contract;

import java.util.List;

/**
 * Where the operands of one call live.
 *
 * @param arrays whether the overload on arrays is called
 * @param natives bit i is set if operand i, in the order of the arguments, is native
 */
record Placement(boolean arrays, int natives) {

  static final Placement ARRAYS = new Placement(true, 0);
  static final Placement HEAP = new Placement(false, 0);
  static final Placement NATIVE = new Placement(false, -1);

  /** All of one kind. */
  static final List<Placement> PURE = List.of(ARRAYS, HEAP, NATIVE);

  /** Every mixture of three operands, and arrays. */
  static final List<Placement> ALL_OF_THREE =
      List.of(
          ARRAYS,
          HEAP,
          NATIVE,
          new Placement(false, 0b001),
          new Placement(false, 0b010),
          new Placement(false, 0b011),
          new Placement(false, 0b100),
          new Placement(false, 0b101),
          new Placement(false, 0b110));

  boolean isNative(int operand) {
    return (natives >> operand & 1) != 0;
  }

  @Override
  public String toString() {
    if (arrays) {
      return "arrays";
    }
    return switch (natives) {
      case 0 -> "heap";
      case -1 -> "native";
      default -> "native operands 0b" + Integer.toBinaryString(natives);
    };
  }
}
