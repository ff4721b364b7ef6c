package io.descent.dataset;

/** How words are told apart. */
final class CategoryText {

  private static final double WHOLE = 0x1p53;

  private CategoryText() {}

  /** A whole number is one category in every spelling, but for zeros that lead it. */
  static String of(char[] text, int from, int length) {
    String word = new String(text, from, length);
    char first = text[from];
    boolean signed = first == '-' || first == '+';
    if (!signed && !NumberText.digit(first) && first != '.') {
      return word;
    }
    double value = NumberText.parse(text, from, length);
    int digits = signed ? from + 1 : from;
    boolean zeroLed =
        digits + 1 < from + length && text[digits] == '0' && NumberText.digit(text[digits + 1]);
    boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE && !zeroLed;
    return whole ? Long.toString((long) value) : word;
  }

  /** Never 0, which is a missing value (Fowler, Noll and Vo). */
  static long hash(String word) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }
}
