package io.descent.dataset;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a table field by field, and writes its rows as typed blocks. Keeps no row longer than its
 * block, and no field as text unless it is a new category.
 */
final class TableReader extends AbstractBaseCsvCallbackHandler<Boolean> {

  private final UploadFields fields;
  private final Limits limits;
  private final BlockWriter blocks;
  private final FileProblems problems = new FileProblems();
  private final TextBudget budget = new TextBudget();

  private final List<String> names = new ArrayList<>();
  private TableColumn[] columns = {};
  private boolean headed;
  private int blockRows;
  private int row;
  private long rows;

  TableReader(UploadFields fields, Limits limits, BlockWriter blocks) {
    this.fields = fields;
    this.limits = limits;
    this.blocks = blocks;
  }

  @Override
  protected void handleField(int index, char[] text, int from, int length, boolean quoted) {
    if (limits.isBeyondCell(text, from, length)) {
      throw tooLarge(index);
    }
    if (!headed) {
      addName(index, text, from, length);
    } else if (index < columns.length) {
      columns[index].add(row, text, from, length, quoted, getStartingLineNumber());
    }
  }

  private ProblemException tooLarge(int index) {
    return ProblemException.of(
        ProblemKind.TOO_LARGE,
        "a field in line %d, column %d has more than %d bytes"
            .formatted(getStartingLineNumber(), index + 1, limits.cell().toBytes()));
  }

  private void addName(int index, char[] text, int from, int length) {
    if (index == limits.columns()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "the file has more than " + limits.columns() + " columns");
    }
    budget.take(length);
    names.add(new String(text, from, length));
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
    return true;
  }

  private void finishRow() {
    int count = getFieldCount();
    if (count != columns.length) {
      problems.add(
          getStartingLineNumber(),
          null,
          "has " + plural(count, "field") + ", but the header has " + columns.length);
    }
    rows++;
    if (++row == blockRows) {
      writeBlock();
    }
  }

  private static String plural(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void writeBlock() {
    try {
      // Of a file that is refused anyway nothing more is worth storing
      if (problems.isEmpty()) {
        blocks.table(columns, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    row = 0;
  }

  private void finishHeader() {
    checkNames();
    TableOptions options =
        new TableOptions(target(), fields.task(), categorical(), limits.categories());
    blockRows = BlockWriter.blockRows((long) names.size() * Double.BYTES);
    columns =
        names.stream()
            .map(name -> new TableColumn(name, options, blockRows, budget, problems))
            .toArray(TableColumn[]::new);
    headed = true;
  }

  private void checkNames() {
    FileProblems wrong = new FileProblems();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isBlank()) {
        wrong.add(1L, null, "the name of column " + (i + 1) + " is empty");
      } else if (name.indexOf(0) >= 0) {
        wrong.add(1L, null, "the name of column " + (i + 1) + " holds a NUL character");
      } else if (!seen.add(name)) {
        wrong.add(1L, name, "there are two columns of this name");
      }
    }
    if (names.size() == 1) {
      wrong.add(1L, null, "there must be a column beside the target");
    }
    wrong.throwIfAny();
  }

  private String target() {
    String target = fields.target().orElse(names.getLast());
    if (!names.contains(target)) {
      throw unknown("target", target);
    }
    return target;
  }

  private Set<String> categorical() {
    Set<String> listed = new HashSet<>();
    for (String value : fields.categorical()) {
      List<String> parts = names.contains(value) ? List.of(value) : List.of(value.split(","));
      for (String part : parts) {
        String name = names.contains(part) ? part : part.strip();
        if (!names.contains(name)) {
          throw unknown("categorical", name);
        }
        listed.add(name);
      }
    }
    return listed;
  }

  private static ProblemException unknown(String field, String name) {
    String detail = "the file has no column " + Spelling.quoted(name);
    return ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError(field, detail)));
  }

  /** Writes what is left, and refuses the file where anything was wrong with it. */
  TableContent finish() throws IOException {
    if (!headed) {
      throw FileProblems.of(1L, null, "the file is empty");
    }
    if (rows == 0) {
      throw FileProblems.of(null, null, "the file has a header and no data row");
    }
    if (row > 0) {
      writeBlock();
    }
    problems.throwIfAny();
    return new TableContent(List.of(columns), rows, blockRows, fields.task());
  }
}
