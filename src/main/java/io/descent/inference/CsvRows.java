package io.descent.inference;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.descent.dataset.NumberText;
import io.descent.web.FileError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of a CSV file, whose header names columns of a model in any order, and lets each
 * row be answered when it is whole. As in an object of JSON a column that is not there is missing,
 * and the target's is ignored.
 */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {

  private static final int MOST_ERRORS = 100;
  private static final int IGNORED = -1;

  private final TableForm form;
  private final TableForm.Row row;
  private final Batches batches;
  private final Limits limits;
  private final List<FileError> errors = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** For each field of a row its column of the model. */
  private int[] columns = {};

  private boolean headed;
  private long rows;

  CsvRows(TableForm form, Batches batches, Limits limits) {
    this.form = form;
    this.row = form.row();
    this.batches = batches;
    this.limits = limits;
  }

  @Override
  protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
    if (limits.isBeyondCell(text, from, length)) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "a field in line %d has more than %d bytes"
              .formatted(getStartingLineNumber(), limits.cell().toBytes()));
    }
    if (!headed) {
      addName(new String(text, from, length));
    } else if (index < columns.length && columns[index] != IGNORED && length > 0) {
      value(columns[index], text, from, length);
    }
  }

  private void addName(String name) {
    if (names.size() == limits.columns()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "the file has more than " + limits.columns() + " columns");
    }
    names.add(name);
  }

  private void value(int column, char[] text, int from, int length) {
    if (!form.isNumeric(column)) {
      row.category(column, new String(text, from, length));
      return;
    }
    double value = NumberText.parse(text, from, length);
    if (Double.isNaN(value)) {
      String shown = Spelling.quoted(new String(text, from, length));
      add(getStartingLineNumber(), form.names().get(column), "must be a number, is " + shown);
    } else if (Math.abs(value) > Float.MAX_VALUE) {
      add(getStartingLineNumber(), form.names().get(column), "is beyond ±3.4e38");
    } else {
      row.number(column, value);
    }
  }

  @Override
  protected Boolean buildRecord() {
    if (getRecordType() == RecordType.EMPTY) {
      return true;
    }
    if (headed) {
      finishRow();
    } else {
      finishHeader();
    }
    row.clear();
    return true;
  }

  private void finishHeader() {
    headed = true;
    columns = names.stream().mapToInt(this::column).toArray();
    Set<String> seen = new HashSet<>();
    names.stream()
        .filter(name -> !seen.add(name))
        .forEach(name -> add(1, name, "there are two columns of this name"));
    throwIfAny();
  }

  private int column(String name) {
    int column = form.column(name);
    if (column < 0 && !form.isTarget(name)) {
      add(1, name, "the model has no such column" + Spelling.hint(name, form.names()));
    }
    return column < 0 ? IGNORED : column;
  }

  private void finishRow() {
    if (getFieldCount() != columns.length) {
      add(
          getStartingLineNumber(),
          null,
          "has %d fields, but the header has %d".formatted(getFieldCount(), columns.length));
    }
    if (++rows > limits.instances()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "there are more than " + limits.instances() + " rows");
    }
    if (errors.isEmpty()) {
      row.encode(batches.inputs(), batches.at());
      batches.add();
    }
  }

  /** What the network says of all rows; a refusal where anything was wrong with the file. */
  Outputs finish() {
    if (!headed) {
      add(1, null, "the file is empty");
    } else if (rows == 0) {
      add(null, null, "the file has a header and no data row");
    }
    throwIfAny();
    return batches.finish();
  }

  private void add(@Nullable Number line, @Nullable String column, String detail) {
    errors.add(new FileError(line == null ? null : line.longValue(), column, detail));
    if (errors.size() == MOST_ERRORS) {
      throwIfAny();
    }
  }

  private void throwIfAny() {
    if (!errors.isEmpty()) {
      throw ProblemException.file(errors);
    }
  }
}
