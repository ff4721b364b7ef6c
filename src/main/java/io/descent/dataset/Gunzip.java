package io.descent.dataset;

import io.descent.web.FileProblems;
import io.descent.web.GzipMembers;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Decompresses, and tells a broken file from a broken store. */
final class Gunzip extends FilterInputStream {

  private static final int BUFFER = 64 * 1024;

  private final GzipMembers members;
  private final InflationLimit limit;

  private Gunzip(GzipMembers in, InflationLimit limit) {
    super(in);
    this.members = in;
    this.limit = limit;
  }

  static InputStream of(InputStream compressed) throws IOException {
    return of(compressed, new InflationLimit());
  }

  static InputStream of(InputStream compressed, InflationLimit limit) throws IOException {
    try {
      return new Gunzip(new GzipMembers(limit.packed(compressed), BUFFER), limit);
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
      int n = super.read(into, from, length);
      if (n < 0 && members.isFollowed()) {
        throw FileProblems.of(null, null, "something follows the gzip data that is no gzip data");
      }
      return limit.unpacked(n);
    } catch (EOFException e) {
      throw FileProblems.of(null, null, "the gzip data end early");
    } catch (ZipException e) {
      throw FileProblems.of(null, null, "the gzip data are damaged");
    }
  }
}
