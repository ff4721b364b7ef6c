package io.descent.dataset;

import io.descent.dataset.BlockLayout.StoredColumn;
import io.descent.engine.Task;
import io.descent.web.FileProblems;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the target turned out to be: numbers to fit, or classes in order.
 *
 * @param counts of classes, sorted as numbers where all are whole numbers, else as text
 */
record TargetClasses(Task task, List<ClassCount> counts, StoredColumn stored) {

  private static final int MOST_VALUES = 20;

  /** Rows that are few for a class. */
  private static final int FEW = 10;

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  static TargetClasses of(TableColumn column, Optional<Task> wished) {
    return column.form() == StoredForm.CODES ? ofText(column, wished) : ofNumbers(column, wished);
  }

  private static TargetClasses ofText(TableColumn column, Optional<Task> wished) {
    if (wished.equals(Optional.of(Task.REGRESSION))) {
      throw FileProblems.of(
          column.firstLine(), column.name(), "the target of a regression must be numbers");
    }
    CategoryIndex<String> texts = column.texts();
    List<ClassCount> unsorted =
        texts.values().stream().map(it -> new ClassCount(it, texts.rows(it))).toList();
    List<Integer> order = order(unsorted);
    checkSeveral(column, unsorted);
    StoredColumn stored =
        new StoredColumn(StoredForm.CODES, true, TableContent.inverse(order), List.of());
    return new TargetClasses(
        Task.CLASSIFICATION, order.stream().map(unsorted::get).toList(), stored);
  }

  private static TargetClasses ofNumbers(TableColumn column, Optional<Task> wished) {
    CategoryIndex<Double> values = column.targets();
    boolean many = column.statistics().fractions() || values.size() > MOST_VALUES;
    if (wished.orElse(many ? Task.REGRESSION : Task.CLASSIFICATION) == Task.REGRESSION) {
      StoredColumn stored = new StoredColumn(StoredForm.NUMBERS, true, List.of(), List.of());
      return new TargetClasses(Task.REGRESSION, List.of(), stored);
    }
    List<Double> ascending = values.values().stream().sorted().toList();
    List<ClassCount> unsorted =
        ascending.stream().map(it -> new ClassCount(label(it), values.rows(it))).toList();
    checkSeveral(column, unsorted);
    List<Integer> order = order(unsorted);
    StoredColumn stored =
        new StoredColumn(StoredForm.NUMBERS, true, TableContent.inverse(order), ascending);
    return new TargetClasses(
        Task.CLASSIFICATION, order.stream().map(unsorted::get).toList(), stored);
  }

  private static void checkSeveral(TableColumn column, List<ClassCount> classes) {
    if (classes.size() < 2) {
      throw FileProblems.of(
          null, column.name(), "the target has one class only, and a classification needs two");
    }
    if (classes.size() > column.mostCategories()) {
      throw FileProblems.of(
          null, column.name(), "the target has more than " + column.mostCategories() + " classes");
    }
  }

  /** Whole numbers in their shortest form. */
  static String label(double value) {
    if (value != Math.rint(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    return Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : new BigDecimal(value).toPlainString();
  }

  static List<Integer> order(List<ClassCount> classes) {
    Function<Integer, String> label = code -> classes.get(code).label();
    boolean whole = classes.stream().allMatch(it -> WHOLE.matcher(it.label()).matches());
    Comparator<Integer> comparator =
        whole
            ? Comparator.<Integer, Long>comparing(code -> Long.valueOf(label.apply(code)))
                .thenComparing(label)
            : Comparator.comparing(label);
    return IntStream.range(0, classes.size()).boxed().sorted(comparator).toList();
  }

  /** Of classes that have so few rows that little can be learnt of them. */
  static Optional<Warning> small(List<ClassCount> classes) {
    long rows = classes.stream().mapToLong(ClassCount::rows).sum();
    long share = rows / Math.max(1, classes.size());
    List<String> small =
        classes.stream()
            .filter(it -> it.rows() < FEW || 5 * it.rows() < share)
            .map(it -> Spelling.quoted(it.label()) + " (" + it.rows() + ")")
            .toList();
    return small.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Warning.of(
                "small_class",
                "Few rows have the class " + TableWarnings.shown(small) + ".",
                "Collect more of them, or see what class_weights do."));
  }
}
