package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file into a {@link TableReader}, and says where it is not one. */
final class CsvFile {

  private static final int HEAD = 64 * 1024;
  private static final String UNCLOSED = "a quote is opened and never closed";
  private static final Pattern LINE = Pattern.compile("record starting at line ([0-9]+)");

  private final UploadedContent content;
  private final Limits limits;

  CsvFile(UploadedContent content, Limits limits) {
    this.content = content;
    this.limits = limits;
  }

  /**
   * @param in the content once more, which the caller counts and digests; read to its end
   */
  void read(InputStream in, TableReader table) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    CsvDialect dialect = CsvDialect.of(head);
    InputStream rest =
        new ByteArrayInputStream(head, dialect.start(), head.length - dialect.start());
    Reader text = new InputStreamReader(new SequenceInputStream(rest, in), UTF_8.newDecoder());
    try (CsvReader<Boolean> records = records(text, dialect, table)) {
      records.forEach(_ -> {});
    } catch (UncheckedIOException e) {
      throw unreadable(Objects.requireNonNull(e.getCause()));
    } catch (CsvParseException e) {
      throw refusal(e);
    }
  }

  private CsvReader<Boolean> records(Reader text, CsvDialect dialect, TableReader table) {
    return CsvReader.builder()
        .fieldSeparator(dialect.separator())
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(Math.toIntExact(4 * limits.cell().toBytes()))
        .build(table, text);
  }

  private IOException unreadable(IOException cause) throws IOException {
    if (cause instanceof CharacterCodingException) {
      try (InputStream again = content.open()) {
        throw FileProblems.of(Utf8Fault.line(again), null, "is not UTF-8");
      }
    }
    return cause;
  }

  private RuntimeException refusal(CsvParseException e) throws IOException {
    return switch (e.getCause()) {
      case UncheckedIOException cause -> throw unreadable(Objects.requireNonNull(cause.getCause()));
      case IOException cause -> throw unreadable(cause);
      case RuntimeException cause -> cause;
      case null, default -> broken(String.valueOf(e.getMessage()));
    };
  }

  private RuntimeException broken(String message) throws IOException {
    Matcher matcher = LINE.matcher(message);
    Long line = matcher.find() ? Long.valueOf(matcher.group(1)) : null;
    if (message.startsWith("Unclosed quoted")) {
      return FileProblems.of(line, null, UNCLOSED);
    }
    if (message.startsWith("Unexpected character after closing quote")) {
      return FileProblems.of(line, null, "a character follows a closing quote");
    }
    return oversized(line);
  }

  /** A field that goes on and on is too large, unless its quote is the last of the file. */
  private RuntimeException oversized(@Nullable Long line) throws IOException {
    try (InputStream again = content.open()) {
      if (CsvDialect.endsInQuotes(again)) {
        return FileProblems.of(line, null, UNCLOSED);
      }
    }
    return ProblemException.of(
        ProblemKind.TOO_LARGE,
        "a field in the row of line %s has more than %d bytes"
            .formatted(line, limits.cell().toBytes()));
  }
}
