package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/** Bytes of lines that are made as they are read. */
class LineStream extends InputStream {

  /** Makes the next line; an empty one at the end. */
  interface Lines {
    byte[] next() throws IOException;
  }

  private final Lines lines;
  private byte[] line;
  private int at;

  LineStream(String first, Lines lines) {
    this.line = first.getBytes(UTF_8);
    this.lines = lines;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == line.length) {
      line = lines.next();
      at = 0;
      if (line.length == 0) {
        return -1;
      }
    }
    int n = Math.min(length, line.length - at);
    System.arraycopy(line, at, into, from, n);
    at += n;
    return n;
  }
}
