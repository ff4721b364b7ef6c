package io.descent.web;

/** The finite numbers a field may hold; says itself in words for the refusal. */
public record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {

  public static Interval any() {
    return new Interval(-Double.MAX_VALUE, true, Double.MAX_VALUE, true);
  }

  public static Interval above(double low) {
    return new Interval(low, false, Double.MAX_VALUE, true);
  }

  /** The low end included, the high end not: a rate, a momentum. */
  public static Interval below(double low, double high) {
    return new Interval(low, true, high, false);
  }

  /** Both ends included. */
  public static Interval between(double low, double high) {
    return new Interval(low, true, high, true);
  }

  public boolean contains(double value) {
    boolean fromLow = lowIncluded ? value >= low : value > low;
    boolean toHigh = highIncluded ? value <= high : value < high;
    return fromLow && toHigh;
  }

  @Override
  public String toString() {
    String from = (lowIncluded ? "at least " : "above ") + shortest(low);
    String to = (highIncluded ? "at most " : "below ") + shortest(high);
    if (high == Double.MAX_VALUE) {
      return low == -Double.MAX_VALUE ? "a finite number" : from;
    }
    return from + " and " + to;
  }

  private static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
