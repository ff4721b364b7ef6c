package io.descent.dataset;

import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** The blobs of one upload, dropped at its end unless a data set refers to them. */
final class PendingBlobs implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PendingBlobs.class);

  private final Blobs blobs;
  private final TransactionOperations transactions;
  private final List<Blob> loose = new ArrayList<>();

  PendingBlobs(Blobs blobs, TransactionOperations transactions) {
    this.blobs = blobs;
    this.transactions = transactions;
  }

  Blob write(Blobs.Source source) throws IOException {
    Blob blob = blobs.write(source);
    loose.add(blob);
    return blob;
  }

  /** Drops one that is not needed after all. */
  void discard(Blob blob) {
    loose.remove(blob);
    transactions.executeWithoutResult(_ -> blobs.drop(blob.id()));
  }

  /** Joins the caller's transaction. */
  void keep() {
    loose.forEach(blob -> blobs.keep(blob.id()));
  }

  /** The transaction that kept them is done. */
  void release() {
    loose.clear();
  }

  @Override
  public void close() {
    try {
      transactions.executeWithoutResult(_ -> loose.forEach(blob -> blobs.drop(blob.id())));
    } catch (RuntimeException e) {
      log.warn("The bytes of a refused upload stay until the sweep: {}", e.getMessage());
    }
  }
}
