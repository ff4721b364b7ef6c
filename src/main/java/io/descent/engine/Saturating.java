package io.descent.engine;

/** Arithmetic on numbers from 0 up that ends at {@link Long#MAX_VALUE} instead of overflowing. */
public final class Saturating {

  private Saturating() {}

  public static long add(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      if (factor == 0) {
        return 0;
      }
      product = product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
    }
    return product;
  }
}
