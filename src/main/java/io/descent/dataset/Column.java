package io.descent.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param categories of a categorical column, sorted as text; else empty
 */
public record Column(
    String name,
    Kind kind,
    long missing,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double mean,
    List<String> categories) {

  /** What a column holds. */
  public enum Kind {
    NUMERIC,
    CATEGORICAL,
    TARGET,
    DATE,
    IGNORED,
    SPLIT
  }
}
