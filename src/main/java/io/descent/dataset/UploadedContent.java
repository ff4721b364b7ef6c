package io.descent.dataset;

import io.descent.storage.Blobs;
import io.descent.web.BoundedInput;
import io.descent.web.Limits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** A stored upload, decompressed if need be; can be read again and again. */
final class UploadedContent implements TableIntake.Opening {

  private static final int BUFFER = 64 * 1024;

  private final Blobs blobs;
  private final Limits limits;
  private final UUID blob;

  /** Whether the content is the one file of a ZIP. */
  private final boolean zipped;

  UploadedContent(Blobs blobs, Limits limits, UUID blob) {
    this(blobs, limits, blob, false);
  }

  private UploadedContent(Blobs blobs, Limits limits, UUID blob, boolean zipped) {
    this.blobs = blobs;
    this.limits = limits;
    this.blob = blob;
    this.zipped = zipped;
  }

  /** The one file of the ZIP that the content is. */
  UploadedContent unzipped() {
    return new UploadedContent(blobs, limits, blob, true);
  }

  @Override
  public InputStream open() throws IOException {
    InputStream content = decompressed(blobs.open(blob), limits);
    return zipped ? bounded(ZipArchive.only(content), limits) : content;
  }

  /** What a file holds that is perhaps compressed. */
  static InputStream decompressed(InputStream file, Limits limits) throws IOException {
    InputStream stored = new BufferedInputStream(file, BUFFER);
    stored.mark(2);
    boolean gzip = stored.read() == 0x1f && stored.read() == 0x8b;
    stored.reset();
    return bounded(gzip ? Gunzip.of(stored) : stored, limits);
  }

  private static InputStream bounded(InputStream in, Limits limits) {
    return new BoundedInput(in, limits.upload(), "upload after decompression");
  }
}
