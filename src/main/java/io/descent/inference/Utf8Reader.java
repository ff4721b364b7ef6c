package io.descent.inference;

import io.descent.web.FileError;
import io.descent.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes UTF-8 once, and names the line where it is none. */
final class Utf8Reader extends Reader {

  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
  private boolean ended;
  private long line = 1;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    CharBuffer chars = CharBuffer.wrap(into, from, length).slice();
    while (chars.position() == 0) {
      if (ended && !bytes.hasRemaining()) {
        return -1;
      }
      CoderResult result = decoder.decode(bytes, chars, ended);
      count(into, from, chars.position());
      if (result.isError()) {
        throw ProblemException.file(List.of(new FileError(line, null, "is not UTF-8")));
      }
      if (result.isUnderflow() && chars.position() == 0) {
        fill();
      }
    }
    return chars.position();
  }

  private void count(char[] chars, int from, int length) {
    for (int i = from; i < from + length; i++) {
      line += chars[i] == '\n' ? 1 : 0;
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = n < 0;
    bytes.position(bytes.position() + Math.max(n, 0)).flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
