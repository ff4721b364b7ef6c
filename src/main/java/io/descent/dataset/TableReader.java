package io.descent.dataset;

import io.descent.web.FieldError;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes a table field by field, and writes its rows as typed blocks. Keeps no row longer than its
 * block, and no field as text unless it is a new category.
 */
final class TableReader implements DatasetReader, CsvFile.Rows {
  private final UploadFields fields;
  private final BlockWriter blocks;
  private final Limits limits;
  private final FileProblems problems = new FileProblems();
  private final TextBudget budget;
  private TableColumn[] columns = {};
  private int blockRows;
  private int row;
  private long rows;

  TableReader(UploadFields fields, Limits limits, BlockWriter blocks) {
    this.fields = fields;
    this.budget = new TextBudget(limits);
    this.blocks = blocks;
    this.limits = limits;
  }

  @Override
  public Description read(InputStream content) throws IOException {
    new CsvFile(limits, problems).read(content, this);
    if (row > 0) {
      writeBlock();
    }
    problems.throwIfAny();
    return new TableContent(List.of(columns), rows, blockRows, fields.task()).describe();
  }

  @Override
  public void header(List<String> names) {
    if (names.size() == 1) {
      throw FileProblems.of(1L, null, "there must be a column beside the target");
    }
    names.forEach(budget::take);
    String target = target(names);
    Set<String> categorical = categorical(names);
    blockRows = BlockWriter.blockRows((long) names.size() * Double.BYTES);
    columns =
        names.stream()
            .map(name -> column(name, name.equals(target), categorical.contains(name)))
            .toArray(TableColumn[]::new);
  }

  private TableColumn column(String name, boolean target, boolean categorical) {
    TableColumn column = new TableColumn(name, target, blockRows, budget, problems);
    return categorical ? column.ofWords() : column;
  }

  private String target(List<String> names) {
    String target = fields.target().orElse(names.getLast());
    if (!names.contains(target)) {
      throw unknown("target", target);
    }
    return target;
  }

  private Set<String> categorical(List<String> names) {
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

  @Override
  public void field(int column, char[] text, int from, int length, boolean quoted, long line) {
    columns[column].add(row, text, from, length, quoted, line);
  }

  @Override
  public void endRow() {
    rows++;
    if (++row == blockRows) {
      writeBlock();
    }
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
}
