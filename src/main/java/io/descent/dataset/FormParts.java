package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ContentDisposition;

/**
 * The parts of a body in the form {@code multipart/form-data} (RFC 7578), one after another as they
 * come. A delimiter is looked for by its first byte, eight bytes at a time, since most of an upload
 * is looked through and nothing else is done with it here.
 */
final class FormParts {

  /** The body is no such form, or not all of it. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The head of a part takes more than {@link #MOST_HEAD} bytes. */
  static final class LargeHeadException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** One part, whose content is to be read before the next is asked for. */
  record Part(String name, Optional<String> fileName, InputStream content) {}

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long RETURNS = '\r' * ONES;
  private static final int BUFFER = 1 << 16;
  private static final int MOST_HEAD = 1 << 13;
  private static final int MOST_BOUNDARY = 1000;
  private static final String DISPOSITION = "content-disposition:";

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  /** Up to here the buffer surely holds content; behind it a delimiter stands, or may begin. */
  private int limit;

  private boolean delimited;

  FormParts(InputStream in, Optional<String> boundary) throws MalformedException {
    String text = boundary.map(FormParts::unquoted).orElse("");
    if (text.isEmpty() || text.length() > MOST_BOUNDARY) {
      throw new MalformedException();
    }
    this.in = in;
    delimiter = ("\r\n--" + text).getBytes(ISO_8859_1);
    // The first delimiter need not have a line before it
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
  }

  /** The next part that is a field of the form; empty behind the last. */
  Optional<Part> next() throws IOException {
    while (nextDelimiter()) {
      Optional<ContentDisposition> field = disposition();
      if (field.isPresent() && field.get().getName() != null) {
        String name = String.valueOf(field.get().getName());
        String fileName = field.get().getFilename();
        return Optional.of(new Part(name, Optional.ofNullable(fileName), new Content()));
      }
    }
    return Optional.empty();
  }

  /** Skips what is left of a part, and the delimiter; false where that is the last. */
  private boolean nextDelimiter() throws IOException {
    while (!delimited || at < limit) {
      at = limit;
      if (!delimited) {
        look();
      }
    }
    at += delimiter.length;
    limit = at;
    delimited = false;
    int first = take();
    if (first == '-' && take() == '-') {
      return false;
    }
    while (first == ' ' || first == '\t') {
      first = take();
    }
    if (first != '\r' || take() != '\n') {
      throw new MalformedException();
    }
    limit = at;
    return true;
  }

  /** What a part's head says of it, where it is a field of a form. */
  private Optional<ContentDisposition> disposition() throws IOException {
    Optional<ContentDisposition> found = Optional.empty();
    int left = MOST_HEAD;
    for (String line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length();
      if (line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())) {
        found = parsed(line.substring(DISPOSITION.length()).strip());
      }
    }
    limit = at;
    return found;
  }

  /** Of a file whose name cannot be read, all but that. */
  private static Optional<ContentDisposition> parsed(String text) {
    int fileName = text.toLowerCase(Locale.ROOT).indexOf("filename");
    int before = fileName < 0 ? text.length() : Math.max(0, text.lastIndexOf(';', fileName));
    return parse(text)
        .or(() -> parse(text.substring(0, before)))
        .filter(ContentDisposition::isFormData);
  }

  private static Optional<ContentDisposition> parse(String text) {
    try {
      return Optional.of(ContentDisposition.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A line of a part's head, with those that go on with it; empty at its end. */
  private String line(int most) throws IOException {
    byte[] line = new byte[64];
    int length = 0;
    while (true) {
      int b = take();
      if (b == '\r' && peek() == '\n') {
        take();
        boolean goesOn = length > 0 && (peek() == ' ' || peek() == '\t');
        if (!goesOn) {
          return new String(line, 0, length, UTF_8);
        }
        continue;
      }
      if (length == most) {
        throw new LargeHeadException();
      }
      line = length == line.length ? Arrays.copyOf(line, 2 * length) : line;
      line[length++] = (byte) b;
    }
  }

  private int peek() throws IOException {
    if (at == end) {
      fill();
    }
    return buffer[at] & 0xff;
  }

  private int take() throws IOException {
    int b = peek();
    at++;
    return b;
  }

  /** Looks on from the limit for the delimiter, with more bytes if there are none to look at. */
  private void look() throws IOException {
    if (limit + delimiter.length > end) {
      fill();
    }
    int from = limit;
    while (true) {
      from = nextReturn(from);
      int rest = Math.min(delimiter.length, end - from);
      if (Arrays.equals(buffer, from, from + rest, delimiter, 0, rest)) {
        limit = from;
        delimited = rest == delimiter.length;
        return;
      }
      from++;
    }
  }

  /** The next carriage return in the buffer, or its end. */
  private int nextReturn(int from) {
    int i = from;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long zeros = (long) LONGS.get(buffer, i) ^ RETURNS;
      long found = zeros - ONES & ~zeros & 0x8080808080808080L;
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < end && buffer[i] != '\r') {
      i++;
    }
    return i;
  }

  /** Reads more behind what is left. */
  private void fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    limit = Math.max(0, limit - at);
    end -= at;
    at = 0;
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      throw new MalformedException();
    }
    end += count;
  }

  /** What a part holds, up to the delimiter behind it. */
  private final class Content extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      while (at == limit) {
        if (delimited) {
          return -1;
        }
        look();
      }
      int count = Math.min(length, limit - at);
      System.arraycopy(buffer, at, into, from, count);
      at += count;
      return count;
    }
  }
}
