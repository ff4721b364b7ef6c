package io.descent.dataset;

import java.util.ArrayList;
import java.util.List;

/** Spellings of a missing value besides the empty field. */
final class MissingWords {

  /** What programs and archives write where a number is missing. */
  private static final List<String> USUAL =
      List.of("NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "?", "-");

  private static final char[][] CHARS =
      USUAL.stream().map(String::toCharArray).toArray(char[][]::new);

  private final char[][] declared;
  private final double[] numbers;

  /**
   * @param declared spellings that are missing in columns of text too
   */
  MissingWords(List<String> declared) {
    this.declared = declared.stream().map(String::toCharArray).toArray(char[][]::new);
    this.numbers =
        declared.stream()
            .mapToDouble(ColumnReading.PLAIN::parse)
            .filter(it -> !Double.isNaN(it))
            .toArray();
  }

  /** Of the field {@code missing}: spellings with commas between. */
  static List<String> words(String field) {
    List<String> words = new ArrayList<>();
    for (String word : field.split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  /** Whether the file's owner says that this is missing, in a column of any kind. */
  boolean declared(char[] text, int from, int length) {
    return declared.length > 0
        && (among(declared, text, from, length) || isNumber(text, from, length));
  }

  /** One number has many spellings: −999 is missing as −999.0 too. */
  private boolean isNumber(char[] text, int from, int length) {
    double value = numbers.length == 0 ? Double.NaN : NumberText.parse(text, from, length);
    for (double number : numbers) {
      if (number == value) {
        return true;
      }
    }
    return false;
  }

  /** Whether this is missing in a column of numbers or dates. */
  static boolean usual(char[] text, int from, int length) {
    return length <= 4 && among(CHARS, text, from, length);
  }

  private static boolean among(char[][] words, char[] text, int from, int length) {
    for (char[] word : words) {
      if (word.length == length && equal(word, text, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(char[] word, char[] text, int from) {
    for (int i = 0; i < word.length; i++) {
      if (word[i] != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
