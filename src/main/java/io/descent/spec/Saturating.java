package io.descent.spec;

/** Sums and products of sizes that end at {@link Long#MAX_VALUE} instead of overflowing. */
final class Saturating {

  private Saturating() {}

  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
