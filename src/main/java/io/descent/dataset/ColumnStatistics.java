package io.descent.dataset;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What the numbers of a column show taken together. */
final class ColumnStatistics {

  /** Whole numbers up to here are exact in a double. */
  private static final double EXACT = 0x1p53;

  /** Digits that every number of so many keeps in a double. */
  private static final int EXACT_DIGITS = 15;

  private static final int FEW = 3;

  private long count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private boolean fractions;
  private boolean rounded;
  private boolean days = true;
  private long wholeSum;
  private long squares;

  void add(double value) {
    count++;
    sum += value;
    if (value <= min) {
      min = Math.min(min, value);
    }
    if (value >= max) {
      max = Math.max(max, value);
    }
    long whole = (long) value;
    days = days && isDay(whole);
    fractions |= Math.rint(value) != value;
    // Both wrap around, and are compared with what they must be
    wholeSum += whole;
    squares += whole * whole;
  }

  /** Whether a value is not whole. */
  boolean fractions() {
    return fractions;
  }

  /** Whether all are days as eight digits: year, month, day. */
  boolean isDays() {
    return count >= FEW && days && !fractions && min < max;
  }

  private static boolean isDay(long value) {
    long month = value / 100 % 100;
    long day = value % 100;
    return value >= 19_000_101
        && value <= 21_001_231
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= 31;
  }

  boolean isConstant() {
    return count > 0 && min == max;
  }

  /** The number that was added last, as it is spelled: digits of a large one may be lost. */
  void spelled(double value, char[] text, int from, int length) {
    // 2^53 itself may have been 2^53 + 1
    if (Math.abs(value) >= EXACT && !rounded) {
      rounded = digits(text, from, length) > EXACT_DIGITS;
    }
  }

  /** Digits but for zeros at the end; none of a number with an exponent, which is no id. */
  private static int digits(char[] text, int from, int length) {
    int digits = 0;
    int zeros = 0;
    for (int i = from; i < from + length; i++) {
      char c = text[i];
      if (c == 'e' || c == 'E') {
        return 0;
      }
      zeros = c == '0' ? zeros + 1 : NumberText.digit(c) ? 0 : zeros;
      digits += NumberText.digit(c) ? 1 : 0;
    }
    return digits - zeros;
  }

  /** Whether there are whole numbers that a double may have changed. */
  boolean isRounded() {
    return rounded && !fractions;
  }

  private boolean isBeyondExact() {
    return max >= EXACT || min <= -EXACT;
  }

  /** Whether each whole number from the smallest to the largest is there once, in any order. */
  boolean isConsecutive() {
    if (count < FEW || fractions || isBeyondExact() || max - min + 1 != count) {
      return false;
    }
    BigInteger first = BigInteger.valueOf((long) min);
    BigInteger n = BigInteger.valueOf(count);
    BigInteger pairs = n.multiply(n.subtract(BigInteger.ONE));
    BigInteger expected = n.multiply(first).add(pairs.shiftRight(1));
    BigInteger expectedSquares =
        n.multiply(first)
            .multiply(first)
            .add(first.multiply(pairs))
            .add(
                pairs
                    .multiply(n.shiftLeft(1).subtract(BigInteger.ONE))
                    .divide(BigInteger.valueOf(6)));
    return expected.longValue() == wholeSum && expectedSquares.longValue() == squares;
  }

  @Nullable Double min() {
    return count == 0 ? null : min;
  }

  @Nullable Double max() {
    return count == 0 ? null : max;
  }

  @Nullable Double mean() {
    return count == 0 ? null : sum / count;
  }
}
