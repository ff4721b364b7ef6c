package io.descent.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Gzip data, one member after the other as they are concatenated. */
public final class GzipMembers extends GZIPInputStream {

  private static final int TRAILER = 8;

  public GzipMembers(InputStream in, int buffer) throws IOException {
    super(in, buffer);
  }

  /** At the end: whether something stands behind the last one that is no member, nor zeros. */
  public boolean isFollowed() {
    int left = inf.getRemaining();
    for (int i = len - left + TRAILER; i < len; i++) {
      if (buf[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
