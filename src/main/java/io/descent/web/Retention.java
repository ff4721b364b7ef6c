package io.descent.web;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long what nobody needs any more is kept; what is not set is kept as it always was.
 *
 * @param events status events of jobs that have ended
 * @param checkpoints states of jobs that have ended
 * @param idempotency keys of requests, 24 hours unless set
 * @param audit what callers did
 * @param orphans bytes that came and became nothing, an hour unless set
 */
@ConfigurationProperties("descent.retention")
public record Retention(
    Optional<Duration> events,
    Optional<Duration> checkpoints,
    Optional<Duration> idempotency,
    Optional<Duration> audit,
    Optional<Duration> orphans) {

  /** Nothing is set. */
  public static final Retention NONE =
      new Retention(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
