package io.descent.storage;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Deletes what is no longer referred to, and what was written and never kept. In small steps: one
 * large delete makes an H2 file grow and holds up everyone else.
 */
@Component
final class BlobSweep {

  private static final Logger log = LoggerFactory.getLogger(BlobSweep.class);
  private static final Duration GRACE = Duration.ofHours(1);
  private static final int ROWS_A_TRANSACTION = 64;

  private final JdbcTemplate jdbc;
  private final InstantSource clock;

  BlobSweep(JdbcTemplate jdbc, @Qualifier("databaseClock") InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void run() {
    try {
      sweep();
    } catch (RuntimeException e) {
      log.warn("Sweeping blobs failed, trying again in 2 s: {}", e.getMessage());
    }
  }

  /** Every statement is a transaction of its own, and may be repeated or run beside another. */
  void sweep() {
    jdbc.update(
        "update stored_blob set state = 'dropped' where state = 'loose' and touched_at < ?",
        Timestamp.from(clock.instant().minus(GRACE)));
    List<UUID> dropped =
        jdbc.query(
            "select id from stored_blob where state = 'dropped' order by touched_at"
                + " fetch first 100 rows only",
            (row, _) -> row.getObject(1, UUID.class));
    dropped.forEach(this::delete);
  }

  private void delete(UUID id) {
    for (List<Integer> first = first(id); !first.isEmpty(); first = first(id)) {
      jdbc.update(
          "delete from stored_chunk where blob_id = ? and number >= ? and number < ?",
          id,
          first.getFirst(),
          first.getFirst() + ROWS_A_TRANSACTION);
    }
    jdbc.update("delete from stored_blob where id = ?", id);
  }

  private List<Integer> first(UUID id) {
    return jdbc.query(
        "select number from stored_chunk where blob_id = ? order by blob_id, number"
            + " fetch first row only",
        (row, _) -> row.getInt(1),
        id);
  }
}
