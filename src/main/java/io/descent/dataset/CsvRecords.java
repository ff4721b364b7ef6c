package io.descent.dataset;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header and rows among the records of a CSV file. */
final class CsvRecords extends AbstractBaseCsvCallbackHandler<Boolean> {
  private static final String HEADERLESS =
      "; if the first line is no header, say so with header=false";

  private static final String ABOVE = "; if lines stand above the header, remove them";

  /** A byte order mark that stands where files were joined. */
  private static final char MARK = '\ufeff';

  private static final String WIDE =
      "; if the file is in a charset of two or four bytes a character, such as utf-16le, name it in"
          + " encoding";

  private final CsvText text;
  private final CsvDialect dialect;
  private final CsvOptions options;
  private final Limits limits;
  private final FileProblems problems;
  private final CsvFile.Rows rows;
  private final TextBudget budget;
  private final List<String> first = new ArrayList<>();
  private final List<Boolean> quotes = new ArrayList<>();
  private List<String> names = List.of();
  private int field;
  private boolean headed;
  private boolean any;
  private boolean trailing;

  /** Whether the header ends in an empty name, which is wrong if a row has a value there. */
  private boolean unnamed;

  private long headLine;

  /** Fields behind the last column of the current row, and whether one of them holds anything. */
  private boolean surplus;

  CsvRecords(
      CsvText text,
      CsvDialect dialect,
      CsvOptions options,
      Limits limits,
      FileProblems problems,
      CsvFile.Rows rows) {
    this.text = text;
    this.dialect = dialect;
    this.options = options;
    this.limits = limits;
    this.problems = problems;
    this.rows = rows;
    this.budget = new TextBudget(limits);
  }

  @Override
  protected void handleBegin(long line) {
    text.beginRow(line + dialect.lines());
    field = 0;
    surplus = false;
  }

  private long line() {
    return getStartingLineNumber() + dialect.lines();
  }

  @Override
  protected void handleField(int index, char[] chars, int from, int length, boolean quoted) {
    text.endField();
    field = index + 1;
    if (limits.isBeyondCell(chars, from, length)) {
      throw tooLarge(
          "a field in line %d, column %d has more than %d bytes"
              .formatted(line(), index + 1, limits.cell().toBytes()));
    }
    int start = from;
    int end = from + length;
    while (!quoted && start < end && isBlank(chars[start])) {
      start++;
    }
    while (!quoted && end > start && isBlank(chars[end - 1])) {
      end--;
    }
    // Quotes with blanks around them are not seen by the parser
    boolean spaced =
        !quoted && end - start > 1 && chars[start] == '"' && chars[end - 1] == '"' && start > from;
    if (spaced) {
      take(index, chars, start + 1, end - start - 2, true);
    } else {
      take(index, chars, start, end - start, quoted);
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' ? c == ' ' || c == '\t' : c == '\u00a0' || c == MARK;
  }

  private void take(int index, char[] chars, int from, int length, boolean quoted) {
    if (!headed) {
      addFirst(chars, from, length, quoted);
    } else if (index < names.size()) {
      rows.field(index, chars, from, length, quoted, line());
    } else {
      surplus |= length > 0;
    }
  }

  private void addFirst(char[] chars, int from, int length, boolean quoted) {
    if (first.size() == limits.columns()) {
      throw tooLarge("the file has more than " + limits.columns() + " columns");
    }
    String name = new String(chars, from, length);
    budget.take(name);
    first.add(name);
    quotes.add(quoted);
  }

  @Override
  protected Boolean buildRecord() {
    if (getRecordType() == RecordType.EMPTY) {
      return true;
    }
    if (headed) {
      endRow();
    } else {
      begin();
    }
    return true;
  }

  private void begin() {
    headed = true;
    if (options.header().orElse(true)) {
      nameColumns();
    } else {
      dropTrailing();
      names = numbered(first.size());
      rows.header(names);
      for (int i = 0; i < first.size(); i++) {
        char[] chars = first.get(i).toCharArray();
        rows.field(i, chars, 0, chars.length, quotes.get(i), line());
      }
      any = true;
      rows.endRow();
    }
    first.clear();
  }

  private void nameColumns() {
    dropTrailing();
    names = List.copyOf(first);
    checkNames();
    rows.header(names);
  }

  /** An empty name or field at the end is no column if nothing ever stands there. */
  private void dropTrailing() {
    if (first.size() > 1 && first.getLast().isEmpty()) {
      trailing = true;
      unnamed = true;
      headLine = line();
      first.removeLast();
    }
  }

  private static List<String> numbered(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add("column_" + i);
    }
    return names;
  }

  private void checkNames() {
    Set<String> seen = new HashSet<>();
    long line = line();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isBlank() && (i > 0 || names.size() == 1)) {
        boolean title = names.stream().filter(it -> !it.isBlank()).count() == 1;
        String above = title ? ABOVE : "";
        problems.add(line, null, "the name of column " + (i + 1) + " is empty" + above);
      } else if (name.indexOf(0) >= 0) {
        problems.add(line, null, "the name of column " + (i + 1) + " holds a NUL character" + WIDE);
      } else if (!seen.add(name)) {
        boolean value = !Double.isNaN(ColumnReading.PLAIN.parse(name));
        problems.add(line, name, "there are two columns of this name" + (value ? HEADERLESS : ""));
      }
    }
    problems.throwIfAny();
  }

  private void endRow() {
    any = true;
    int count = getFieldCount();
    if (count == names.size() + 1 && !surplus) {
      trailing = true;
    } else if (unnamed && count == names.size() + 1) {
      unnamed = false;
      problems.add(headLine, null, "the name of column " + count + " is empty");
    } else if (count != names.size()) {
      String fields = count + (count == 1 ? " field" : " fields");
      problems.add(line(), null, "has " + fields + ", but the header has " + names.size());
    }
    rows.endRow();
  }

  boolean isTrailing() {
    return trailing;
  }

  /** Every other problem was told by its own exception, so this one is of quotes. */
  RuntimeException refusal(CsvParseException e) throws IOException {
    return switch (e.getCause()) {
      case java.io.UncheckedIOException cause -> refusal(Objects.requireNonNull(cause.getCause()));
      case IOException cause -> refusal(cause);
      case Error cause -> throw cause;
      case RuntimeException cause -> cause;
      case null, default ->
          FileProblems.of(
              line(),
              null,
              text.isEnded() ? CsvText.UNCLOSED : "a character follows a closing quote");
    };
  }

  RuntimeException refusal(IOException cause) throws IOException {
    if (cause instanceof CsvText.UndecodableException) {
      return FileProblems.of(
          text.row(),
          column(),
          "is not %s; name the file's charset in %s, such as windows-1252, cp949 or shift_jis"
              .formatted(text.charset(), options.encodingIn()));
    }
    throw cause;
  }

  private @Nullable String column() {
    return headed && field < names.size() ? names.get(field) : null;
  }

  void finish() {
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
