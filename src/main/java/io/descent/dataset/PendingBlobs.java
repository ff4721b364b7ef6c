package io.descent.dataset;

import io.descent.security.Quota;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
    AtomicLong taken = new AtomicLong();
    try {
      Blob blob = blobs.write(out -> source.writeTo(new BoundedOutput(out, room, taken)));
      loose.add(blob);
      taken.set(0);
      return blob;
    } finally {
      // Of one that was not written to its end
      room.give(taken.get());
    }
  }

  /** The bytes of one. */
  InputStream open(Blob blob) {
    return blobs.open(blob.id());
  }

  /** So many bytes are what the upload counts as, if that is more than was written. */
  void require(long bytes) {
    room.takeUpTo(bytes);
  }

  /** Takes no more than there is room for. */
  private static final class BoundedOutput extends FilterOutputStream {

    private final Quota.Room room;
    private final AtomicLong taken;

    BoundedOutput(OutputStream out, Quota.Room room, AtomicLong taken) {
      super(out);
      this.room = room;
      this.taken = taken;
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    private void take(int length) {
      room.take(length);
      taken.addAndGet(length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
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
