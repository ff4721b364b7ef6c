package io.descent.storage;

import io.descent.web.RepeatedLines;
import io.descent.web.Retention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.data.domain.Limit;
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
  private static final int ROWS_A_TRANSACTION = 16;
  private static final Limit BLOBS_A_SWEEP = Limit.of(100);

  /** Turns in a row that are left to what is written meanwhile: 20 s. */
  private static final int MOST_LEFT_OUT = 10;

  private final BlobRows rows;
  private final InstantSource clock;
  private final Duration grace;
  private final StoredBlobs blobs;
  private int leftOut;

  BlobSweep(
      BlobRows rows,
      @Qualifier("databaseClock") InstantSource clock,
      Retention retention,
      StoredBlobs blobs) {
    this.blobs = blobs;
    this.grace = retention.orphans().orElse(GRACE);
    this.rows = rows;
    this.clock = clock;
  }

  /** Deleting reads all that goes; somebody waits for what is written, so that goes first. */
  @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void run() {
    if (blobs.isWriting() && leftOut < MOST_LEFT_OUT) {
      leftOut++;
      return;
    }
    leftOut = 0;
    try {
      sweep();
    } catch (RuntimeException e) {
      log.warn(
          RepeatedLines.DATABASE, "Sweeping blobs failed, trying again in 2 s: {}", e.getMessage());
    }
  }

  /** Every statement is a transaction of its own, and may be repeated or run beside another. */
  void sweep() {
    rows.dropForgotten(clock.instant().minus(grace));
    rows.dropped(BLOBS_A_SWEEP).forEach(this::delete);
  }

  private void delete(UUID id) {
    for (List<Integer> first = first(id); !first.isEmpty(); first = first(id)) {
      rows.deleteChunks(id, first.getFirst(), first.getFirst() + ROWS_A_TRANSACTION);
    }
    rows.delete(id);
  }

  private List<Integer> first(UUID id) {
    return rows.chunks(id, Limit.of(1));
  }
}
