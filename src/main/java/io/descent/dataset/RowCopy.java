package io.descent.dataset;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A copy of the stored blocks of a data set, for as long as it is being encoded. */
public sealed interface RowCopy extends AutoCloseable permits HeapCopy, FileCopy {

  void append(byte[] bytes, int from, int length);

  /** The bytes that were copied. */
  InputStream read();

  @Override
  default void close() {}

  /** Copies what is read of a stream, and what is skipped. */
  default InputStream through(InputStream in) {
    return new FilterInputStream(in) {
      private final byte[] one = new byte[1];
      private final byte[] skipped = new byte[8192];

      @Override
      public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int count = super.read(into, at, length);
        if (count > 0) {
          append(into, at, count);
        }
        return count;
      }

      @Override
      public long skip(long bytes) throws IOException {
        return Math.max(0, read(skipped, 0, (int) Math.min(bytes, skipped.length)));
      }
    };
  }
}
