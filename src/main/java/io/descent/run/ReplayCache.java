package io.descent.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.job.Job;
import io.descent.web.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Keeps a few replays for a while, as who looks at a step looks at its neighbours next. Jobs are
 * looked up for their owner before anything is asked of it.
 */
@Component
class ReplayCache {

  private static final Duration KEPT_FOR = Duration.ofMinutes(2);

  private record Entry(ReplayState replay, long bytes) {}

  private final Preparation preparation;
  private final long most;
  private final int number;
  private final Cache<UUID, Entry> cache;

  ReplayCache(Preparation preparation, Limits limits) {
    this.preparation = preparation;
    most = limits.replayCache().toBytes();
    number = limits.keptReplays();
    // An entry weighs what it is of the bytes, and at least its share of the number
    cache =
        Caffeine.newBuilder()
            .maximumWeight(most / 1024)
            .weigher((UUID _, Entry entry) -> weight(entry.bytes()))
            .expireAfterAccess(KEPT_FOR)
            .build();
  }

  private int weight(long bytes) {
    return (int) Math.clamp(bytes / 1024, most / 1024 / number, Integer.MAX_VALUE);
  }

  /** The job's replay, which is nobody else's until it is kept again. */
  Optional<ReplayState> take(Job job) {
    Optional<Entry> entry = Optional.ofNullable(cache.asMap().remove(job.id()));
    // What a job needs may be gone since
    return entry.filter(_ -> preparation.memory(job) > 0).map(Entry::replay);
  }

  void keep(Job job, ReplayState replay) {
    if (number > 0) {
      long bytes = preparation.memory(job) + replay.bytes();
      cache.put(job.id(), new Entry(replay, bytes));
    }
  }
}
