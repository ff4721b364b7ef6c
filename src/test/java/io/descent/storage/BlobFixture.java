package io.descent.storage;

import io.descent.web.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Blobs for tests that look behind them. */
public final class BlobFixture {

  private static final Duration LONG = Duration.ofDays(1);

  private final ApplicationContext service;
  private final JdbcTemplate jdbc;

  public BlobFixture(ApplicationContext service) {
    this.service = service;
    this.jdbc = service.getBean(JdbcTemplate.class);
  }

  /** A blob that is being written at this moment of the database. */
  public UUID beingWritten() {
    UUID id = UUID.randomUUID();
    jdbc.update(
        "insert into stored_blob (id, size, state, touched_at)"
            + " values (?, 0, 'loose', current_timestamp)",
        id);
    return id;
  }

  /** What has bytes, swept after the time in which a blob may be written. */
  public Set<UUID> leftWhenSwept() {
    BlobSweep sweep =
        new BlobSweep(
            service.getBean(BlobRows.class),
            () -> Instant.now().plus(LONG),
            Retention.NONE,
            service.getBean(StoredBlobs.class));
    do {
      sweep.sweep();
    } while (count("dropped") + count("loose") > 0);
    return Set.copyOf(
        jdbc.queryForList(
            "select id from stored_blob union select blob_id from stored_chunk", UUID.class));
  }

  private long count(String state) {
    return jdbc.queryForObject(
        "select count(*) from stored_blob where state = ?", Long.class, state);
  }

  /** Sweeps once more, by the service's own clock. */
  public void sweep() {
    service.getBean(BlobSweep.class).sweep();
  }

  public boolean isLoose(UUID id) {
    return jdbc.queryForList("select state from stored_blob where id = ?", String.class, id)
        .contains("loose");
  }
}
