package io.descent.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after the H2 file: whether it can be written again, and how much of it is used. H2 writes
 * at least 8 kB for each commit and gives nothing back by itself, as it has no thread of its own
 * where commits are written at once.
 */
@Component
class H2Upkeep {

  private static final Logger log = LoggerFactory.getLogger(H2Upkeep.class);

  /** Not worth a pause. */
  private static final long SMALL = 4L << 20;

  /** More would take too long to write anew while everybody waits. */
  private static final long LARGE = 64L << 20;

  /** Unused bytes that are given back at once. */
  private static final long PRESSING = 1L << 30;

  /** Looks, a minute apart, after which unused bytes are given back at once. */
  private static final int PATIENCE = 8;

  /** Uses of a connection between two looks: what the service does by itself takes some 350. */
  private static final long FEW = 500;

  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private final ObjectProvider<H2Store> file;
  private final MeterRegistry meters;
  private long uses;
  private int waited;

  H2Upkeep(ObjectProvider<H2Store> file, MeterRegistry meters) {
    this.file = file;
    this.meters = meters;
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void tryAgain() {
    file.ifAvailable(H2Store::tryAgain);
  }

  /**
   * Where less than half of the file is used: everybody waits meanwhile, so it is done when the
   * database is hardly used, and within ten minutes at the latest.
   */
  @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
  void giveBack() {
    file.ifAvailable(store -> store.file().ifPresent(open -> giveBack(store, open)));
  }

  private void giveBack(H2Store store, MVStore open) {
    long before = uses;
    uses =
        meters.find("hikaricp.connections.acquire").timers().stream().mapToLong(Timer::count).sum();
    FileStore<?> file = open.getFileStore();
    long used = file.size() / 100 * file.getFillRate() / 100 * file.getChunksFillRate();
    long unused = file.size() - used;
    boolean wasteful = used < LARGE && unused > Math.max(SMALL, used);
    waited = wasteful ? waited + 1 : 0;
    boolean due = waited > PATIENCE || unused > PRESSING || uses - before < FEW;
    if (wasteful && due && compact(store)) {
      waited = 0;
    }
  }

  /**
   * Only as a whole, into a new file, with nothing open: pages that H2 moves within an open file
   * may be found in two states after a kill.
   */
  private static boolean compact(H2Store store) {
    long before = store.size();
    boolean done = store.compact(LONGEST_WAIT);
    log.debug("Compacted: {}, {} to {} bytes", done, before, store.size());
    return done;
  }
}
