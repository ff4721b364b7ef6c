package io.descent.dataset;

import io.descent.security.Quota;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
  private final long room;
  private final List<Blob> loose = new ArrayList<>();

  /**
   * @param room bytes that may be written; beyond, what writes is refused
   */
  PendingBlobs(Blobs blobs, TransactionOperations transactions, long room) {
    this.blobs = blobs;
    this.transactions = transactions;
    this.room = room;
  }

  Blob write(Blobs.Source source) throws IOException {
    long left = room - loose.stream().mapToLong(Blob::size).sum();
    Blob blob = blobs.write(out -> source.writeTo(new BoundedOutput(out, left)));
    loose.add(blob);
    return blob;
  }

  long room() {
    return room;
  }

  /** Takes no more than there is room for. */
  private static final class BoundedOutput extends FilterOutputStream {

    private final long room;
    private long written;

    BoundedOutput(OutputStream out, long room) {
      super(out);
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      count(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      count(length);
      out.write(bytes, offset, length);
    }

    private void count(int more) {
      written += more;
      Quota.require(written, room);
    }
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
