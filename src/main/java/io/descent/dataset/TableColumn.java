package io.descent.dataset;

import io.descent.web.FileProblems;
import io.descent.web.Spelling;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table while it is read: what form it has, its values in the current block, and
 * what all its values show. The first value decides the form.
 */
final class TableColumn {

  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  private final String name;
  private final boolean target;
  private final ColumnReading reading = ColumnReading.PLAIN;
  private final TextBudget budget;
  private final FileProblems problems;

  private StoredForm form;
  private double[] numbers = {};
  private int[] codes = {};
  private final int blockRows;

  private final CategoryIndex<String> texts = new CategoryIndex<>();
  private final CategoryIndex<Double> targets = new CategoryIndex<>();
  private boolean fractions;
  private boolean told;
  private long firstLine;
  private long missing;
  private long count;
  private double sum;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  TableColumn(
      String name, boolean target, int blockRows, TextBudget budget, FileProblems problems) {
    this.name = name;
    this.target = target;
    this.budget = budget;
    this.problems = problems;
    this.blockRows = blockRows;
    this.form = StoredForm.MISSING;
  }

  /** The same column, whose values are categories whatever they look like. */
  TableColumn ofWords() {
    become(StoredForm.CODES);
    return this;
  }

  String name() {
    return name;
  }

  int mostCategories() {
    return budget.categories();
  }

  boolean target() {
    return target;
  }

  StoredForm form() {
    return form;
  }

  double[] numbers() {
    return numbers;
  }

  int[] codes() {
    return codes;
  }

  /** Takes the field of one row; {@code row} counts within the block. */
  void add(int row, char[] text, int from, int length, boolean quoted, long line) {
    if (length == 0) {
      addMissing(row, line);
      return;
    }
    if (firstLine == 0) {
      firstLine = line;
    }
    if (form == StoredForm.MISSING) {
      become(startsNumeric(text, from, length) ? StoredForm.NUMBERS : StoredForm.CODES);
    }
    if (form == StoredForm.NUMBERS) {
      addNumber(row, reading.parse(text, from, length), text, from, length, line);
    } else {
      addText(row, text, from, length, quoted, line);
    }
  }

  private void addMissing(int row, long line) {
    if (target) {
      problems.add(line, name, "the target is missing");
    }
    missing++;
    if (form == StoredForm.NUMBERS) {
      numbers[row] = Double.NaN;
    } else if (form == StoredForm.CODES) {
      codes[row] = -1;
    }
  }

  private void become(StoredForm known) {
    form = known;
    if (known == StoredForm.NUMBERS) {
      numbers = new double[blockRows];
      Arrays.fill(numbers, Double.NaN);
    } else {
      codes = new int[blockRows];
      Arrays.fill(codes, -1);
    }
  }

  private boolean startsNumeric(char[] text, int from, int length) {
    return !Double.isNaN(reading.parse(text, from, length)) || notFinite(text, from, length);
  }

  private static boolean notFinite(char[] text, int from, int length) {
    boolean signed = text[from] == '-' || text[from] == '+';
    int start = signed ? from + 1 : from;
    int rest = signed ? length - 1 : length;
    return rest <= 8 && NOT_FINITE.contains(new String(text, start, rest).toLowerCase(Locale.ROOT));
  }

  private void addNumber(int row, double value, char[] text, int from, int length, long line) {
    if (!(Math.abs(value) <= ColumnReading.LARGEST)) {
      refuseNumber(value, text, from, length, line);
      return;
    }
    numbers[row] = value;
    count++;
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (target) {
      fractions |= value != Math.rint(value);
      targets.count(value + 0.0, mostCategories() + 1); // one zero, not two
    }
  }

  private void refuseNumber(double value, char[] text, int from, int length, long line) {
    String shown = Spelling.quoted(new String(text, from, length));
    if (!Double.isNaN(value)) {
      problems.add(line, name, shown + " is beyond ±3.4e38");
    } else if (notFinite(text, from, length)) {
      problems.add(line, name, shown + " is not a finite number");
    } else if (!told) {
      told = true;
      problems.add(
          line,
          name,
          shown
              + " is not a number, as the column's first value is; if it holds categories, list it"
              + " in the field categorical");
    }
  }

  private void addText(int row, char[] text, int from, int length, boolean quoted, long line) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == 0) {
        problems.add(line, name, "holds a NUL character");
        return;
      }
      if (text[i] == '"' && !quoted) {
        problems.add(line, name, "a quote inside a field without quotes; quote the field");
        return;
      }
    }
    String word = new String(text, from, length);
    int known = texts.size();
    int code = texts.count(word, mostCategories());
    if (texts.size() > known) {
      budget.take(word);
    }
    if (code < 0 && !told) {
      told = true;
      problems.add(line, name, "has more than " + mostCategories() + " categories");
    }
    codes[row] = code;
  }

  CategoryIndex<String> texts() {
    return texts;
  }

  /** Of a numeric target its distinct values, one more than there may be classes at most. */
  CategoryIndex<Double> targets() {
    return targets;
  }

  /** Whether a numeric target has a value that is not whole. */
  boolean fractions() {
    return fractions;
  }

  /** Line of the first value. */
  long firstLine() {
    return firstLine;
  }

  long missing() {
    return missing;
  }

  @Nullable Double min() {
    return count == 0 ? null : min;
  }

  @Nullable Double max() {
    return count == 0 ? null : max;
  }

  @Nullable Double mean() {
    return count == 0 ? null : sum / count;
  }
}
