package io.descent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;

/** Fetches a blob chunk by chunk, and trusts none before its checksum. */
final class BlobReader extends InputStream {

  private static final int MOST_TOGETHER = 8;

  private final UUID id;
  private final BlobRows rows;
  private long position;
  private long size = -1;
  private byte[] content = {};
  private int number = -1;
  private final Deque<ChunkRow.Content> ahead = new ArrayDeque<>();
  private int together = 1;

  BlobReader(UUID id, long from, BlobRows rows) {
    this.id = id;
    this.position = from;
    this.rows = rows;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (position >= size()) {
      return -1;
    }
    load((int) (position / BlobWriter.CHUNK));
    int from = (int) (position % BlobWriter.CHUNK);
    int n = Math.min(length, content.length - from);
    System.arraycopy(content, from, into, at, n);
    position += n;
    return n;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = Math.clamp(bytes, 0, Math.max(0, size() - position));
    position += skipped;
    return skipped;
  }

  private long size() throws IOException {
    if (size < 0) {
      size = rows.size(id).orElseThrow(() -> new IOException("blob " + id + " is gone"));
    }
    return size;
  }

  private void load(int wanted) throws IOException {
    if (wanted == number) {
      return;
    }
    ChunkRow.Content chunk = fetched(wanted);
    if (!chunk.intact(Math.min(BlobWriter.CHUNK, size() - (long) wanted * BlobWriter.CHUNK))) {
      throw new IOException("blob " + id + " is damaged in chunk " + wanted);
    }
    content = chunk.content();
    number = wanted;
  }

  /** Who reads on is given more at a time, since a query takes longer than what it finds. */
  private ChunkRow.Content fetched(int wanted) throws IOException {
    if (ahead.isEmpty() || ahead.getFirst().number() != wanted) {
      together = wanted == number + 1 ? Math.min(2 * together, MOST_TOGETHER) : 1;
      ahead.clear();
      ahead.addAll(rows.chunks(id, wanted, wanted + together));
    }
    if (ahead.isEmpty() || ahead.getFirst().number() != wanted) {
      throw new IOException("blob " + id + " has lost chunk " + wanted);
    }
    return ahead.removeFirst();
  }
}
