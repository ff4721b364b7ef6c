package io.descent.dataset;

import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a file that unpacks to very many times its size, of which a small one fills a disk. */
final class InflationLimit {

  private final long free;
  private long packed;
  private long unpacked;

  InflationLimit() {
    this(Limits.INFLATION_FREE);
  }

  /**
   * @param free bytes that may come of however few
   */
  InflationLimit(long free) {
    this.free = free;
  }

  /** Counts what is read of the packed bytes. */
  InputStream packed(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        packed += read < 0 ? 0 : 1;
        return read;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        packed += Math.max(n, 0);
        return n;
      }
    };
  }

  /** Counts what came of them. */
  int unpacked(int bytes) {
    unpacked += Math.max(bytes, 0);
    if (unpacked > free && unpacked / Limits.INFLATION > packed) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the file unpacks to more than " + Limits.INFLATION + " times its size");
    }
    return bytes;
  }
}
