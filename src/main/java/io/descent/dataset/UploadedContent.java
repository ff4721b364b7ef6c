package io.descent.dataset;

import io.descent.storage.Blobs;
import io.descent.web.BoundedInput;
import io.descent.web.Limits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** A stored upload, decompressed if need be; can be read again and again. */
final class UploadedContent {

  private static final int BUFFER = 64 * 1024;

  private final Blobs blobs;
  private final Limits limits;
  private final UUID blob;

  UploadedContent(Blobs blobs, Limits limits, UUID blob) {
    this.blobs = blobs;
    this.limits = limits;
    this.blob = blob;
  }

  InputStream open() throws IOException {
    InputStream stored = new BufferedInputStream(blobs.open(blob), BUFFER);
    stored.mark(2);
    boolean gzip = stored.read() == 0x1f && stored.read() == 0x8b;
    stored.reset();
    InputStream content = gzip ? Gunzip.of(stored) : stored;
    return new BoundedInput(content, limits.upload(), "upload after decompression");
  }

  /** The first bytes, as many as there are. */
  byte[] start(int length) throws IOException {
    try (InputStream in = open()) {
      return in.readNBytes(length);
    }
  }
}
