package io.descent.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Categories that may be meant as numbers or dates, in spellings that are not read as such. */
final class UnreadText {

  /**
   * A number in brackets or quotes, in groups of other sizes, in other digits, hexadecimal, or
   * between a currency's name and a unit. Nothing is tried twice, as a value may be long.
   */
  private static final Pattern NUMBER =
      Pattern.compile(
          "['\"(“‘]*+(?<before>\\p{Lu}{3} ?)?[-+]?(0[xX]\\p{XDigit}++|\\p{Nd}[\\p{Nd},'_"
              + " ]*+(\\.\\p{Nd}*+)?([dD][-+]?\\d{1,3})?)(?<after>"
              + " ?[%°\\p{L}]{1,5}[²³]?)?['\")”’]*+");

  /** Three numbers, the year first or last, or of two digits; a year and its month. */
  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}"
              + "|\\d{2}[-/.]\\d{2}[-/.]\\d{2}|\\d{1,2}[-/]\\d{1,2}[-/]\\d{2}"
              + "|(19|20)\\d{2}-(0[1-9]|1[0-2])|(19|20)\\d{2}-?W\\d{2}|(19|20)\\d{2}[-"
              + " ]?Q[1-4]|Q[1-4][-/ ](19|20)\\d{2}|(19|20)\\d{2}\\. ?\\d{1,2}\\."
              + " ?\\d{1,2}\\.?|[\\u4ee4\\u548c\\u5e73\\u6210\\u662d]{0,2}\\d{1,4}[\\u5e74\\ub144]"
              + " ?\\d{1,2}[\\u6708\\uc6d4]( ?\\d{1,2}[\\u65e5\\uc77c])?)([ T,].{1,40})?");

  /** Hours and minutes, perhaps seconds, of a day or of a duration. */
  private static final Pattern TIME =
      Pattern.compile("\\d{1,3}:[0-5]\\d(:[0-5]\\d([.,]\\d{1,9})?)?( ?[AaPp]\\.?[Mm]\\.?)?");

  /** A number, a blank and letters. */
  private static final Pattern MEASURE =
      Pattern.compile("[-+]?\\d[\\d,]*+(\\.\\d*+)? (?<unit>[\\p{L}µ°]{1,5}[²³]?)");

  /**
   * Text that was decoded as what it is not: the sign that stands for bytes that could not be,
   * UTF-8 as Latin letters, and letters beside signs that are in no word.
   */
  private static final Pattern GARBLED =
      Pattern.compile(
          "\ufffd|[ÃÂ][\u0080-\u00bf]|â€|[À-ÿ][¢-©¬-¯±-´¶¸¹¼-¾]|[¢-©¬-¯±-´¶¸¹¼-¾][¢-©¬-¯±-´¶¸¹¼-¾À-ÿ]");

  /** A day, a month's name and a year, in either order of the first two. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(\\p{L}{2,9}+[,.]? )?(\\d{1,2}[-/. ] ?)?"
              + "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\p{L}{0,6}[-/. ]{1,2}"
              + "(\\d{1,2},?[-/. ])?(\\d{4}|\\d{2})([ T,].{1,40})?");

  /** Words for thousands and more, of which one column may have several. */
  private static final Set<String> MAGNITUDES = Set.of("k", "m", "b", "bn", "mio", "mrd", "g", "t");

  private UnreadText() {}

  /** Whether most are numbers, all with the same words around them. */
  static boolean isNumbers(List<String> words) {
    Set<String> around = new HashSet<>();
    int numbers = 0;
    for (String word : words) {
      Matcher number = NUMBER.matcher(word);
      if (number.matches()) {
        numbers++;
        around.add(words(number.group("before")) + "|" + unit(words(number.group("after"))));
      }
    }
    // Of a unit that some have, others may have none
    boolean same = around.size() == 1 || (around.remove("|") && around.size() == 1);
    return same && isMost(numbers, words);
  }

  private static String words(@Nullable String group) {
    return group == null ? "" : group.replace(" ", "");
  }

  private static String unit(String word) {
    return MAGNITUDES.contains(word.toLowerCase(Locale.ROOT)) ? "k" : word;
  }

  static boolean isDates(List<String> words) {
    return isMost((int) words.stream().filter(UnreadText::isDate).count(), words);
  }

  static boolean isTimes(List<String> words) {
    return isMost((int) words.stream().filter(it -> TIME.matcher(it).matches()).count(), words);
  }

  /** Whether most are numbers, in several units. */
  static boolean isMeasures(List<String> words) {
    Set<String> units = new HashSet<>();
    int numbers = 0;
    for (String word : words) {
      Matcher measure = MEASURE.matcher(word);
      if (measure.matches()) {
        numbers++;
        units.add(measure.group("unit"));
      }
    }
    return units.size() > 1 && units.size() < numbers && isMost(numbers, words);
  }

  /** Whether a word was decoded from another charset than its own. */
  static boolean isGarbled(String word) {
    return GARBLED.matcher(word).find();
  }

  private static boolean isDate(String word) {
    return DATE.matcher(word).matches() || NAMED.matcher(word).matches();
  }

  private static boolean isMost(int found, List<String> words) {
    return found > 1 && 2 * found > words.size();
  }
}
