package io.descent.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param categories of a categorical column, sorted as text; else empty
 * @param categoryRows rows of each category; empty where they are not known
 * @param reading how its numbers or dates are spelled
 */
public record Column(
    String name,
    Kind kind,
    long missing,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double mean,
    List<String> categories,
    List<Long> categoryRows,
    ColumnReading reading) {

  /** What was stored before there were readings has none. */
  @SuppressWarnings("NullAway")
  public Column {
    categoryRows = categoryRows == null ? List.of() : categoryRows;
    reading = ColumnReading.orPlain(reading);
  }

  public Column(
      String name,
      Kind kind,
      long missing,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double mean,
      List<String> categories) {
    this(name, kind, missing, min, max, mean, categories, List.of(), ColumnReading.PLAIN);
  }

  Column with(List<String> words, List<Long> rows) {
    return new Column(name, kind, missing, min, max, mean, words, rows, reading);
  }

  /** What a column holds. */
  public enum Kind {
    NUMERIC,
    CATEGORICAL,
    TARGET,
    /** Seconds since 1970. */
    DATE,
    /** Kept in the content, and not learnt from. */
    IGNORED,
    /** Says which part of the data each row belongs to. */
    SPLIT;

    /** Whether a network sees it as one number. */
    public boolean isNumber() {
      return this == NUMERIC || this == DATE;
    }

    /** Whether a network sees it. */
    public boolean isInput() {
      return isNumber() || this == CATEGORICAL;
    }
  }
}
