package io.descent.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The places of a column's categories, by their words. A word in another case, or with blanks
 * around it, is the category that only it fits.
 */
public final class WordIndex {

  private static final int NONE = -1;

  private final Map<String, Integer> exact = new HashMap<>();
  private final Map<String, Integer> loose = new HashMap<>();

  WordIndex(List<String> categories) {
    for (String word : categories) {
      int place = exact.size();
      exact.put(word, place);
      loose.merge(loosely(word), place, (_, _) -> NONE);
    }
  }

  private static String loosely(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  /** −1 where a word is no category. */
  public int of(String word) {
    Integer place = exact.get(word);
    return place != null ? place : loose.getOrDefault(loosely(word), NONE);
  }

  /** The category that a boolean means: true in any case, else yes, else 1; and so for false. */
  public int of(boolean value) {
    return Stream.of(value ? "true" : "false", value ? "yes" : "no", value ? "1" : "0")
        .map(word -> loose.getOrDefault(word, NONE))
        .filter(place -> place != NONE)
        .findFirst()
        .orElse(NONE);
  }
}
