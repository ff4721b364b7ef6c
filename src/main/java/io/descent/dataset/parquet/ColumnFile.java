package io.descent.dataset.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Texts written column after column to a file, and read back row after row. The file is deleted
 * when it is closed. Each text stands behind its length: one byte, or 255 and four more.
 */
final class ColumnFile implements AutoCloseable {

  private static final int WRITTEN = 1 << 16;
  private static final int READ = 1 << 25;
  private static final int CHUNK = 1 << 15;
  private static final int LONG = 255;

  private final TemporaryFile file;
  private final Limits limits;
  private final long most;
  private final List<Long> starts = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(WRITTEN);
  private long written;

  /**
   * @param file closed with this
   * @param source bytes of the file that the texts come from
   */
  ColumnFile(TemporaryFile file, Limits limits, long source) {
    this.file = file;
    this.limits = limits;
    this.most =
        Math.min(
            limits.upload().toBytes(), Math.max(Limits.INFLATION_FREE, Limits.INFLATION * source));
  }

  /** What is added from now on belongs to the next column. */
  void beginColumn() {
    starts.add(written);
  }

  /** The file cannot be written; among the exceptions of a damaged file it is to be told apart. */
  static final class UnwritableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnwritableException(IOException cause) {
      super(cause);
    }

    IOException cause() {
      return (IOException) Objects.requireNonNull(getCause());
    }
  }

  void add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    boolean isLong = bytes.length >= LONG;
    written += bytes.length + (isLong ? 5 : 1);
    if (written > most) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the values of the file have more than %d bytes as text: more than the %d that an upload may hold, or than %d times the file"
              .formatted(most, limits.upload().toBytes(), Limits.INFLATION));
    }
    room(5);
    buffer.put((byte) (isLong ? LONG : bytes.length));
    if (isLong) {
      buffer.putInt(bytes.length);
    }
    for (int at = 0; at < bytes.length; ) {
      room(1);
      int n = Math.min(buffer.remaining(), bytes.length - at);
      buffer.put(bytes, at, n);
      at += n;
    }
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  /** Writes what is left. */
  void flush() {
    buffer.flip();
    try {
      file.append(buffer);
    } catch (UncheckedIOException e) {
      throw new UnwritableException(Objects.requireNonNull(e.getCause()));
    }
    buffer.clear();
  }

  /**
   * All rows as lines of CSV.
   *
   * @param quoted of each column whether it is text
   */
  Lines lines(long rows, boolean[] quoted) {
    return new Lines(rows, quoted);
  }

  /** Lines in pieces of bytes. */
  final class Lines {

    private final List<Cursor> columns = new ArrayList<>();
    private final boolean[] quoted;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private long rows;
    private int column;

    private Lines(long rows, boolean[] quoted) {
      this.rows = rows;
      this.quoted = quoted;
      int size = Math.clamp(READ / starts.size(), 512, WRITTEN);
      starts.forEach(start -> columns.add(new Cursor(start, size)));
    }

    /** The next piece; an empty one is the end. */
    byte[] next() throws IOException {
      piece.reset();
      while (rows > 0 && piece.size() < CHUNK) {
        field(columns.get(column).next(), quoted[column]);
        boolean last = ++column == columns.size();
        piece.write(last ? '\n' : ',');
        if (last) {
          column = 0;
          rows--;
        }
      }
      return piece.toByteArray();
    }

    private void field(byte[] text, boolean isText) {
      if (!isText) {
        piece.writeBytes(text);
      } else {
        quote(text, piece);
      }
    }
  }

  private static void quote(byte[] text, ByteArrayOutputStream into) {
    into.write('"');
    for (byte b : text) {
      if (b == '"') {
        into.write('"');
      }
      into.write(b);
    }
    into.write('"');
  }

  /** Reads one column. */
  private final class Cursor {

    private final ByteBuffer read;
    private long at;

    Cursor(long start, int size) {
      this.at = start;
      this.read = ByteBuffer.allocate(size).limit(0);
    }

    byte[] next() throws IOException {
      fill(1);
      int length = read.get() & 0xff;
      if (length == LONG) {
        fill(Integer.BYTES);
        length = read.getInt();
      }
      byte[] text = new byte[length];
      for (int done = 0; done < length; ) {
        fill(1);
        int n = Math.min(read.remaining(), length - done);
        read.get(text, done, n);
        done += n;
      }
      return text;
    }

    private void fill(int bytes) throws IOException {
      while (read.remaining() < bytes) {
        read.compact();
        int n = file.read(read, at);
        read.flip();
        if (n < 0) {
          throw new IOException("a temporary file of columns ends early");
        }
        at += n;
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
