package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.storage.Labels;
import io.descent.storage.Naming;
import java.util.List;
import java.util.Optional;

/**
 * What a client says about its upload. Lists of columns are names, or several names with commas
 * between them.
 *
 * @param decimal the decimal sign of numbers
 * @param missing spellings of a missing value besides the usual ones
 * @param categorical columns of categories, whatever they look like
 * @param numeric columns of numbers
 * @param date columns of dates
 * @param ignore columns that are not learnt from
 * @param split the column that says which part each row belongs to
 * @param image channels, height and width of the images whose pixels the columns are
 * @param texts columns that the file itself says are text
 */
record UploadFields(
    Optional<String> name,
    Labels labels,
    Optional<String> target,
    Optional<Task> task,
    CsvOptions csv,
    Optional<Character> decimal,
    List<String> missing,
    List<String> categorical,
    List<String> numeric,
    List<String> date,
    List<String> ignore,
    Optional<String> split,
    Optional<Shape> image,
    List<String> texts) {

  /** Nothing is said. */
  static final UploadFields NONE = of(Naming.NONE);

  /** Only what it is called. */
  static UploadFields of(Naming naming) {
    return new UploadFields(
        naming.name(),
        naming.labels(),
        Optional.empty(),
        Optional.empty(),
        CsvOptions.AUTO,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same with another target. */
  UploadFields target(Optional<String> column) {
    return with(column, csv, split, texts);
  }

  /** The same but for what has no say in how the file is read. */
  UploadFields reading() {
    return new UploadFields(
        Optional.empty(),
        Labels.NONE,
        target,
        Optional.empty(),
        csv,
        decimal,
        missing,
        categorical,
        numeric,
        date,
        ignore,
        split,
        image,
        texts);
  }

  /** The same, with a column that says which part each row belongs to. */
  UploadFields splitBy(String column) {
    return with(target, csv, Optional.of(column), texts);
  }

  /** The same of a file that says of its columns what they are, made into CSV. */
  UploadFields ofTyped(List<String> textColumns) {
    CsvOptions made = new CsvOptions(Optional.of(true), Optional.of(','), Optional.empty());
    return with(target, made, split, textColumns);
  }

  /** The same with others of what a file may say for itself. */
  private UploadFields with(
      Optional<String> target, CsvOptions csv, Optional<String> split, List<String> texts) {
    return new UploadFields(
        name,
        labels,
        target,
        task,
        csv,
        decimal,
        missing,
        categorical,
        numeric,
        date,
        ignore,
        split,
        image,
        texts);
  }
}
