package io.descent.dataset;

import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.Limits;
import io.descent.web.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reads a received upload, checks it and stores its rows. */
@Component
final class DatasetIntake {

  private static final int HEAD = 2;
  private static final int BUFFER = 64 * 1024;

  private final Blobs blobs;
  private final TransactionOperations transactions;
  private final Limits limits;

  DatasetIntake(Blobs blobs, TransactionOperations transactions, Limits limits) {
    this.blobs = blobs;
    this.transactions = transactions;
    this.limits = limits;
  }

  /** The place for the bytes of one upload; to be closed when it is answered. */
  PendingBlobs begin() {
    return new PendingBlobs(blobs, transactions);
  }

  /** Refuses what is wrong, and then leaves nothing behind. */
  StoredContent read(Upload upload, PendingBlobs loose) throws IOException {
    UploadedContent file = new UploadedContent(blobs, limits, upload.file().id());
    Optional<UploadedContent> labels =
        upload.labels().map(blob -> new UploadedContent(blobs, limits, blob.id()));
    boolean images = IdxFile.starts(file.start(HEAD));
    if (images && labels.isEmpty()) {
      throw FileProblems.of(
          null, null, "the file holds IDX images, and the part labels is missing");
    }
    if (!images && labels.isPresent()) {
      throw FileProblems.of(null, null, "the part labels goes with IDX images, which file is not");
    }
    return labels.isPresent()
        ? readImages(file, labels.get(), loose)
        : readTable(file, upload.fields(), loose);
  }

  private StoredContent readTable(UploadedContent file, UploadFields fields, PendingBlobs loose)
      throws IOException {
    Measured content = new Measured();
    AtomicReference<Description> description = new AtomicReference<>();
    Blob blocks =
        loose.write(
            out -> {
              BlockWriter writer = new BlockWriter(out);
              TableReader table = new TableReader(fields, limits, writer);
              try (InputStream in = content.of(file)) {
                new CsvFile(file, limits).read(in, table);
              }
              description.set(table.finish().describe());
              writer.finish();
            });
    return new StoredContent(description.get(), content.sha256(), content.bytes, blocks);
  }

  private StoredContent readImages(UploadedContent file, UploadedContent labels, PendingBlobs loose)
      throws IOException {
    Measured content = new Measured();
    AtomicReference<Description> description = new AtomicReference<>();
    Blob blocks =
        loose.write(
            out -> {
              BlockWriter writer = new BlockWriter(out);
              try (InputStream images = content.of(file);
                  InputStream classes = new BufferedInputStream(labels.open(), BUFFER)) {
                description.set(new IdxFile(images, classes, limits).read(writer));
              }
              writer.finish();
            });
    try (InputStream classes = content.of(labels)) {
      classes.transferTo(OutputStream.nullOutputStream());
    }
    return new StoredContent(description.get(), content.sha256(), content.bytes, blocks);
  }

  /** Digest and length of what is read, one file after the other. */
  private static final class Measured {

    private final MessageDigest digest = Sha256.start();
    private long bytes;

    InputStream of(UploadedContent content) throws IOException {
      return new DigestInputStream(content.open(), digest) {
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

    String sha256() {
      return Sha256.hex(digest);
    }
  }
}
