package io.descent.job;

import io.descent.engine.Trainer;
import io.descent.web.JsonFields;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * When and with how much a job, or each trial of a sweep, is trained; nothing of it is in its bits.
 *
 * @param priority of the waiting the highest is first
 * @param threads the most that work on a step
 * @param expiresInSeconds from the creation on: what has not ended then is cancelled
 */
public record JobOptions(int priority, OptionalInt threads, OptionalInt expiresInSeconds) {

  private static final int PRIORITY = 100;

  /** What is wrong is noted, a priority beyond that of the key at hand too. */
  public static JobOptions read(JsonFields fields) {
    int priority = fields.intOr("priority", 0, -PRIORITY, PRIORITY);
    JobRoom.checkPriority(priority, fields.problems());
    return new JobOptions(
        priority,
        fields.optionalInt("threads", 1, Trainer.MOST_THREADS),
        fields.optionalInt("expires_in_seconds", 1, Integer.MAX_VALUE));
  }

  /** Absent: as many as the process gives. */
  public @Nullable Short mostThreads() {
    return threads.isPresent() ? (short) threads.getAsInt() : null;
  }

  /** When what is created now is over; absent: never. */
  public @Nullable Instant end(Instant now) {
    return expiresInSeconds.isPresent() ? now.plusSeconds(expiresInSeconds.getAsInt()) : null;
  }
}
