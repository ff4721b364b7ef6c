package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.dataset.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a model's table, by place and by name. */
final class TableForm {

  private final Encoding encoding;
  private final String target;
  private final int[] order;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Map<String, Integer>> categories = new ArrayList<>();

  TableForm(Encoding encoding, String target) {
    this.encoding = encoding;
    this.target = target;
    this.order = encoding.order().stream().mapToInt(Integer::intValue).toArray();
    for (int place : order) {
      String name =
          place >= 0
              ? encoding.numeric().get(place).column()
              : encoding.categorical().get(-1 - place).column();
      columns.put(name, names.size());
      names.add(name);
    }
    encoding.categorical().forEach(column -> categories.add(indexed(column.categories())));
  }

  private static Map<String, Integer> indexed(List<String> words) {
    Map<String, Integer> index = new HashMap<>();
    words.forEach(word -> index.put(word, index.size()));
    return index;
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

    /** A category that training never saw counts as missing. */
    void category(int column, String word) {
      int place = -1 - order[column];
      chosen[place] = categories.get(place).getOrDefault(word, -1);
    }

    void encode(float[] into, int at) {
      encoding.encode(numbers, chosen, into, at);
    }
  }
}
