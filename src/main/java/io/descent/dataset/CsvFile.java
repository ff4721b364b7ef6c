package io.descent.dataset;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Reads a CSV file once and as it comes, for uploads and predictions alike, and refuses what is no
 * table: text that is in another encoding, quotes that do not match, fields that are too large, a
 * header whose names cannot be told apart, rows of another length than the header, no rows.
 */
public final class CsvFile {
  static final int HEAD = 64 * 1024;

  /** Takes a table as it is read. */
  public interface Rows {
    /**
     * The names of the columns, none twice and none empty but perhaps the first; comes once, before
     * all else.
     */
    void header(List<String> names);

    /** A field of the current row; what a row has beyond the header is not given. */
    void field(int column, char[] text, int from, int length, boolean quoted, long line);

    /** The current row ended, whole or with a problem noted. */
    void endRow();
  }

  private final CsvOptions options;
  private final Limits limits;
  private final FileProblems problems;
  private boolean trailing;
  private char separator = ',';

  /**
   * @param problems takes what is wrong with rows, and is left to the caller to be thrown
   */
  public CsvFile(CsvOptions options, Limits limits, FileProblems problems) {
    this.options = options;
    this.limits = limits;
    this.problems = problems;
  }

  /** Reads the stream to its end. */
  public void read(InputStream in, Rows rows) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    CsvDialect dialect = CsvDialect.of(head, options);
    separator = dialect.separator();
    int start = Math.min(dialect.start(), head.length);
    InputStream rest = new ByteArrayInputStream(head, start, head.length - start);
    CsvText text =
        new CsvText(new SequenceInputStream(rest, in), dialect.charset(), limits.cell().toBytes());
    CsvRecords records = new CsvRecords(text, dialect, options, limits, problems, rows);
    try (CsvReader<Boolean> reader = reader(dialect, text, records)) {
      reader.forEach(_ -> {});
    } catch (UncheckedIOException e) {
      throw records.refusal(Objects.requireNonNull(e.getCause()));
    } catch (CsvParseException e) {
      throw records.refusal(e);
    }
    records.finish();
    trailing = records.isTrailing();
  }

  /** Whether lines ended in a separator behind which there was nothing. */
  boolean isTrailing() {
    return trailing;
  }

  /** What the file turned out to be separated by. */
  char separator() {
    return separator;
  }

  private static CsvReader<Boolean> reader(CsvDialect dialect, CsvText text, CsvRecords records) {
    boolean runs = dialect.separator() == CsvDialect.RUNS;
    // Runs become shorter, so the reader behind them must not ask for few characters
    Reader lines = runs ? new BufferedReader(new BlankRuns(text), 1 << 15) : text;
    return CsvReader.builder()
        .fieldSeparator(runs ? '\t' : dialect.separator())
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(text.mostUnfinished())
        .build(records, lines);
  }
}
