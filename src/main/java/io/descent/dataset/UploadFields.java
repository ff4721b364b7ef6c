package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.storage.Labels;
import io.descent.storage.Naming;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Refuses a regression of images, which have classes. */
  void requireClasses() {
    if (task.equals(Optional.of(Task.REGRESSION))) {
      throw ProblemException.fields(
          ProblemKind.INVALID,
          List.of(new FieldError("task", "images have classes, so it is a classification")));
    }
  }

  /** Tells which fields say something of tables, although the file holds images. */
  Optional<Warning> unheededByImages() {
    Map<String, Boolean> tabular = new LinkedHashMap<>();
    tabular.put("target", target.isPresent());
    tabular.put("header", csv.header().isPresent());
    tabular.put("separator", csv.separator().isPresent());
    tabular.put("decimal", decimal.isPresent());
    tabular.put("encoding", csv.encoding().isPresent());
    tabular.put("missing", !missing.isEmpty());
    tabular.put("categorical", !categorical.isEmpty());
    tabular.put("numeric", !numeric.isEmpty());
    tabular.put("date", !date.isEmpty());
    tabular.put("ignore", !ignore.isEmpty());
    tabular.put("split", split.isPresent());
    tabular.put("image", image.isPresent());
    tabular.values().removeIf(said -> !said);
    return tabular.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Warning.of(
                "fields_unheeded",
                "the file holds images, of which nothing is said by "
                    + String.join(", ", tabular.keySet()),
                "Leave them out; they are for tables."));
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
