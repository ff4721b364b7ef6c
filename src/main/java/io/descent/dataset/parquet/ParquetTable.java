package io.descent.dataset.parquet;

import dev.hardwood.Hardwood;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Parquet file of flat columns, read as the CSV that it would be. Holds at most some pages of one
 * column in memory; the file and its values are in temporary files until it is closed.
 */
public final class ParquetTable implements AutoCloseable {

  /** How pandas begins the name of a column that holds its row labels. */
  private static final String INDEX = "__index_level_";

  private static final int COPIED = 1 << 16;
  private static final long BATCH_BYTES = 1 << 24;
  private static final int BATCH_ROWS = 8192;
  private static final String UNREADABLE =
      "cannot be read: the file is damaged, or written in a way that is not understood";

  private final TemporaryFile.Source files;
  private final TemporaryFile file;
  private final Limits limits;
  private final List<FlatColumn> columns = new ArrayList<>();
  private final List<String> indexes = new ArrayList<>();
  private long[] dictionaries = {};
  private long rows;
  private Optional<ColumnFile> values = Optional.empty();

  /**
   * A column.
   *
   * @param leaf its number among those that hold values; −1 where it holds other columns or lists
   * @param text how its values are written; absent where they are not understood
   * @param type what the file calls it
   */
  private record FlatColumn(String name, int leaf, Optional<ColumnText> text, String type) {

    boolean isText() {
      return text.map(ColumnText::isText).orElse(false);
    }
  }

  private ParquetTable(TemporaryFile.Source files, Limits limits) {
    this.files = files;
    this.file = files.create();
    this.limits = limits;
  }

  /** Takes a file and checks what it claims. */
  public static ParquetTable open(InputStream in, Limits limits, TemporaryFile.Source files)
      throws IOException {
    ParquetTable table = new ParquetTable(files, limits);
    try {
      table.copy(in);
      table.check();
      return table;
    } catch (UncheckedIOException e) {
      table.close();
      throw Objects.requireNonNull(e.getCause());
    } catch (IOException | RuntimeException | Error e) {
      table.close();
      throw e;
    }
  }

  private void copy(InputStream in) throws IOException {
    byte[] buffer = new byte[COPIED];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      file.append(ByteBuffer.wrap(buffer, 0, n));
    }
  }

  private void check() {
    ParquetClaims claims = new ParquetClaims(file.map(), limits);
    reading(
        null,
        reader -> {
          FileSchema schema = reader.getFileSchema();
          if (schema.getColumnCount() > limits.columns()) {
            throw ProblemException.of(
                ProblemKind.TOO_LARGE, "the file has more than " + limits.columns() + " columns");
          }
          schema.getRootNode().children().forEach(node -> take(schema, node));
          boolean[] flat = new boolean[schema.getColumnCount()];
          columns.stream().filter(it -> it.leaf() >= 0).forEach(it -> flat[it.leaf()] = true);
          dictionaries = claims.check(reader.getFileMetaData(), flat);
          rows = reader.getFileMetaData().numRows();
        });
  }

  private void take(FileSchema schema, SchemaNode node) {
    if (node.name().startsWith(INDEX)) {
      indexes.add(node.name());
    } else if (node instanceof SchemaNode.PrimitiveNode leaf
        && leaf.repetitionType() != RepetitionType.REPEATED) {
      ColumnSchema column = schema.getColumn(leaf.columnIndex());
      Object type = column.logicalType() == null ? column.type() : column.logicalType();
      columns.add(
          new FlatColumn(
              node.name(), leaf.columnIndex(), ColumnText.of(column), String.valueOf(type)));
    } else {
      columns.add(new FlatColumn(node.name(), -1, Optional.empty(), "nested"));
    }
  }

  /** The names of all columns, in order. */
  public List<String> names() {
    return columns.stream().map(FlatColumn::name).toList();
  }

  /** Columns of row labels, which are left out. */
  public List<String> indexes() {
    return indexes;
  }

  /** The columns whose values are words, whatever they look like. */
  public List<String> texts() {
    return columns.stream().filter(FlatColumn::isText).map(FlatColumn::name).toList();
  }

  /**
   * Decodes all columns to a temporary file.
   *
   * @param ignored columns of which nothing is needed where they are not understood
   * @param decimal the sign that numbers are written with
   */
  public void decode(Collection<String> ignored, char decimal) throws IOException {
    refuseNotUnderstood(ignored);
    ColumnFile columnFile = new ColumnFile(files.create(), limits, file.size());
    values = Optional.of(columnFile);
    try {
      decode(columnFile, decimal);
    } catch (ColumnFile.UnwritableException e) {
      throw e.cause();
    }
  }

  private void decode(ColumnFile file, char decimal) throws IOException {
    for (FlatColumn column : columns) {
      file.beginColumn();
      if (column.text().isPresent()) {
        reading(column.name(), reader -> decode(reader, column, decimal, file));
      } else {
        for (long row = 0; row < rows; row++) {
          file.add("");
        }
      }
    }
    file.flush();
  }

  private void refuseNotUnderstood(Collection<String> ignored) {
    FileProblems problems = new FileProblems();
    for (FlatColumn column : columns) {
      if (column.text().isEmpty() && !ignored.contains(column.name())) {
        problems.add(
            null,
            column.name(),
            column.leaf() < 0
                ? "is nested, and only flat columns are read; flatten it, or list it in ignore"
                : "is of the type %s, which is not understood; list it in ignore"
                    .formatted(column.type()));
      }
    }
    problems.throwIfAny();
  }

  private void decode(ParquetFileReader reader, FlatColumn column, char decimal, ColumnFile file) {
    ColumnText text = column.text().orElseThrow();
    // Each row may repeat the longest word of the dictionary
    long most = Math.max(16, dictionaries[column.leaf()]);
    int batchRows = Math.clamp(BATCH_BYTES / most, 1, BATCH_ROWS);
    long row = 0;
    try (ColumnReader batch =
        reader.buildColumnReader(column.leaf()).batchSize(batchRows).build()) {
      while (batch.nextBatch()) {
        ColumnText.Values batchValues = text.of(batch);
        Validity validity = batch.getLeafValidity();
        for (int i = 0; i < batch.getRecordCount(); i++, row++) {
          String value = validity.isNull(i) ? "" : value(batchValues, i, column, row);
          file.add(decimal == '.' || text.isText() ? value : value.replace('.', decimal));
        }
      }
    }
    if (row != rows) {
      throw FileProblems.of(null, column.name(), UNREADABLE);
    }
  }

  private String value(ColumnText.Values values, int index, FlatColumn column, long row) {
    try {
      String value = values.text(index);
      if (limits.isBeyondCell(value.toCharArray(), 0, value.length())) {
        throw ProblemException.of(
            ProblemKind.TOO_LARGE,
            "a value of the column %s has more than %d bytes"
                .formatted(column.name(), limits.cell().toBytes()));
      }
      return value;
    } catch (CharacterCodingException e) {
      throw FileProblems.of(
          row + 2, column.name(), "is not text in UTF-8; list the column in ignore");
    }
  }

  /** The table as CSV in pieces; an empty piece is the end. */
  public interface Csv {
    byte[] next() throws IOException;
  }

  /** The header as a line of CSV. */
  public String header() {
    List<String> quoted =
        columns.stream().map(it -> '"' + it.name().replace("\"", "\"\"") + '"').toList();
    return String.join(",", quoted) + "\n";
  }

  /** The rows as lines of CSV, from the first; as often as asked. */
  public Csv rows() {
    boolean[] quoted = new boolean[columns.size()];
    for (int i = 0; i < quoted.length; i++) {
      quoted[i] = columns.get(i).isText();
    }
    return values.orElseThrow().lines(rows, quoted)::next;
  }

  /** What is done with an open file. */
  private interface Work {
    void with(ParquetFileReader reader);
  }

  /** Damage shows as any exception at all. */
  private void reading(@org.jspecify.annotations.Nullable String column, Work work) {
    try (HardwoodContext context = HardwoodContext.create(1);
        Hardwood hardwood = Hardwood.create(context);
        ParquetFileReader reader = hardwood.open(new StoredFile())) {
      work.with(reader);
    } catch (ColumnFile.UnwritableException | ProblemException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw FileProblems.of(
          null, column, column == null ? "the Parquet file " + UNREADABLE : UNREADABLE);
    }
  }

  /** The file as it lies in memory. */
  private final class StoredFile implements InputFile {

    @Override
    public void open() {}

    @Override
    public ByteBuffer readRange(long offset, int length) {
      return file.map().asSlice(offset, length).asByteBuffer();
    }

    @Override
    public long length() {
      return file.size();
    }

    @Override
    public String name() {
      return "upload";
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    file.close();
    values.ifPresent(ColumnFile::close);
  }
}
