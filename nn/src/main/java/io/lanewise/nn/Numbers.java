package io.lanewise.nn;

/** Checks of settings: each names the argument, its value and what was expected. */
final class Numbers {

  private Numbers() {}

  static void require(boolean holds, String argument, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(argument + " is " + value + ", expected " + expected);
    }
  }

  /** A share of 0 to below 1. */
  static void requireShare(String argument, double value) {
    require(value >= 0 && value < 1, argument, value, "0 to below 1");
  }

  static void requirePositive(String argument, double value) {
    require(value > 0 && Double.isFinite(value), argument, value, "a number above 0");
  }

  static void requireNotNegative(String argument, double value) {
    require(value >= 0 && Double.isFinite(value), argument, value, "a number of at least 0");
  }

  static void requireAtLeastOne(String argument, int value) {
    require(value >= 1, argument, value, "at least 1");
  }

  static double parse(String argument, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(argument + " is \"" + text + "\", expected a number", e);
    }
  }
}
