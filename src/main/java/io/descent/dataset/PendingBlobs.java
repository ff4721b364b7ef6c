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
  private final Quota.Room room;
  private final List<Blob> loose = new ArrayList<>();

  /**
   * @param room for the bytes; without any, what writes is refused
   */
  PendingBlobs(Blobs blobs, TransactionOperations transactions, Quota.Room room) {
    this.blobs = blobs;
    this.transactions = transactions;
    this.room = room;
  }

  Blob write(Blobs.Source source) throws IOException {
    Blob blob = blobs.write(out -> source.writeTo(new BoundedOutput(out, room)));
    loose.add(blob);
    return blob;
  }

  /** So many bytes are what the upload counts as, if that is more than was written. */
  void require(long bytes) {
    room.takeUpTo(bytes);
  }

  /** Takes no more than there is room for. */
  private static final class BoundedOutput extends FilterOutputStream {

    private final Quota.Room room;

    BoundedOutput(OutputStream out, Quota.Room room) {
      super(out);
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      room.take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      room.take(length);
      out.write(bytes, offset, length);
    }
  }

  /** Drops one that is not needed after all. */
  void discard(Blob blob) {
    loose.remove(blob);
    room.give(blob.size());
    transactions.executeWithoutResult(_ -> blobs.drop(blob.id()));
  }

  /** In the transaction in which they became a data set; refuses what is too much by now. */
  void confirm() {
    room.confirm();
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
