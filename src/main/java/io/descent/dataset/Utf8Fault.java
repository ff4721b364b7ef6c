package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Finds the line in which a stream stops being UTF-8. */
final class Utf8Fault {

  private static final int BUFFER = 64 * 1024;

  private Utf8Fault() {}

  static long line(InputStream in) throws IOException {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    long line = 1;
    boolean end = false;
    while (!end) {
      int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end = n < 0;
      bytes.position(bytes.position() + Math.max(n, 0)).flip();
      CoderResult result = decoder.decode(bytes, chars, end);
      bytes.compact();
      line += chars.flip().chars().filter(c -> c == '\n').count();
      chars.clear();
      end |= result.isError();
    }
    return line;
  }
}
