package io.descent.job;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How far the runs of this process are, fresher than the jobs' rows. */
@Component
public class LiveProgress {

  private final Map<UUID, Progress> runs = new ConcurrentHashMap<>();

  public void show(UUID job, Progress progress) {
    runs.put(job, progress);
  }

  public void forget(UUID job) {
    runs.remove(job);
  }

  Optional<Progress> of(UUID job) {
    return Optional.ofNullable(runs.get(job));
  }
}
