package io.descent.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.descent.job.Job;
import io.descent.web.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
            .removalListener(ReplayCache::removed)
            .expireAfterAccess(KEPT_FOR)
            .build();
  }

  /** What was taken out goes on; what was put out is nobody's. */
  private static void removed(@Nullable UUID job, @Nullable Entry entry, RemovalCause cause) {
    if (entry != null && cause != RemovalCause.EXPLICIT) {
      entry.replay().close();
    }
  }

  private int weight(long bytes) {
    return (int) Math.clamp(bytes / 1024, most / 1024 / number, Integer.MAX_VALUE);
  }

  /** The job's replay, which is nobody else's until it is kept again. */
  Optional<ReplayState> take(Job job) {
    Optional<ReplayState> replay =
        Optional.ofNullable(cache.asMap().remove(job.id())).map(Entry::replay);
    // What a job needs may be gone since
    if (replay.isPresent() && preparation.memory(job) == 0) {
      replay.get().close();
      return Optional.empty();
    }
    return replay;
  }

  void keep(Job job, ReplayState replay) {
    if (number > 0) {
      long bytes = preparation.memory(job) + replay.bytes();
      cache.put(job.id(), new Entry(replay, bytes));
    } else {
      replay.close();
    }
  }
}
