package io.descent.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Cuts a stream into chunks and stores them, some at a time. A slow source is stored at least once
 * a minute, so that its blob is never taken for a forgotten one.
 */
final class BlobWriter extends OutputStream {

  static final int CHUNK = 64 * 1024;
  private static final int CHUNKS_A_TRANSACTION = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final UUID id;
  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;
  private final InstantSource clock;

  private final List<byte[]> full = new ArrayList<>(CHUNKS_A_TRANSACTION);
  private byte[] chunk = new byte[CHUNK];
  private int used;
  private int stored;
  private long size;
  private Instant storedAt;
  private boolean complete;

  BlobWriter(UUID id, JdbcTemplate jdbc, TransactionOperations transactions, InstantSource clock) {
    this.id = id;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    this.storedAt = clock.instant();
  }

  long size() {
    return size;
  }

  /** Whether every byte is stored. */
  boolean complete() {
    return complete;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int end = from + length;
    while (at < end) {
      int n = Math.min(end - at, CHUNK - used);
      System.arraycopy(bytes, at, chunk, used, n);
      at += n;
      used += n;
      if (used == CHUNK) {
        finishChunk();
      }
    }
    size += length;
  }

  private void finishChunk() {
    full.add(used == CHUNK ? chunk : Arrays.copyOf(chunk, used));
    chunk = new byte[CHUNK];
    used = 0;
    Duration waited = Duration.between(storedAt, clock.instant());
    if (full.size() == CHUNKS_A_TRANSACTION || waited.compareTo(PATIENCE) > 0) {
      store();
    }
  }

  private void store() {
    transactions.executeWithoutResult(_ -> insert());
    stored += full.size();
    full.clear();
    storedAt = clock.instant();
  }

  private void insert() {
    List<Object[]> rows = new ArrayList<>(full.size());
    for (byte[] content : full) {
      rows.add(new Object[] {id, stored + rows.size(), checksum(content), content});
    }
    jdbc.batchUpdate(
        "insert into stored_chunk (blob_id, number, crc32c, content) values (?, ?, ?, ?)", rows);
    int heads =
        jdbc.update(
            "update stored_blob set size = ?, touched_at = ? where id = ? and state = 'loose'",
            (long) stored * CHUNK + rows.stream().mapToLong(r -> ((byte[]) r[3]).length).sum(),
            Timestamp.from(clock.instant()),
            id);
    if (heads != 1) {
      throw new IllegalStateException("blob " + id + " has been swept; write it again");
    }
  }

  static long checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, content.length);
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    if (complete) {
      return;
    }
    if (used > 0) {
      finishChunk();
    }
    if (!full.isEmpty()) {
      store();
    }
    complete = true;
  }
}
