package io.descent.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.web.JsonFields;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * How much a key may be used, beside what is the same for all; what is absent is not limited.
 *
 * @param unfinishedJobs of the owner, when the key asks for another one
 * @param storedBytes of the owner's data sets and models together
 * @param requestsPerSecond of the key, at each process
 * @param maxPriority of a job that the key asks for
 */
@Embeddable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyLimits(
    @Nullable Integer unfinishedJobs,
    @Nullable Long storedBytes,
    @Nullable Integer requestsPerSecond,
    @Nullable Integer maxPriority) {

  public static final KeyLimits NONE = new KeyLimits(null, null, null, null);

  private static final int MOST = 1_000_000;
  private static final int PRIORITY = 100;

  static KeyLimits read(JsonFields in) {
    var stored = in.optionalLong("stored_bytes", 0, Long.MAX_VALUE);
    KeyLimits limits =
        new KeyLimits(
            whole(in, "unfinished_jobs", 0, MOST),
            stored.isPresent() ? stored.getAsLong() : null,
            whole(in, "requests_per_second", 1, MOST),
            whole(in, "max_priority", -PRIORITY, PRIORITY));
    in.done();
    return limits;
  }

  private static @Nullable Integer whole(JsonFields in, String name, int low, int high) {
    var value = in.optionalInt(name, low, high);
    return value.isPresent() ? value.getAsInt() : null;
  }
}
