package io.descent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fetches a blob chunk by chunk, and trusts none before its checksum. */
final class BlobReader extends InputStream {

  private record Chunk(long crc32c, byte[] content) {}

  private final UUID id;
  private final JdbcTemplate jdbc;
  private long position;
  private long size = -1;
  private byte[] content = {};
  private int number = -1;

  BlobReader(UUID id, long from, JdbcTemplate jdbc) {
    this.id = id;
    this.position = from;
    this.jdbc = jdbc;
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
      List<Long> sizes =
          jdbc.query("select size from stored_blob where id = ?", (row, _) -> row.getLong(1), id);
      if (sizes.isEmpty()) {
        throw new IOException("blob " + id + " is gone");
      }
      size = sizes.getFirst();
    }
    return size;
  }

  private void load(int wanted) throws IOException {
    if (wanted == number) {
      return;
    }
    List<Chunk> found =
        jdbc.query(
            "select crc32c, content from stored_chunk where blob_id = ? and number = ?",
            (row, _) -> new Chunk(row.getLong(1), row.getBytes(2)),
            id,
            wanted);
    if (found.isEmpty()) {
      throw new IOException("blob " + id + " has lost chunk " + wanted);
    }
    Chunk chunk = found.getFirst();
    long length = Math.min(BlobWriter.CHUNK, size() - (long) wanted * BlobWriter.CHUNK);
    if (chunk.content.length != length || chunk.crc32c != BlobWriter.checksum(chunk.content)) {
      throw new IOException("blob " + id + " is damaged in chunk " + wanted);
    }
    content = chunk.content;
    number = wanted;
  }
}
