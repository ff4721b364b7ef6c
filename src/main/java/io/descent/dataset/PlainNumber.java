package io.descent.dataset;

/**
 * What most numbers are: perhaps a minus, digits, perhaps a point and digits behind it, no more
 * than a double holds. Such a number reads in one way only, so that less must be noted of it than
 * {@link NumberScan} does.
 */
final class PlainNumber {

  private long mantissa;
  private int fraction;
  private boolean negative;
  private boolean pointed;

  /**
   * Takes a text; false where it is anything else, has a leading zero, or may be another number
   * with a decimal comma ({@code 1.234}).
   */
  boolean scan(char[] text, int from, int length) {
    int to = from + length;
    negative = length > 0 && text[from] == '-';
    int start = negative ? from + 1 : from;
    int i = start;
    long value = 0;
    for (; i < to && NumberText.digit(text[i]); i++) {
      value = value * 10 + (text[i] - '0');
    }
    int whole = i - start;
    pointed = i < to && text[i] == '.';
    int behind = pointed ? i + 1 : i;
    for (i = behind; i < to && NumberText.digit(text[i]); i++) {
      value = value * 10 + (text[i] - '0');
    }
    mantissa = value;
    fraction = to - behind;
    return i == to && whole > 0 && isPlain(text[start], whole);
  }

  private boolean isPlain(char lead, int whole) {
    boolean zeroLed = whole > 1 && lead == '0';
    boolean perhapsGrouped = pointed && fraction == 3 && whole <= 3;
    return !zeroLed && !perhapsGrouped && NumberText.exact(whole + fraction, mantissa);
  }

  /** Whether it has a decimal point. */
  boolean pointed() {
    return pointed;
  }

  /** Correctly rounded. */
  double value() {
    double size = fraction == 0 ? mantissa : NumberText.quotient(mantissa, fraction);
    return negative ? -size : size;
  }
}
