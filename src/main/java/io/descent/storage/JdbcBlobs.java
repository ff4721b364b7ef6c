package io.descent.storage;

import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Blobs in two tables, the same on every database. */
@Component
final class JdbcBlobs implements Blobs {

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final InstantSource clock;
  private final UuidV7 uuids;

  JdbcBlobs(
      JdbcTemplate jdbc,
      TransactionOperations transactions,
      @Qualifier("databaseClock") InstantSource clock,
      UuidV7 uuids) {
    this.jdbc = jdbc;
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
    jdbc.update(
        "insert into stored_blob (id, size, state, touched_at) values (?, 0, 'loose', ?)",
        id,
        Timestamp.from(clock.instant()));
    BlobWriter writer = new BlobWriter(id, jdbc, transactions, clock);
    try {
      source.writeTo(writer);
      writer.close();
      return new Blob(id, writer.size());
    } finally {
      if (!writer.complete()) {
        release(id);
      }
    }
  }

  /** Whatever hinders this, the sweep of loose blobs gets there later. */
  private void release(UUID id) {
    try {
      jdbc.update("update stored_blob set state = 'dropped' where id = ?", id);
    } catch (RuntimeException _) {
      // the failure that ended the write is the one to tell
    }
  }

  @Override
  public InputStream open(UUID id, long from) {
    return new BlobReader(id, from, jdbc);
  }

  @Override
  public void keep(UUID id) {
    move(id, "kept");
  }

  @Override
  public void drop(UUID id) {
    move(id, "dropped");
  }

  private void move(UUID id, String state) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a blob is kept and dropped in the caller's transaction");
    }
    int rows =
        jdbc.update(
            "update stored_blob set state = ? where id = ? and state <> 'dropped'", state, id);
    if (rows == 0 && state.equals("kept")) {
      throw new IllegalStateException("blob " + id + " has been swept; write it again");
    }
  }
}
