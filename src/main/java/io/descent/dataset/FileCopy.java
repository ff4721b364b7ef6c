package io.descent.dataset;

import java.io.BufferedInputStream;
import java.io.InputStream;

/** In a file of its own. */
final class FileCopy implements RowCopy {

  private static final int BUFFER = 1 << 16;

  private final ScratchFile file;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;

  FileCopy(ScratchFile file) {
    this.file = file;
  }

  @Override
  public void append(byte[] bytes, int from, int length) {
    if (length > buffer.length - filled) {
      flush();
    }
    if (length > buffer.length) {
      file.append(bytes, from, length);
    } else {
      System.arraycopy(bytes, from, buffer, filled, length);
      filled += length;
    }
  }

  private void flush() {
    file.append(buffer, 0, filled);
    filled = 0;
  }

  @Override
  public InputStream read() {
    flush();
    return new BufferedInputStream(file.read(), BUFFER);
  }

  @Override
  public void close() {
    file.close();
  }
}
