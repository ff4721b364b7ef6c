package io.descent.storage;

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

  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private final ObjectProvider<H2Store> file;

  H2Upkeep(ObjectProvider<H2Store> file) {
    this.file = file;
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void tryAgain() {
    file.ifAvailable(H2Store::tryAgain);
  }

  /** Where less than half of the file is used. */
  @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
  void giveBack() {
    file.ifAvailable(
        store ->
            store
                .file()
                .filter(it -> used(it) < LARGE && unused(it) > Math.max(SMALL, used(it)))
                .ifPresent(_ -> compact(store)));
  }

  /**
   * Only as a whole, into a new file, with nothing open: pages that H2 moves within an open file
   * may be found in two states after a kill.
   */
  private static void compact(H2Store store) {
    long before = store.size();
    boolean done = store.compact(LONGEST_WAIT);
    log.debug("Compacted: {}, {} to {} bytes", done, before, store.size());
  }

  private static long size(MVStore open) {
    FileStore<?> file = open.getFileStore();
    return file.size();
  }

  private static long used(MVStore open) {
    FileStore<?> file = open.getFileStore();
    return file.size() / 100 * file.getFillRate() / 100 * file.getChunksFillRate();
  }

  private static long unused(MVStore open) {
    return size(open) - used(open);
  }
}
