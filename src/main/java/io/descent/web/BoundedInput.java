package io.descent.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.util.unit.DataSize;

/** A stream that refuses to give more than so many bytes. */
public final class BoundedInput extends FilterInputStream {

  private final DataSize most;
  private final String what;
  private long left;

  /**
   * @param what the thing that would be too large, in the sentence of the refusal
   */
  public BoundedInput(InputStream in, DataSize most, String what) {
    super(in);
    this.most = most;
    this.what = what;
    this.left = most.toBytes();
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long read) {
    left -= read;
    if (left < 0) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "the " + what + " is larger than " + most.toBytes() + " bytes");
    }
  }
}
