package io.descent.dataset;

import io.descent.dataset.ColumnInference.Given;
import io.descent.web.FileError;
import io.descent.web.FileProblems;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One column of a table while it is read: its values in the current block, encoded by the kind that
 * the column has so far, and what all its values show.
 */
final class TableColumn {

  /** What the column is for. */
  enum Role {
    INPUT,
    TARGET,
    SPLIT,
    IGNORED
  }

  private static final int MOST_PROBLEMS = 100;

  private final String name;
  private final Role role;
  private final Given given;
  private final ColumnInference inference;
  private final char decimal;
  private final TextBudget budget;
  private final FileProblems problems;
  private final ColumnValues values;

  private final CategoryIndex<String> texts = new CategoryIndex<>();
  private final CategoryIndex<Double> targets = new CategoryIndex<>();
  private final ColumnStatistics statistics = new ColumnStatistics();
  private final List<FileError> notFinite = new ArrayList<>();
  private boolean told;
  private boolean stale;
  private boolean dates;
  private long firstLine;
  private long last;

  /**
   * @param decimal the decimal sign that the file seems to have
   */
  TableColumn(
      String name,
      Role role,
      Given given,
      ColumnInference inference,
      char decimal,
      TableReading reading) {
    this.name = name;
    this.role = role;
    this.given = given;
    this.inference = inference;
    this.decimal = decimal;
    this.budget = reading.budget();
    this.problems = reading.problems();
    this.values = new ColumnValues(reading.blockRows());
    if (given == Given.CATEGORICAL) {
      values.become(StoredForm.CODES);
    }
  }

  /** The same column, which is read as words from the start. */
  TableColumn ofWords() {
    if (values.form() == StoredForm.MISSING) {
      values.become(words());
    }
    return this;
  }

  /** Of what is not learnt from, rows only need to be told apart. */
  private StoredForm words() {
    return role == Role.IGNORED ? StoredForm.HASHES : StoredForm.CODES;
  }

  /** What the columns of a file share while it is read. */
  record TableReading(TextBudget budget, FileProblems problems, int blockRows) {}

  /** Takes the field of one row; {@code row} counts within the block. */
  void add(int row, char[] text, int from, int length, boolean quoted, long line) {
    switch (inference.see(text, from, length, line, decimal)) {
      case EMPTY -> missing(row, line);
      case MISSING_WORD -> {
        if (values.ofWords()) {
          word(row, text, from, length, quoted, line);
        } else {
          missing(row, line);
        }
      }
      case NUMBER -> number(row, text, from, length, quoted, line);
      case DATE -> {
        dates |= values.form() == StoredForm.MISSING;
        number(row, text, from, length, quoted, line);
      }
      case TEXT -> {
        stale |=
            values.form() == StoredForm.NUMBERS
                || (values.form() == StoredForm.MISSING && inference.words() > 0);
        word(row, text, from, length, quoted, line);
      }
    }
  }

  private void missing(int row, long line) {
    if (role == Role.TARGET || role == Role.SPLIT) {
      problems.add(
          line, name, role == Role.TARGET ? "the target is missing" : "the part is missing");
    }
    last = 0;
    values.missing(row);
  }

  private void number(int row, char[] text, int from, int length, boolean quoted, long line) {
    if (values.ofWords()) {
      word(row, text, from, length, quoted, line);
      return;
    }
    if (values.form() == StoredForm.MISSING) {
      firstLine = line;
      values.become(StoredForm.NUMBERS);
    }
    double value = inference.value();
    if (Math.abs(value) > ColumnReading.LARGEST) {
      beyond(value, text, from, length, line);
      return;
    }
    values.numbers()[row] = value;
    last = Double.doubleToLongBits(value + 0.0);
    statistics.add(value);
    statistics.spelled(value, text, from, length);
    if (role == Role.TARGET) {
      targets.count(value + 0.0, mostCategories() + 1); // one zero, not two
    }
  }

  private void beyond(double value, char[] text, int from, int length, long line) {
    if (notFinite.size() < MOST_PROBLEMS) {
      String shown = Spelling.quoted(new String(text, from, length));
      boolean digits = shown.chars().anyMatch(c -> NumberText.digit((char) c));
      String what = digits ? " is beyond ±3.4e38" : " is not a finite number";
      notFinite.add(new FileError(line, name, shown + what));
    }
  }

  private void word(int row, char[] text, int from, int length, boolean quoted, long line) {
    Optional<String> problem = ColumnReading.wordProblem(text, from, length, quoted);
    if (problem.isPresent()) {
      problems.add(line, name, problem.get());
      return;
    }
    if (values.form() == StoredForm.NUMBERS) {
      // The column turns out to be text, or is refused
      values.numbers()[row] = Double.NaN;
      last = 0;
      return;
    }
    firstLine = firstLine == 0 ? line : firstLine;
    if (values.form() == StoredForm.MISSING) {
      values.become(words());
    }
    String word = CategoryText.of(text, from, length);
    last = CategoryText.hash(word);
    if (values.form() == StoredForm.HASHES) {
      values.hashes()[row] = last;
    } else {
      code(row, word, line);
    }
  }

  private void code(int row, String word, long line) {
    int known = texts.size();
    int code = texts.count(word, mostCategories());
    values.codes()[row] = code;
    if (texts.size() > known) {
      budget.takeCategory(word, known == 0);
      checkPart(word, line);
    }
    if (code < 0 && (given == Given.CATEGORICAL || role == Role.TARGET)) {
      if (!told) {
        told = true;
        problems.add(line, name, "has more than " + mostCategories() + " categories");
      }
    } else if (code < 0) {
      hashAll(row, word);
    }
  }

  private void checkPart(String word, long line) {
    if (role == Role.SPLIT) {
      SplitPart.problem(word).ifPresent(it -> problems.add(line, name, it));
    }
  }

  /** Too many words for codes: such a column is left out of training. */
  private void hashAll(int row, String word) {
    values.become(StoredForm.HASHES);
    for (int i = 0; i < row; i++) {
      values.hashes()[i] =
          values.codes()[i] < 0 ? 0 : CategoryText.hash(texts.values().get(values.codes()[i]));
    }
    values.hashes()[row] = CategoryText.hash(word);
  }

  /** The column's kind in the whole file. */
  Column.Kind decide(char sign, FileProblems refusals) {
    Column.Kind kind = inference.decide(sign, name, refusals);
    if (kind == Column.Kind.DATE && role == Role.TARGET) {
      refusals.add(
          null, name, "is a column of dates, which cannot be the target; name another in target");
    }
    if (kind == Column.Kind.NUMERIC && role != Role.IGNORED) {
      notFinite.forEach(it -> refusals.add(it.line(), it.column(), it.detail()));
    }
    return kind;
  }

  /** Whether what was encoded is not what the column holds. */
  boolean isStale(Column.Kind kind, char sign) {
    boolean signed = sign != decimal && inference.numbers(sign).isSeparated();
    return switch (kind) {
      case NUMERIC -> values.form() != StoredForm.NUMBERS || dates || stale || signed;
      case DATE -> values.form() != StoredForm.NUMBERS || !dates || stale;
      case CATEGORICAL, SPLIT, TARGET -> values.form() == StoredForm.NUMBERS || stale;
      case IGNORED -> false;
    };
  }

  String name() {
    return name;
  }

  Role role() {
    return role;
  }

  Given given() {
    return given;
  }

  ColumnInference inference() {
    return inference;
  }

  int mostCategories() {
    return budget.categories();
  }

  StoredForm form() {
    return values.form();
  }

  ColumnValues values() {
    return values;
  }

  /** What tells the value of the row that came last from others. */
  long lastKey() {
    return last;
  }

  CategoryIndex<String> texts() {
    return texts;
  }

  /** Of the codes, in their order, what they are where there were too many words. */
  List<Long> textHashes() {
    return texts.values().stream().map(CategoryText::hash).toList();
  }

  /** Of a numeric target its distinct values, one more than there may be classes at most. */
  CategoryIndex<Double> targets() {
    return targets;
  }

  ColumnStatistics statistics() {
    return statistics;
  }

  ColumnReading reading() {
    return inference.numbers(decimal).reading();
  }

  boolean isUnevenlySigned() {
    return inference.numbers(decimal).unevenlySigned();
  }

  long firstLine() {
    return firstLine;
  }

  long missing() {
    return values.ofWords() ? inference.missingTexts() : inference.missingNumbers();
  }
}
