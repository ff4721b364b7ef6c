package io.descent.dataset;

import io.descent.web.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** Digest and length of what is read, one file after the other. */
final class Measured {

  private final MessageDigest digest = Sha256.start();
  private long bytes;

  InputStream of(InputStream content) {
    return new DigestInputStream(content, digest) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = super.read(into, from, length);
        bytes += Math.max(n, 0);
        return n;
      }

      @Override
      public int read() throws IOException {
        int b = super.read();
        bytes += b < 0 ? 0 : 1;
        return b;
      }
    };
  }

  long bytes() {
    return bytes;
  }

  String sha256() {
    return Sha256.hex(digest);
  }
}
