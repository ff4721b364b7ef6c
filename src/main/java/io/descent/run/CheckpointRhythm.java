package io.descent.run;

import java.time.Duration;

/**
 * When a state is kept: at the first epoch end after one second, after five seconds inside long
 * epochs, but not before thirty times what the last took. A start that follows one that was cut
 * short keeps its first after a fifth of a second, so that however often it is cut short it gets
 * on.
 */
final class CheckpointRhythm {

  private static final long AFTER_CUT = Duration.ofMillis(200).toNanos();
  private static final long EPOCH_END = Duration.ofSeconds(1).toNanos();
  private static final long INSIDE = Duration.ofSeconds(5).toNanos();
  private static final int REST = 30;

  private final NanoClock nanos;
  private long lastEnd;
  private long lastDuration;
  private boolean hurry;

  CheckpointRhythm(boolean afterCut, NanoClock nanos) {
    this.nanos = nanos;
    this.hurry = afterCut;
    this.lastEnd = nanos.nanos();
  }

  boolean due(boolean epochEnd) {
    long since = nanos.nanos() - lastEnd;
    if (hurry) {
      return since >= AFTER_CUT;
    }
    return since >= REST * lastDuration && since >= (epochEnd ? EPOCH_END : INSIDE);
  }

  /** A state was kept, or could not be. */
  void tried(long startedAt, boolean kept) {
    lastEnd = nanos.nanos();
    lastDuration = lastEnd - startedAt;
    hurry = hurry && !kept;
  }
}
