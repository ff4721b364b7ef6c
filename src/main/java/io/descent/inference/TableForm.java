package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.dataset.Encoding;
import io.descent.dataset.WordIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a model's table, by place and by name. */
final class TableForm {

  private final Encoding encoding;
  private final String target;
  private final int[] order;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<WordIndex> categories;
  private final Set<String> ignored;

  TableForm(Encoding encoding, String target) {
    this(encoding, target, List.of());
  }

  /**
   * @param ignored columns of the data that are not learnt from
   */
  TableForm(Encoding encoding, String target, List<String> ignored) {
    this.encoding = encoding;
    this.target = target;
    this.ignored = Set.copyOf(ignored);
    this.order = encoding.order().stream().mapToInt(Integer::intValue).toArray();
    for (int place : order) {
      String name =
          place >= 0
              ? encoding.numeric().get(place).column()
              : encoding.categorical().get(-1 - place).column();
      columns.put(name, names.size());
      names.add(name);
    }
    categories = encoding.categorical().stream().map(Encoding.Categorical::index).toList();
  }

  int size() {
    return order.length;
  }

  List<String> names() {
    return names;
  }

  boolean isTarget(String name) {
    return name.equals(target);
  }

  /** Whether the data had such a column, which is not learnt from. */
  boolean isIgnored(String name) {
    return isTarget(name) || ignored.contains(name);
  }

  /** Whether the data had such a column at all. */
  boolean isKnown(String name) {
    return column(name) >= 0 || isIgnored(name);
  }

  /** The place of a word among its column's categories; −1 where it is none of them. */
  int category(int column, String word) {
    return categories.get(-1 - order[column]).of(word);
  }

  /** The place of the category that a boolean means; −1 where there is none. */
  int category(int column, boolean value) {
    return categories.get(-1 - order[column]).of(value);
  }

  /** The column of a name, or −1. */
  int column(String name) {
    return columns.getOrDefault(name, -1);
  }

  boolean isNumeric(int column) {
    return order[column] >= 0;
  }

  /** Whether a text is the data's own spelling of a missing value. */
  boolean isMissing(int column, char[] text, int from, int length) {
    if (isNumeric(column)) {
      return reading(column).isMissing(text, from, length);
    }
    List<String> words = encoding.categorical().get(-1 - order[column]).missing();
    return length == 0 || !words.isEmpty() && words.contains(new String(text, from, length));
  }

  /** What is said of a text that is no value of a numeric column. */
  String wanted(int column) {
    return reading(column).date()
        ? "must be a date, such as 2024-02-29 or 2024-02-29T12:30:00Z"
        : "must be a number";
  }

  /** How the values of a numeric column are spelled. */
  ColumnReading reading(int column) {
    return encoding.numeric().get(order[column]).reading();
  }

  /** A row in which every column is missing. */
  Row row() {
    return new Row();
  }

  /** One raw row; used again for the next one. */
  final class Row {

    private final double[] numbers = new double[encoding.numeric().size()];
    private final int[] chosen = new int[encoding.categorical().size()];

    void clear() {
      Arrays.fill(numbers, Double.NaN);
      Arrays.fill(chosen, -1);
    }

    void number(int column, double value) {
      numbers[order[column]] = reading(column).isMissing(value) ? Double.NaN : value;
    }

    /** An index into its categories; −1 counts as missing. */
    void category(int column, int index) {
      chosen[-1 - order[column]] = index;
    }

    void encode(float[] into, int at) {
      encoding.encode(numbers, chosen, into, at);
    }
  }
}
