package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import java.util.List;

/**
 * What a data set holds.
 *
 * @param columns of a table in file order, the target among them; empty for images
 * @param classes sorted; empty for a regression
 * @param inputShape raw columns without the target, or (1, height, width)
 * @param encodedShape what the first layer sees: numeric columns, and one value for each category
 */
public record Schema(
    Format format,
    Task task,
    long rows,
    Shape inputShape,
    Shape encodedShape,
    String target,
    List<Column> columns,
    List<ClassCount> classes) {

  /** The form of the file a data set came from. */
  public enum Format {
    CSV,
    IDX
  }

  /** The columns a network sees, in order. */
  public List<Column> inputs() {
    return columns.stream().filter(c -> c.kind() != Column.Kind.TARGET).toList();
  }

  public List<String> labels() {
    return classes.stream().map(ClassCount::label).toList();
  }
}
