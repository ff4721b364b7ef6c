package io.descent.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Categories that may be meant as numbers or dates, in spellings that are not read as such. */
final class UnreadText {

  /**
   * A number in brackets or quotes, in groups of other sizes, in other digits, hexadecimal, or
   * between a currency's name and a unit. Nothing is tried twice, as a value may be long.
   */
  private static final Pattern NUMBER =
      Pattern.compile(
          "['\"(]*+(?<before>\\p{Lu}{3} ?)?[-+]?(0[xX]\\p{XDigit}++|\\p{Nd}[\\p{Nd},'_"
              + " ]*+(\\.\\p{Nd}*+)?)(?<after> ?[%°\\p{L}]{1,5}[²³]?)?['\")]*+");

  /** Three numbers, the year first or last, or all of two digits. */
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}"
              + "|\\d{2}[-/.]\\d{2}[-/.]\\d{2})([ T].{1,40})?");

  private UnreadText() {}

  /** Whether most are numbers, all with the same words around them. */
  static boolean isNumbers(List<String> words) {
    Set<String> around = new HashSet<>();
    int numbers = 0;
    for (String word : words) {
      Matcher number = NUMBER.matcher(word);
      if (number.matches()) {
        numbers++;
        around.add((number.group("before") + "|" + number.group("after")).replace(" ", ""));
      }
    }
    return around.size() == 1 && isMost(numbers, words);
  }

  static boolean isDates(List<String> words) {
    return isMost((int) words.stream().filter(it -> DATE.matcher(it).matches()).count(), words);
  }

  private static boolean isMost(int found, List<String> words) {
    return found > 1 && 2 * found > words.size();
  }
}
