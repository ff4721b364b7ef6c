package io.descent.dataset;

/**
 * Reads one number after another in the spellings that people and their programs use: a sign,
 * digits grouped by threes, a decimal comma or point, one currency sign or {@code %}, an exponent.
 * Says of each with which of the two decimal signs it is a number; nothing is allocated for it.
 *
 * <p>Digits are grouped by comma, point, apostrophe, blank or no-break blank; one group sign a
 * number, each group of three but the first, which has one to three and does not begin with 0. What
 * stands before {@code %} is the number.
 */
final class NumberScan {

  /** The group sign or currency where a number has none. */
  static final char NONE = 0;

  private static final int LONGEST = 400;

  private char[] text = {};
  private int at;
  private int end;
  private boolean negative;
  private char sign;
  private int digits;
  private long mantissa;

  /** Digits before the first separator, and whether they start with a zero that means nothing. */
  private int lead;

  private boolean zeroLed;
  private int last;
  private int separators;
  private char first;
  private char finalSign;
  private boolean evenBefore;
  private int bodyFrom;
  private int bodyTo;
  private int exponentTo;

  private final Form point = new Form('.');
  private final Form comma = new Form(',');
  private final char[] plain = new char[LONGEST];

  /** A number as it reads with one decimal sign. */
  final class Form {

    private final char decimal;
    private boolean fits;
    private char grouping;

    private Form(char decimal) {
      this.decimal = decimal;
    }

    /** Whether the text is a number if this is the decimal sign. */
    boolean fits() {
      return fits;
    }

    /** The sign between groups, blanks and apostrophes in one form each. */
    char grouping() {
      return grouping;
    }

    /** Correctly rounded; infinite where it is too large. Only where it {@link #fits}. */
    double value() {
      int fraction = separators > 0 && finalSign == decimal ? last : 0;
      double size =
          exponentTo == bodyTo && NumberText.exact(digits, mantissa)
              ? NumberText.quotient(mantissa, fraction)
              : rewritten();
      return negative ? -size : size;
    }

    private double rewritten() {
      if (separators == 0 || (decimal == '.' && grouping == NONE)) {
        return NumberText.parse(text, bodyFrom, exponentTo - bodyFrom);
      }
      int length = 0;
      for (int i = bodyFrom; i < exponentTo; i++) {
        char c = text[i];
        if (c == decimal) {
          plain[length++] = '.';
        } else if (i >= bodyTo || NumberText.digit(c)) {
          plain[length++] = c;
        }
      }
      return NumberText.parse(plain, 0, length);
    }

    private void judge() {
      boolean decimalLast = separators > 0 && finalSign == decimal;
      boolean grouped = separators > (decimalLast ? 1 : 0);
      grouping = grouped ? first : NONE;
      fits =
          digits > 0
              && (separators == 0 || exponentTo - bodyFrom <= LONGEST)
              && (!grouped || (first != decimal && isGrouped(decimalLast)));
    }
  }

  private boolean isGrouped(boolean decimalLast) {
    boolean even = evenBefore && (decimalLast || (finalSign == first && last == 3));
    boolean led = lead >= 1 && lead <= 3 && text[bodyFrom] != '0';
    return even && led && exponentTo == bodyTo;
  }

  /** The number with a decimal point. */
  Form point() {
    return point;
  }

  /** The number with a decimal comma. */
  Form comma() {
    return comma;
  }

  Form with(char decimal) {
    return decimal == ',' ? comma : point;
  }

  /** The number's currency sign, or {@code %}. */
  char sign() {
    return sign;
  }

  /** Whether there is a point, comma or other sign within the digits. */
  boolean separated() {
    return separators > 0;
  }

  /** Whether there is a point or comma within the digits, and not only blanks or apostrophes. */
  boolean tellsSign() {
    return isSign(first) || isSign(finalSign);
  }

  private static boolean isSign(char separator) {
    return separator == '.' || separator == ',';
  }

  /** Whether a zero leads other digits: {@code 007}. */
  boolean zeroLed() {
    return zeroLed;
  }

  /** Takes a text; false where it is a number with neither decimal sign. */
  boolean scan(char[] text, int from, int length) {
    return scanUsual(text, from, from + length) || scanAny(text, from, length);
  }

  /**
   * Takes what most numbers are, a minus, digits and perhaps a point with digits behind it; false
   * where it is anything else, which is to be scanned in full.
   */
  private boolean scanUsual(char[] chars, int from, int to) {
    boolean minus = from < to && chars[from] == '-';
    int start = minus ? from + 1 : from;
    int i = start;
    long value = 0;
    for (; i < to && NumberText.digit(chars[i]); i++) {
      value = value * 10 + (chars[i] - '0');
    }
    int before = i - start;
    boolean pointed = i < to && chars[i] == '.';
    int behind = pointed ? i + 1 : i;
    for (i = behind; i < to && NumberText.digit(chars[i]); i++) {
      value = value * 10 + (chars[i] - '0');
    }
    if (i < to || before == 0 || to - start > LONGEST) {
      return false;
    }
    text = chars;
    negative = minus;
    mantissa = value;
    keepUsual(start, before, pointed, to - behind);
    return true;
  }

  private void keepUsual(int start, int before, boolean pointed, int behind) {
    sign = NONE;
    lead = before;
    last = pointed ? behind : 0;
    digits = before + last;
    zeroLed = before > 1 && text[start] == '0';
    separators = pointed ? 1 : 0;
    first = pointed ? '.' : NONE;
    finalSign = first;
    evenBefore = true;
    bodyFrom = start;
    bodyTo = start + before + separators + last;
    exponentTo = bodyTo;
    point.grouping = NONE;
    point.fits = true;
    comma.grouping = first;
    comma.fits = !pointed || isGrouped(false);
  }

  private boolean scanAny(char[] text, int from, int length) {
    this.text = text;
    at = from;
    end = from + length;
    sign = NONE;
    negative = false;
    digits = 0;
    mantissa = 0;
    before();
    bodyFrom = at;
    body();
    bodyTo = at;
    at = NumberText.exponentEnd(text, at, end);
    exponentTo = at;
    boolean whole = bodyTo > bodyFrom && after();
    point.fits = false;
    comma.fits = false;
    if (whole) {
      point.judge();
      comma.judge();
    }
    return point.fits || comma.fits;
  }

  /** Blanks, a sign and a currency sign, which may change places. */
  private void before() {
    skipBlanks();
    boolean signed = minus();
    if (at < end && NumberText.isCurrency(text[at])) {
      sign = text[at++];
      skipBlanks();
      if (!signed) {
        minus();
      }
    }
  }

  private boolean minus() {
    if (at == end || (text[at] != '-' && text[at] != '+' && text[at] != '\u2212')) {
      return false;
    }
    negative = text[at++] != '+';
    return true;
  }

  private void body() {
    lead = digits();
    zeroLed = lead > 1 && text[at - lead] == '0';
    last = 0;
    separators = 0;
    first = NONE;
    finalSign = NONE;
    evenBefore = true;
    while (at < end) {
      char separator = NumberText.separator(text[at]);
      boolean blank = separator == NumberText.BLANK;
      if (separator == NONE || (blank && !NumberText.digitAt(text, at + 1, end))) {
        return;
      }
      if (separators > 0) {
        evenBefore &= last == 3 && finalSign == first;
      } else {
        first = separator;
      }
      finalSign = separator;
      separators++;
      at++;
      last = digits();
    }
  }

  private int digits() {
    int from = at;
    while (at < end && NumberText.digit(text[at])) {
      mantissa = mantissa * 10 + (text[at++] - '0');
    }
    digits += at - from;
    return at - from;
  }

  /** Blanks and one currency or per cent sign up to the end; false where anything else is left. */
  private boolean after() {
    skipBlanks();
    if (at < end && sign == NONE && (text[at] == '%' || NumberText.isCurrency(text[at]))) {
      sign = text[at++];
    }
    skipBlanks();
    return at == end;
  }

  private void skipBlanks() {
    while (at < end && NumberText.separator(text[at]) == NumberText.BLANK) {
      at++;
    }
  }
}
