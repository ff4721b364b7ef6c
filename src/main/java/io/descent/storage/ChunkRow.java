package io.descent.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import java.util.zip.CRC32C;

/** At most 64 KiB of a blob. */
@Entity
@Table(name = "stored_chunk")
@IdClass(ChunkRow.Key.class)
class ChunkRow {

  /**
   * @param number from 0
   */
  record Key(UUID blobId, int number) {}

  /** What a chunk holds. */
  record Content(int number, long crc32c, byte[] content) {

    boolean intact(long length) {
      return content.length == length && crc32c == checksum(content);
    }
  }

  @Id private UUID blobId;
  @Id private int number;
  private long crc32c;
  private byte[] content;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate
  protected ChunkRow() {}

  ChunkRow(UUID blobId, int number, byte[] content) {
    this.blobId = blobId;
    this.number = number;
    this.crc32c = checksum(content);
    this.content = content;
  }

  private static long checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, content.length);
    return crc.getValue();
  }
}
