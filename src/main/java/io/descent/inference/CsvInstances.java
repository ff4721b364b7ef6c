package io.descent.inference;

import io.descent.dataset.ColumnReading;
import io.descent.dataset.CsvFile;
import io.descent.dataset.CsvOptions;
import io.descent.web.BoundedInput;
import io.descent.web.FieldError;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads the rows of a CSV file, whose header names columns of a model in any order, and lets each
 * row be answered when it is whole. As in an object of JSON a column that is not there is missing,
 * and the target's is ignored.
 */
final class CsvInstances implements CsvFile.Rows {
  private static final int IGNORED = -1;

  private final TableForm form;
  private final TableForm.Row row;
  private final Batches batches;
  private final Limits limits;
  private final FileProblems problems = new FileProblems();
  private final Remarks remarks;
  private final Passthrough passthrough;

  /** For each field of a row its column of the model. */
  private int[] columns = {};

  private boolean[] kept = {};

  private long rows;

  private List<String> header = List.of();

  CsvInstances(
      TableForm form, Batches batches, Limits limits, Remarks remarks, Passthrough passthrough) {
    this.remarks = remarks;
    this.passthrough = passthrough;
    this.form = form;
    this.row = form.row();
    this.batches = batches;
    this.limits = limits;
  }

  /** What the network says of all rows; a refusal where anything was wrong with the file. */
  Outputs read(InputStream body, Optional<Charset> charset) throws IOException {
    new CsvFile(
            new CsvOptions(Optional.empty(), Optional.empty(), charset, "Content-Type"),
            limits,
            problems)
        .read(new BoundedInput(body, limits.upload(), "CSV body"), this);
    problems.throwIfAny();
    return batches.finish();
  }

  @Override
  public void header(List<String> names) {
    header = List.copyOf(names);
    columns = names.stream().mapToInt(this::column).toArray();
    kept = new boolean[columns.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = passthrough.wants(header.get(i), columns[i] != IGNORED);
    }
    if (IntStream.of(columns).allMatch(it -> it == IGNORED)) {
      String hint = Spelling.hint(names.getFirst(), form.names());
      problems.add(1L, names.getFirst(), "no column is one of the model's" + hint);
    }
    problems.throwIfAny();
    requirePassedThrough();
    row.clear();
  }

  private void requirePassedThrough() {
    List<FieldError> absent =
        passthrough.names().stream()
            .filter(it -> !header.contains(it))
            .map(it -> "the file has no column " + Spelling.quoted(it) + Spelling.hint(it, header))
            .map(detail -> new FieldError("passthrough", detail))
            .toList();
    if (!absent.isEmpty()) {
      throw ProblemException.fields(ProblemKind.INVALID, absent);
    }
  }

  private int column(String name) {
    int column = form.column(name);
    // The index of a data frame or spreadsheet has no name
    boolean wanted = passthrough.names().contains(name);
    if (column < 0 && !form.isIgnored(name) && !name.isBlank() && !wanted) {
      remarks.unknown(name);
    }
    return column < 0 ? IGNORED : column;
  }

  @Override
  public void field(int index, char[] text, int from, int length, boolean quoted, long line) {
    int column = columns[index];
    if (kept[index] && length > 0) {
      String value = new String(text, from, length);
      passthrough.keep(header.get(index), JsonNodeFactory.instance.stringNode(value));
    }
    if (column == IGNORED || form.isMissing(column, text, from, length)) {
      return;
    }
    if (form.isNumeric(column)) {
      number(column, text, from, length, line);
    } else {
      category(column, text, from, length, line);
    }
  }

  private void category(int column, char[] text, int from, int length, long line) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == 0) {
        problems.add(line, form.names().get(column), "holds a NUL character");
        return;
      }
    }
    int index = form.category(column, ColumnReading.category(text, from, length));
    row.category(column, index);
    if (index < 0) {
      remarks.unseen(form.names().get(column), new String(text, from, length), "line " + line);
    }
  }

  private void number(int column, char[] text, int from, int length, long line) {
    double value = form.reading(column).parse(text, from, length);
    if (Double.isNaN(value)) {
      String shown = Spelling.quoted(new String(text, from, length));
      problems.add(line, form.names().get(column), form.wanted(column) + ", is " + shown);
    } else if (Math.abs(value) > ColumnReading.LARGEST) {
      problems.add(line, form.names().get(column), "is beyond ±3.4e38");
    } else {
      row.number(column, value);
    }
  }

  @Override
  public void endRow() {
    if (++rows > limits.instances()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "there are more than " + limits.instances() + " rows");
    }
    if (problems.isEmpty()) {
      row.encode(batches.inputs(), batches.at());
      batches.add();
    }
    row.clear();
    remarks.nextRow();
    passthrough.endRow();
  }
}
