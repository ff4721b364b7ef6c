package io.descent.dataset;

import io.descent.web.FileProblems;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * The text of a CSV file, decoded as it comes. Knows the row where it cannot be, and ends a field
 * that goes on and on before it fills the memory.
 */
final class CsvText extends Reader {
  static final String UNCLOSED = "a quote is opened and never closed";

  private final InputStream in;
  private final long cell;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
  private boolean ended;
  private long row;
  private long unfinished;

  /**
   * @param cell bytes that a field may have
   */
  CsvText(InputStream in, Charset charset, long cell) {
    this.in = in;
    this.charset = charset;
    this.decoder = charset.newDecoder();
    this.cell = cell;
  }

  /** A row begins in this line. */
  void beginRow(long line) {
    row = line;
    unfinished = 0;
  }

  /** A field was read to its end. */
  void endField() {
    unfinished = 0;
  }

  /** The most characters that the field being read can have by the time it is refused. */
  int mostUnfinished() {
    return (int) (4 * Math.min(cell, 1 << 28)) + (1 << 16);
  }

  /** Whether all of the text was read. */
  boolean isEnded() {
    return ended && !bytes.hasRemaining();
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    if (unfinished > mostUnfinished() - (1 << 15)) {
      throw endless(CharBuffer.wrap(into, 0, from));
    }
    CharBuffer chars = CharBuffer.wrap(into, from, length);
    while (chars.position() == from) {
      if (isEnded()) {
        return -1;
      }
      CoderResult result = decoder.decode(bytes, chars, ended);
      if (chars.position() == from) {
        // All before this place was parsed, so the row is known
        if (result.isError()) {
          throw new UndecodableException();
        }
        fill();
      }
    }
    unfinished += chars.position() - from;
    return chars.position() - from;
  }

  /** Of the row that is being read. */
  static final class UndecodableException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  long row() {
    return row;
  }

  String charset() {
    return charset.name();
  }

  private void fill() throws IOException {
    bytes.compact();
    int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = n < 0;
    bytes.position(bytes.position() + Math.max(n, 0)).flip();
  }

  /**
   * A field without end is too large, unless its quote is the last of the file: a doubled one opens
   * and closes.
   *
   * @param parsed ends in what there is of the field; each field before it has its quotes in pairs
   */
  private ProblemException endless(CharBuffer parsed) throws IOException {
    long quotes = parsed.chars().filter(c -> c == '"').count();
    while (!isEnded()) {
      for (; bytes.hasRemaining(); quotes += bytes.get() == '"' ? 1 : 0) {}
      fill();
    }
    return quotes % 2 == 1
        ? FileProblems.of(row, null, UNCLOSED)
        : ProblemException.of(
            ProblemKind.TOO_LARGE,
            "a field in the row of line %d has more than %d bytes".formatted(row, cell));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
