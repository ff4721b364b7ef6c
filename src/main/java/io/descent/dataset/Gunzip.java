package io.descent.dataset;

import io.descent.web.FileProblems;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Decompresses, and tells a broken file from a broken store. */
final class Gunzip extends FilterInputStream {

  private static final int BUFFER = 64 * 1024;

  private final InflationLimit limit;

  private Gunzip(InputStream in, InflationLimit limit) {
    super(in);
    this.limit = limit;
  }

  static InputStream of(InputStream compressed) throws IOException {
    return of(compressed, new InflationLimit());
  }

  static InputStream of(InputStream compressed, InflationLimit limit) throws IOException {
    try {
      return new Gunzip(new GZIPInputStream(limit.packed(compressed), BUFFER), limit);
    } catch (EOFException | ZipException e) {
      throw FileProblems.of(null, null, "the gzip header is broken");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      return limit.unpacked(super.read(into, from, length));
    } catch (EOFException e) {
      throw FileProblems.of(null, null, "the gzip data end early");
    } catch (ZipException e) {
      throw FileProblems.of(null, null, "the gzip data are damaged");
    }
  }
}
