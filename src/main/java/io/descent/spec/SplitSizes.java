package io.descent.spec;

import io.descent.dataset.ClassCount;
import io.descent.dataset.Schema;
import io.descent.engine.Task;

/**
 * How many rows each part of a split has: floor(fraction · rows + 0.5), of each class on its own
 * where the split is stratified; the rest is for training, and so is a class of one row. By groups
 * they are about as many.
 */
record SplitSizes(long train, long validation, long test) {

  static SplitSizes of(TrainingSpec.SplitSpec split, Schema schema) {
    Schema.Parts parts = schema.split();
    if (split.by() == TrainingSpec.SplitBy.COLUMN && parts != null) {
      return new SplitSizes(parts.train(), parts.validation(), parts.test());
    }
    if (!split.stratify() || schema.task() == Task.REGRESSION) {
      return of(split, schema.rows());
    }
    return schema.classes().stream()
        .map(ClassCount::rows)
        .map(rows -> rows == 1 ? new SplitSizes(1, 0, 0) : of(split, rows))
        .reduce(new SplitSizes(0, 0, 0), SplitSizes::plus);
  }

  private static SplitSizes of(TrainingSpec.SplitSpec split, long rows) {
    long validation = part(split.validation(), rows, rows);
    long test = part(split.test(), rows, rows - validation);
    return new SplitSizes(rows - validation - test, validation, test);
  }

  private static long part(double fraction, long rows, long left) {
    return Math.min(left, (long) Math.floor(fraction * rows + 0.5));
  }

  private SplitSizes plus(SplitSizes other) {
    return new SplitSizes(train + other.train, validation + other.validation, test + other.test);
  }
}
