package io.descent.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How many requests a second each key may send, evenly and as many at once. */
@Component
public final class RequestRate {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A bucket that was left alone this long is full, and can be made anew. */
  private static final Duration FULL_AGAIN = Duration.ofSeconds(2);

  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(Keys.MOST).expireAfterAccess(FULL_AGAIN).build();

  /** A key and its limit, which never changes. */
  private record Key(UUID id, int perSecond) {

    Bucket bucket() {
      return Bucket.builder()
          .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
          .build();
    }
  }

  /**
   * Counts a request of the caller at hand.
   *
   * @throws ProblemException where its key may not send one now
   */
  void take() {
    take(1, 1);
  }

  /**
   * Counts what comes in a request beside the one that is counted already, all or nothing.
   *
   * @throws ProblemException where the key may not send so many now, or never so many at once
   */
  public void takeBeside(int more) {
    if (more > 0) {
      take(more, more + 1);
    }
  }

  private void take(int requests, int atOnce) {
    Caller caller = Caller.current();
    Integer perSecond = caller.limits().requestsPerSecond();
    if (caller.key().isEmpty() || perSecond == null) {
      return;
    }
    if (atOnce > perSecond) {
      throw ProblemException.of(ProblemKind.TOO_LARGE, of(perSecond) + "; send fewer at once");
    }
    ConsumptionProbe probe =
        buckets
            .get(new Key(caller.key().get(), perSecond), Key::bucket)
            .tryConsumeAndReturnRemaining(requests);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      throw ProblemException.tooMany(of(perSecond), Duration.ofSeconds(wait.toSeconds() + 1));
    }
  }

  private static String of(int perSecond) {
    return "this key may send " + perSecond + " requests a second";
  }
}
