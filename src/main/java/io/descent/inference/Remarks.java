package io.descent.inference;

import io.descent.web.Limits;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was understood in the rows of a request, but is doubtful: told, and never refused. */
final class Remarks {

  private static final String CATEGORY = "unknown_category";
  private static final String COLUMN = "unknown_column";

  private final List<Warning> places = new ArrayList<>();
  private final Map<Integer, String> rows = new HashMap<>();
  private final Set<String> columns = new LinkedHashSet<>();
  private long unseen;
  private int row;

  /** What is told from here on is of the next row. */
  void nextRow() {
    row++;
  }

  /**
   * A category that training never saw, which is answered as none.
   *
   * @param pointer of the value in the request; empty where the form has none
   */
  void unseen(String column, String word, String pointer) {
    unseen++;
    String detail = "unknown category " + shown(word) + " of " + column;
    rows.merge(row, detail, (before, more) -> before + "; " + more);
    if (places.size() < Limits.ERRORS) {
      String advice = "It counts as no category; GET the model to see its categories.";
      places.add(new Warning(CATEGORY, detail, advice, pointer, List.of(column)));
    }
  }

  /** A column that the data of the model did not have. */
  void unknown(String column) {
    if (columns.size() < Limits.ERRORS) {
      columns.add(column);
    }
  }

  private static String shown(String word) {
    return word.length() > 50 ? word.substring(0, 50) + "…" : word;
  }

  boolean isEmpty() {
    return unseen == 0 && columns.isEmpty();
  }

  /** At most so many, and then how many more there are. */
  List<Warning> warnings() {
    List<Warning> all = new ArrayList<>(places);
    if (unseen > places.size()) {
      String detail = (unseen - places.size()) + " more values are unknown categories";
      all.add(Warning.of(CATEGORY, detail, "Each counts as no category."));
    }
    if (!columns.isEmpty()) {
      String detail = "the model does not know " + String.join(", ", columns);
      String advice = "They are ignored; GET the model to see its columns.";
      all.add(Warning.ofColumns(COLUMN, detail, advice, List.copyOf(columns)));
    }
    return all;
  }

  /** What there is to say of a row of a table, in a sentence; unknown columns with the first. */
  String of(int number) {
    String own = rows.getOrDefault(number, "");
    if (number > 0 || columns.isEmpty()) {
      return own;
    }
    String unknown = "unknown columns are ignored: " + String.join(", ", columns);
    return own.isEmpty() ? unknown : own + "; " + unknown;
  }
}
