package io.descent.dataset;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a CSV file once and as it comes, for uploads and predictions alike, and refuses what is no
 * table: text that is not UTF-8, quotes that do not match, fields that are too large, a header whose
 * names cannot be told apart, rows of another length than the header, no rows.
 */
public final class CsvFile {
  private static final int HEAD = 64 * 1024;

  /** Takes a table as it is read. */
  public interface Rows {
    /** The names of the columns, none empty and none twice; comes once, before all else. */
    void header(List<String> names);

    /** A field of the current row; what a row has beyond the header is not given. */
    void field(int column, char[] text, int from, int length, boolean quoted, long line);

    /** The current row ended, whole or with a problem noted. */
    void endRow();
  }

  private final Limits limits;
  private final FileProblems problems;

  /**
   * @param problems takes what is wrong with rows, and is left to the caller to be thrown
   */
  public CsvFile(Limits limits, FileProblems problems) {
    this.limits = limits;
    this.problems = problems;
  }

  /** Reads the stream to its end. */
  public void read(InputStream in, Rows rows) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    CsvDialect dialect = CsvDialect.of(head);
    InputStream start =
        new ByteArrayInputStream(head, dialect.start(), head.length - dialect.start());
    CsvText text = new CsvText(new SequenceInputStream(start, in), limits.cell().toBytes());
    Records records = new Records(text, rows);
    try (CsvReader<Boolean> reader = reader(dialect, text, records)) {
      reader.forEach(_ -> {});
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    } catch (CsvParseException e) {
      throw records.refusal(e);
    }
    records.checkAny();
  }

  private static CsvReader<Boolean> reader(CsvDialect dialect, CsvText text, Records records) {
    return CsvReader.builder()
        .fieldSeparator(dialect.separator())
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(text.mostUnfinished())
        .build(records, text);
  }

  /** The header and rows among the records of a file. */
  private final class Records extends AbstractBaseCsvCallbackHandler<Boolean> {
    private final CsvText text;
    private final Rows rows;
    private final TextBudget budget = new TextBudget(limits);
    private final List<String> names = new ArrayList<>();
    private boolean headed;
    private boolean any;

    Records(CsvText text, Rows rows) {
      this.text = text;
      this.rows = rows;
    }

    @Override
    protected void handleBegin(long line) {
      text.beginRow(line);
    }

    @Override
    protected void handleField(int index, char[] chars, int from, int length, boolean quoted) {
      text.endField();
      if (limits.isBeyondCell(chars, from, length)) {
        throw tooLarge(
            "a field in line %d, column %d has more than %d bytes"
                .formatted(getStartingLineNumber(), index + 1, limits.cell().toBytes()));
      }
      if (!headed) {
        addName(chars, from, length);
      } else if (index < names.size()) {
        rows.field(index, chars, from, length, quoted, getStartingLineNumber());
      }
    }

    private void addName(char[] chars, int from, int length) {
      if (names.size() == limits.columns()) {
        throw tooLarge("the file has more than " + limits.columns() + " columns");
      }
      String name = new String(chars, from, length);
      budget.take(name);
      names.add(name);
    }

    @Override
    protected Boolean buildRecord() {
      if (getRecordType() == RecordType.EMPTY) {
        return true;
      }
      if (headed) {
        endRow();
      } else {
        headed = true;
        checkNames();
        rows.header(names);
      }
      return true;
    }

    private void checkNames() {
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        if (name.isBlank()) {
          problems.add(1L, null, "the name of column " + (i + 1) + " is empty");
        } else if (name.indexOf(0) >= 0) {
          problems.add(1L, null, "the name of column " + (i + 1) + " holds a NUL character");
        } else if (!seen.add(name)) {
          problems.add(1L, name, "there are two columns of this name");
        }
      }
      problems.throwIfAny();
    }

    private void endRow() {
      any = true;
      int count = getFieldCount();
      if (count != names.size()) {
        String fields = count + (count == 1 ? " field" : " fields");
        problems.add(
            getStartingLineNumber(),
            null,
            "has " + fields + ", but the header has " + names.size());
      }
      rows.endRow();
    }

    /** Every other problem was told by its own exception, so this one is of quotes. */
    RuntimeException refusal(CsvParseException e) throws IOException {
      return switch (e.getCause()) {
        case UncheckedIOException cause -> throw Objects.requireNonNull(cause.getCause());
        case IOException cause -> throw cause;
        case Error cause -> throw cause;
        case RuntimeException cause -> cause;
        case null, default ->
            FileProblems.of(
                getStartingLineNumber(),
                null,
                text.isEnded() ? CsvText.UNCLOSED : "a character follows a closing quote");
      };
    }

    void checkAny() {
      if (!any) {
        throw headed
            ? FileProblems.of(null, null, "the file has a header and no data row")
            : FileProblems.of(1L, null, "the file is empty");
      }
    }

    private static ProblemException tooLarge(String detail) {
      return ProblemException.of(ProblemKind.TOO_LARGE, detail);
    }
  }
}
