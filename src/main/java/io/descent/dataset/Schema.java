package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data set holds.
 *
 * @param columns of a table in file order, the target among them; empty for images
 * @param classes sorted; empty for a regression
 * @param split which part each row belongs to, where the data set says so
 * @param inputShape raw columns without the target, or (channels, height, width)
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
    List<ClassCount> classes,
    @Nullable Parts split) {

  public Schema(
      Format format,
      Task task,
      long rows,
      Shape inputShape,
      Shape encodedShape,
      String target,
      List<Column> columns,
      List<ClassCount> classes) {
    this(format, task, rows, inputShape, encodedShape, target, columns, classes, null);
  }

  /** The column that says which part each row belongs to, and how many rows each part has. */
  public record Parts(String column, long train, long validation, long test) {}

  /** The form of the file a data set came from. */
  public enum Format {
    CSV,
    IDX,
    NPY,
    NPZ,
    ZIP,
    PARQUET
  }

  /** Whether rows are images: pixels, no columns. */
  public boolean ofImages() {
    return columns.isEmpty();
  }

  /** The columns a network sees, in order. */
  public List<Column> inputs() {
    return columns.stream().filter(c -> c.kind().isInput()).toList();
  }

  public List<String> labels() {
    return classes.stream().map(ClassCount::label).toList();
  }

  Schema withoutColumns() {
    return new Schema(
        format, task, rows, inputShape, encodedShape, target, List.of(), classes, split);
  }

  /** The same with other categories, so that as much more or less is encoded. */
  Schema with(List<Column> others, Shape encoded) {
    return new Schema(format, task, rows, inputShape, encoded, target, others, classes, split);
  }

  Schema as(Format other) {
    return new Schema(other, task, rows, inputShape, encodedShape, target, columns, classes, split);
  }
}
