package io.descent.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The blobs and their chunks. Each update joins the caller's transaction, or is one by itself. */
interface BlobRows extends Repository<BlobRow, UUID> {

  /** A blob that is being written: id, moment. As these are done so often, they are statements. */
  String BEGIN = "insert into stored_blob (id, size, state, touched_at) values (?, 0, 'loose', ?)";

  /** Size, moment, id; changes no row where the blob has been swept. */
  String GROW = "update stored_blob set size = ?, touched_at = ? where id = ? and state = 'loose'";

  /** State, id; changes no row where the blob has been dropped or swept. */
  String MOVE = "update stored_blob set state = ? where id = ? and state <> 'dropped'";

  @Query("select size from BlobRow where id = :id")
  Optional<Long> size(UUID id);

  @Query(
      "select number as number, crc32c as crc32c, content as content from ChunkRow"
          + " where blobId = :blob and number >= :from and number < :to order by blobId, number")
  List<ChunkRow.Content> chunks(UUID blob, int from, int to);

  /** In the order of the primary key, so that the first is found without looking at the rest. */
  @Query("select number from ChunkRow where blobId = :blob order by blobId, number")
  List<Integer> chunks(UUID blob, Limit limit);

  @Query("select coalesce(sum(size), 0) from BlobRow where state <> DROPPED")
  long bytes();

  @Query("select id from BlobRow where state = DROPPED order by touchedAt")
  List<UUID> dropped(Limit limit);

  @Transactional
  @Modifying
  @Query("update BlobRow set state = DROPPED where state = LOOSE and touchedAt < :before")
  void dropForgotten(Instant before);

  @Transactional
  @Modifying
  @Query("delete from ChunkRow where blobId = :blob and number >= :from and number < :to")
  void deleteChunks(UUID blob, int from, int to);

  @Transactional
  @Modifying
  @Query("delete from BlobRow where id = :id")
  void delete(UUID id);
}
