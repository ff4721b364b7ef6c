package io.descent.inference;

import io.descent.web.Limits;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was understood in the rows of a request, but is doubtful: told, and never refused. */
final class Remarks {

  private static final String CATEGORY = "unknown_category";
  private static final String COLUMN = "unknown_column";
  private static final int SHOWN = 50;

  /** Of a word of a column where it stands; together as many places as a list of errors names. */
  private final Map<String, List<String>> places = new LinkedHashMap<>();

  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<Integer, String> rows = new HashMap<>();
  private final Set<String> unknown = new LinkedHashSet<>();
  private Optional<String> first = Optional.empty();
  private boolean moreUnknown;
  private long unseen;
  private int row;

  /** What is told from here on is of the next row. */
  void nextRow() {
    row++;
  }

  /**
   * A category that training never saw, which is answered as none.
   *
   * @param place pointer of the value in the request, or its line in a file
   */
  void unseen(String column, String word, String place) {
    String what = shown(word) + " of " + column;
    rows.merge(row, "unknown category " + what, (before, more) -> before + "; " + more);
    columns.add(column);
    if (unseen++ < Limits.ERRORS) {
      places.computeIfAbsent(what, _ -> new ArrayList<>()).add(place);
      first = first.or(() -> Optional.of(place).filter(it -> it.startsWith("/")));
    }
  }

  /** A column that the data of the model did not have. */
  void unknown(String column) {
    if (unknown.size() < Limits.ERRORS) {
      unknown.add(column);
    } else {
      moreUnknown |= !unknown.contains(column);
    }
  }

  private static String shown(String word) {
    return word.length() > SHOWN ? word.substring(0, SHOWN) + "…" : word;
  }

  boolean isEmpty() {
    return unseen == 0 && unknown.isEmpty();
  }

  /** One of each kind, which names all places and columns: at most so many, and then a count. */
  List<Warning> warnings() {
    List<Warning> all = new ArrayList<>();
    if (unseen > 0) {
      String advice = "Each counts as no category; GET the model to see its categories.";
      all.add(
          new Warning(CATEGORY, categories(), advice, first.orElse(null), List.copyOf(columns)));
    }
    if (!unknown.isEmpty()) {
      String detail = "the model does not know " + unknownNames();
      String advice = "They are ignored; GET the model to see its columns.";
      all.add(Warning.ofColumns(COLUMN, detail, advice, List.copyOf(unknown)));
    }
    return all;
  }

  private String categories() {
    List<String> words = new ArrayList<>();
    places.forEach((what, where) -> words.add(what + " (" + String.join(", ", where) + ")"));
    String kind = unseen == 1 ? "unknown category " : "unknown categories: ";
    long more = unseen - Math.min(unseen, Limits.ERRORS);
    return kind + String.join("; ", words) + (more > 0 ? "; and " + more + " more" : "");
  }

  private String unknownNames() {
    return String.join(", ", unknown) + (moreUnknown ? " and more" : "");
  }

  /** What there is to say of a row of a table, in a sentence; unknown columns with the first. */
  String of(int number) {
    String own = rows.getOrDefault(number, "");
    if (number > 0 || unknown.isEmpty()) {
      return own;
    }
    String ignored = "unknown columns are ignored: " + unknownNames();
    return own.isEmpty() ? ignored : own + "; " + ignored;
  }
}
