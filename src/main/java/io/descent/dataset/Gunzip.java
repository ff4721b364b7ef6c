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

  private Gunzip(InputStream in) {
    super(in);
  }

  static InputStream of(InputStream compressed) throws IOException {
    try {
      return new Gunzip(new GZIPInputStream(compressed, BUFFER));
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
      return super.read(into, from, length);
    } catch (EOFException e) {
      throw FileProblems.of(null, null, "the gzip data end early");
    } catch (ZipException e) {
      throw FileProblems.of(null, null, "the gzip data are damaged");
    }
  }
}
