package io.descent.inference;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.descent.dataset.CsvDialect;
import io.descent.web.BoundedInput;
import io.descent.web.FileError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Reads rows of a table as CSV, once and as they come. */
final class CsvInstances {

  private static final int HEAD = 1 << 16;

  private final Limits limits;

  CsvInstances(Limits limits) {
    this.limits = limits;
  }

  Outputs read(InputStream body, TableForm form, Batches batches) throws IOException {
    BoundedInput in = new BoundedInput(body, limits.upload(), "CSV body");
    byte[] head = in.readNBytes(HEAD);
    CsvDialect dialect = CsvDialect.of(head);
    InputStream start =
        new ByteArrayInputStream(head, dialect.start(), head.length - dialect.start());
    CsvRows rows = new CsvRows(form, batches, limits);
    try (CsvReader<Boolean> records =
        CsvReader.builder()
            .fieldSeparator(dialect.separator())
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(4 * (int) limits.cell().toBytes())
            .build(rows, new Utf8Reader(new SequenceInputStream(start, in)))) {
      records.forEach(_ -> {});
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    } catch (CsvParseException e) {
      throw broken(e);
    }
    return rows.finish();
  }

  private RuntimeException broken(CsvParseException e) throws IOException {
    return switch (e.getCause()) {
      case IOException cause -> throw cause;
      case UncheckedIOException cause -> throw Objects.requireNonNull(cause.getCause());
      case RuntimeException cause -> cause;
      case null, default -> syntax(String.valueOf(e.getMessage()));
    };
  }

  private ProblemException syntax(String message) {
    if (message.startsWith("Unclosed quoted")) {
      return file("a quote is opened and never closed");
    }
    if (message.startsWith("Unexpected character after closing quote")) {
      return file("a character follows a closing quote");
    }
    return ProblemException.of(
        ProblemKind.TOO_LARGE, "a row has a field of more than " + limits.cell() + " bytes");
  }

  private static ProblemException file(String detail) {
    return ProblemException.file(List.of(new FileError(null, null, detail)));
  }
}
