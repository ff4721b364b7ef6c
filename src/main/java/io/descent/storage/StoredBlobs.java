package io.descent.storage;

import io.descent.storage.BlobRow.State;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Blobs in two tables, the same on every database. */
@Component
final class StoredBlobs implements Blobs {

  private final BlobRows rows;
  private final StatelessRows inserts;
  private final TransactionOperations transactions;
  private final InstantSource clock;
  private final UuidV7 uuids;
  private final AtomicInteger writing = new AtomicInteger();

  StoredBlobs(
      BlobRows rows,
      StatelessRows inserts,
      TransactionOperations transactions,
      @Qualifier("databaseClock") InstantSource clock,
      UuidV7 uuids) {
    this.rows = rows;
    this.inserts = inserts;
    this.transactions = transactions;
    this.clock = clock;
    this.uuids = uuids;
  }

  @Override
  public Blob write(Source source) throws IOException {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a blob is written outside of any transaction");
    }
    UUID id = uuids.next();
    transactions.executeWithoutResult(_ -> inserts.change(BlobRows.BEGIN, id, clock.instant()));
    BlobWriter writer = new BlobWriter(id, inserts, transactions, clock);
    writing.incrementAndGet();
    try {
      source.writeTo(writer);
      writer.close();
      return new Blob(id, writer.size());
    } finally {
      writing.decrementAndGet();
      if (!writer.complete()) {
        release(id);
      }
    }
  }

  /** Whether this process is writing one. */
  boolean isWriting() {
    return writing.get() > 0;
  }

  /** Whatever hinders this, the sweep of loose blobs gets there later. */
  private void release(UUID id) {
    try {
      transactions.executeWithoutResult(
          _ -> inserts.change(BlobRows.MOVE, State.DROPPED.column(), id));
    } catch (RuntimeException _) {
      // the failure that ended the write is the one to tell
    }
  }

  @Override
  public long size(UUID id) {
    return rows.size(id).orElseThrow(() -> new IllegalArgumentException("there is no blob " + id));
  }

  @Override
  public InputStream open(UUID id, long from) {
    return new BlobReader(id, from, rows);
  }

  @Override
  public void keep(UUID id) {
    move(id, State.KEPT);
  }

  @Override
  public void drop(UUID id) {
    move(id, State.DROPPED);
  }

  private void move(UUID id, State state) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a blob is kept and dropped in the caller's transaction");
    }
    if (inserts.change(BlobRows.MOVE, state.column(), id) == 0 && state == State.KEPT) {
      throw new IllegalStateException("blob " + id + " has been swept; write it again");
    }
  }
}
