package io.descent.run;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this process trains.
 *
 * @param workers how many jobs at a time; 0: none, negative: as many as there are cores
 * @param lockAndFetch whether tasks are picked with row locks, which PostgreSQL can skip and H2
 *     cannot
 */
@ConfigurationProperties("descent")
record WorkerSettings(
    @DefaultValue("-1") int workers, @DefaultValue("false") boolean lockAndFetch) {

  WorkerSettings {
    workers = workers < 0 ? Runtime.getRuntime().availableProcessors() : workers;
  }
}
