package io.descent.dataset;

import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.Sha256;
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
  StoredContent read(Upload upload, PendingBlobs pending) throws IOException {
    UploadedContent file = content(upload.file());
    Optional<UploadedContent> labels = upload.labels().map(this::content);
    Measured measured = new Measured();
    AtomicReference<Description> description = new AtomicReference<>();
    Blob blocks =
        pending.write(
            out -> {
              BlockWriter writer = new BlockWriter(out);
              DatasetReader reader = reader(upload.fields(), file, labels, writer);
              try (InputStream in = measured.of(file)) {
                description.set(reader.read(in));
              }
              writer.finish();
            });
    if (labels.isPresent()) {
      try (InputStream in = measured.of(labels.get())) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return new StoredContent(description.get(), measured.sha256(), measured.bytes, blocks);
  }

  private UploadedContent content(Blob blob) {
    return new UploadedContent(blobs, limits, blob.id());
  }

  /** Chooses the reader of the file's format by how the file begins. */
  private DatasetReader reader(
      UploadFields fields,
      UploadedContent file,
      Optional<UploadedContent> labels,
      BlockWriter blocks)
      throws IOException {
    if (FileKind.of(file.start(FileKind.HEAD)) == FileKind.IDX) {
      return new IdxFile(labels.orElseThrow(DatasetIntake::unlabelled), limits, blocks);
    }
    if (labels.isPresent()) {
      throw FileProblems.of(null, null, "the part labels goes with IDX images, which file is not");
    }
    return new TableReader(fields, limits, blocks);
  }

  private static ProblemException unlabelled() {
    return FileProblems.of(null, null, "the file holds IDX images, and the part labels is missing");
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
