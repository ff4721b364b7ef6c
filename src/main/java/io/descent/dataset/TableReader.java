package io.descent.dataset;

import io.descent.dataset.ColumnInference.Given;
import io.descent.dataset.TableColumn.Role;
import io.descent.dataset.TableColumn.TableReading;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a table field by field, once, and gives its rows block by block. Keeps no row longer than
 * its block, and no field as text unless it is a new category.
 */
final class TableReader implements CsvFile.Rows {

  /** Takes the rows that the columns hold. */
  interface Sink {
    void block(TableReader table, int rows) throws IOException;
  }

  /**
   * What is supposed of the columns before they are read.
   *
   * @param kinds by place; those of columns that are not to be read are absent
   */
  record Supposed(char decimal, List<Optional<Column.Kind>> kinds, boolean settled) {

    static final Supposed NOTHING = new Supposed('.', List.of(), false);

    boolean reads(int column) {
      return !settled || kinds.get(column).isPresent();
    }

    boolean is(int column, Column.Kind kind) {
      return column < kinds.size() && kinds.get(column).equals(Optional.of(kind));
    }
  }

  private static final int FEW = 1000;

  private final UploadFields fields;
  private final Limits limits;
  private final FileProblems problems;
  private final Supposed supposed;
  private final Sink sink;
  private final TextBudget budget;
  private final NumberScan scan = new NumberScan();
  private final DoubledRows doubled = new DoubledRows();

  private List<String> names = List.of();
  private @Nullable TableColumn[] columns = {};
  private Optional<IndexColumn> index = Optional.empty();
  private Optional<PixelColumns> pixels = Optional.empty();
  private int shift;
  private int blockRows;
  private int row;
  private long rows;

  TableReader(
      UploadFields fields, Limits limits, FileProblems problems, Supposed supposed, Sink sink) {
    this.fields = fields;
    this.limits = limits;
    this.problems = problems;
    this.supposed = supposed;
    this.sink = sink;
    this.budget = new TextBudget(limits);
  }

  @Override
  public void header(List<String> all) {
    boolean unnamed = all.size() > 1 && all.getFirst().isBlank();
    index = unnamed ? Optional.of(new IndexColumn()) : Optional.empty();
    shift = unnamed ? 1 : 0;
    names = List.copyOf(all.subList(shift, all.size()));
    names.forEach(budget::take);
    TableRoles roles = new TableRoles(names, fields);
    blockRows = BlockWriter.blockRows((long) names.size() * Double.BYTES);
    columns = new TableColumn[names.size()];
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Role role = roles.role(names.get(i));
      if (role == Role.INPUT) {
        inputs.add(i);
      }
      boolean pixel = role == Role.INPUT && fields.image().isPresent();
      columns[i] = pixel || !supposed.reads(i) ? null : column(i, role, roles.given(names.get(i)));
    }
    pixels =
        fields.image().map(shape -> new PixelColumns(shape, inputs, names, blockRows, problems));
  }

  private TableColumn column(int place, Role role, Given given) {
    Given known =
        !supposed.settled()
            ? given
            : switch (supposed.kinds().get(place).orElse(Column.Kind.CATEGORICAL)) {
              case NUMERIC -> Given.NUMERIC;
              case DATE -> Given.DATE;
              case CATEGORICAL, TARGET, IGNORED, SPLIT -> Given.CATEGORICAL;
            };
    TableColumn column =
        new TableColumn(
            names.get(place),
            role,
            given,
            new ColumnInference(known, new MissingWords(fields.missing()), scan),
            supposed.decimal(),
            new TableReading(budget, problems, blockRows));
    return supposed.is(place, Column.Kind.CATEGORICAL) ? column.ofWords() : column;
  }

  @Override
  public void field(int place, char[] text, int from, int length, boolean quoted, long line) {
    int column = place - shift;
    if (column < 0) {
      index.ifPresent(it -> it.see(text, from, length));
      return;
    }
    TableColumn found = columns[column];
    if (found != null) {
      found.add(row, text, from, length, quoted, line);
    } else if (pixels.isPresent()) {
      pixels.get().add(row, column, text, from, length, line);
    }
  }

  @Override
  public void endRow() {
    rows++;
    if (!supposed.settled()) {
      doubled.add(key());
    }
    if (++row == blockRows) {
      flush();
    }
  }

  private long key() {
    long key = pixels.isPresent() ? pixels.get().lastKey(row) : 0;
    for (TableColumn column : columns) {
      key = key * 0x9E3779B97F4A7C15L + (column == null ? 0 : column.lastKey());
    }
    return key;
  }

  /** Gives what rows are left. */
  void flush() {
    try {
      // Of a file that is refused anyway nothing more is worth storing
      if (row > 0 && problems.isEmpty()) {
        sink.block(this, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    row = 0;
  }

  /** Whether little memory is held for it, so that many may be read at a time. */
  boolean isSmall() {
    return columns.length <= FEW && budget.isSmall();
  }

  List<String> names() {
    return names;
  }

  /** The columns that are read, in order. */
  List<TableColumn> columns() {
    List<TableColumn> read = new ArrayList<>();
    for (TableColumn column : columns) {
      if (column != null) {
        read.add(column);
      }
    }
    return read;
  }

  /** What stands behind the pixels in a block of images: the target, and the parts if there are. */
  List<TableColumn> imageColumns() {
    return columns().stream().filter(it -> it.role() != Role.IGNORED).toList();
  }

  /** Of the columns that are stored in a block, those that are read now. */
  List<Optional<TableColumn>> storedColumns() {
    List<Optional<TableColumn>> stored = new ArrayList<>();
    TableRoles roles = new TableRoles(names, fields);
    for (int i = 0; i < columns.length; i++) {
      Role role = roles.role(names.get(i));
      if (pixels.isEmpty() || role == Role.TARGET || role == Role.SPLIT) {
        stored.add(column(i));
      }
    }
    return stored;
  }

  /** The kinds of all columns that were read, by place; notes what is refused. */
  List<Optional<Column.Kind>> decide(char sign) {
    List<Optional<Column.Kind>> kinds = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      Optional<Column.Kind> kind = column(i).map(it -> it.decide(sign, problems));
      checkHeader(names.get(i), kind);
      kinds.add(kind);
    }
    if (index.isPresent() && !index.get().counts()) {
      problems.add(1L, null, "the name of column 1 is empty, and it does not count the rows");
    }
    return kinds;
  }

  private void checkHeader(String name, Optional<Column.Kind> kind) {
    Column.Kind what = kind.orElse(Column.Kind.NUMERIC);
    if (fields.csv().header().isEmpty() && isValue(name.toCharArray(), what)) {
      problems.add(
          1L,
          name,
          "is the name of a column of %s, and a %s too; if the first line is a row, say header=false, if it names the columns, header=true"
              .formatted(
                  what == Column.Kind.DATE ? "dates" : "numbers",
                  what == Column.Kind.DATE ? "date" : "number"));
    }
  }

  /** Whether a name is what the column holds, in whatever spelling. */
  private static boolean isValue(char[] name, Column.Kind kind) {
    return switch (kind) {
      case NUMERIC -> new NumberScan().scan(name, 0, name.length);
      case DATE -> !Double.isNaN(new DateText().parse(name, 0, name.length));
      case CATEGORICAL, TARGET, IGNORED, SPLIT -> false;
    };
  }

  /** The column of a place, where it is read. */
  Optional<TableColumn> column(int place) {
    return place < columns.length ? Optional.ofNullable(columns[place]) : Optional.empty();
  }

  Optional<PixelColumns> pixels() {
    return pixels;
  }

  Optional<IndexColumn> index() {
    return index;
  }

  DoubledRows doubled() {
    return doubled;
  }

  int blockRows() {
    return blockRows;
  }

  long rows() {
    return rows;
  }
}
