package io.descent.dataset;

import java.util.Locale;
import java.util.Set;
import tools.jackson.core.io.NumberInput;

/**
 * Reads decimal numbers, correctly rounded: an optional sign, digits with or without a point, an
 * optional exponent, spaces around. Not what else a language's own parser takes for a number: no
 * names, no suffixes, no hexadecimal.
 */
final class NumberText {

  static final char BLANK = ' ';

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final Set<String> INFINITE = Set.of("inf", "infinity");
  private static final int LONG_DIGITS = 18;
  private static final long EXACT = 1L << 53;

  private NumberText() {}

  /** The number, or NaN where the text is none; infinite where it is too large. */
  static double parse(char[] text, int from, int length) {
    int at = from;
    int end = from + length;
    while (at < end && text[at] == ' ') {
      at++;
    }
    while (end > at && text[end - 1] == ' ') {
      end--;
    }
    boolean negative = at < end && text[at] == '-';
    boolean signed = negative || (at < end && text[at] == '+');
    double size = unsigned(text, signed ? at + 1 : at, end);
    return negative ? -size : size;
  }

  private static double unsigned(char[] text, int from, int end) {
    int at = from;
    long mantissa = 0;
    while (at < end && digit(text[at])) {
      mantissa = mantissa * 10 + (text[at++] - '0');
    }
    int digits = at - from;
    int fraction = 0;
    if (at < end && text[at] == '.') {
      int point = ++at;
      while (at < end && digit(text[at])) {
        mantissa = mantissa * 10 + (text[at++] - '0');
      }
      fraction = at - point;
      digits += fraction;
    }
    if (digits == 0 || exponentEnd(text, at, end) < end) {
      return Double.NaN;
    }
    return at == end && exact(digits, mantissa)
        ? quotient(mantissa, fraction)
        : NumberInput.parseDouble(text, from, end - from, true);
  }

  /** Whether a double holds these digits exactly. */
  static boolean exact(int digits, long mantissa) {
    return digits <= LONG_DIGITS && mantissa <= EXACT;
  }

  /** Both are exact, so the one division rounds correctly (Clinger 1990). */
  static double quotient(long mantissa, int fraction) {
    return mantissa / POWERS[fraction];
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * What groups digits or ends their whole part, in one spelling; no sign where it does neither.
   */
  static char separator(char c) {
    return switch (c) {
      case '.', ',', '\'', BLANK -> c;
      case '\u2019' -> '\'';
      case '\u00a0', '\u202f', '\u2009' -> BLANK;
      default -> NumberScan.NONE;
    };
  }

  static boolean isCurrency(char c) {
    return c == '$' || (c > 127 && Character.getType(c) == Character.CURRENCY_SYMBOL);
  }

  /** Whether a digit stands there, before the end. */
  static boolean digitAt(char[] text, int at, int end) {
    return at < end && digit(text[at]);
  }

  /** Whether it is {@code inf} or {@code infinity}, in any case and with any sign. */
  static boolean isInfinite(char[] text, int from, int length) {
    boolean signed = text[from] == '-' || text[from] == '+';
    int start = signed ? from + 1 : from;
    int rest = signed ? length - 1 : length;
    return (rest == 3 || rest == 8)
        && INFINITE.contains(new String(text, start, rest).toLowerCase(Locale.ROOT));
  }

  /** Where an exponent ends that begins here; here, where none does. */
  static int exponentEnd(char[] text, int at, int end) {
    if (at == end || (text[at] != 'e' && text[at] != 'E')) {
      return at;
    }
    int first = at + 1;
    if (first < end && (text[first] == '-' || text[first] == '+')) {
      first++;
    }
    int to = first;
    while (to < end && digit(text[to])) {
      to++;
    }
    return to == first ? at : to;
  }
}
