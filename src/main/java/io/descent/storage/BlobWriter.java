package io.descent.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Cuts a stream into chunks and stores them, some at a time. A slow source is stored at least once
 * a minute, so that its blob is never taken for a forgotten one.
 */
final class BlobWriter extends OutputStream {

  static final int CHUNK = 64 * 1024;
  private static final int CHUNKS_A_TRANSACTION = 16;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final UUID id;
  private final StatelessRows inserts;
  private final TransactionOperations transactions;
  private final InstantSource clock;

  private final List<ChunkRow> full = new ArrayList<>(CHUNKS_A_TRANSACTION);

  /** Their bytes, taken again once they are stored: what stores them keeps a copy or none. */
  private final List<byte[]> buffers = new ArrayList<>(CHUNKS_A_TRANSACTION);

  private byte[] chunk = new byte[CHUNK];
  private int used;
  private int chunks;
  private long size;
  private Instant storedAt;
  private boolean complete;

  BlobWriter(
      UUID id, StatelessRows inserts, TransactionOperations transactions, InstantSource clock) {
    this.id = id;
    this.inserts = inserts;
    this.transactions = transactions;
    this.clock = clock;
    this.storedAt = clock.instant();
  }

  /** Bytes in finished chunks. */
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
  }

  private void finishChunk() {
    byte[] content = used == CHUNK ? chunk : Arrays.copyOf(chunk, used);
    full.add(new ChunkRow(id, chunks++, content));
    size += used;
    used = 0;
    if (buffers.size() < full.size()) {
      buffers.add(chunk);
    }
    Duration waited = Duration.between(storedAt, clock.instant());
    if (full.size() == CHUNKS_A_TRANSACTION || waited.compareTo(LONGEST_WAIT) > 0) {
      store();
    }
    chunk = full.size() < buffers.size() ? buffers.get(full.size()) : new byte[CHUNK];
  }

  private void store() {
    transactions.executeWithoutResult(_ -> insert());
    full.clear();
    storedAt = clock.instant();
  }

  private void insert() {
    inserts.insert(full);
    if (inserts.change(BlobRows.GROW, size, clock.instant(), id) != 1) {
      throw new IllegalStateException("blob " + id + " has been swept; write it again");
    }
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
