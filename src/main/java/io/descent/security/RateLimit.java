package io.descent.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets a key send so many requests a second, evenly and as many at once; more are refused with 429.
 */
final class RateLimit extends OncePerRequestFilter {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A bucket that was left alone this long is full, and can be made anew. */
  private static final Duration FULL_AGAIN = Duration.ofSeconds(2);

  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(Keys.MOST).expireAfterAccess(FULL_AGAIN).build();
  private final HandlerExceptionResolver problems;

  /** A key and its limit, which never changes. */
  private record Key(UUID id, int perSecond) {

    Bucket bucket() {
      return Bucket.builder()
          .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, SECOND))
          .build();
    }
  }

  RateLimit(HandlerExceptionResolver problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Caller caller = Caller.current();
    Integer perSecond = caller.limits().requestsPerSecond();
    if (caller.key().isPresent() && perSecond != null) {
      ConsumptionProbe probe =
          buckets
              .get(new Key(caller.key().get(), perSecond), Key::bucket)
              .tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        problems.resolveException(request, response, null, refusal(perSecond, probe));
        return;
      }
    }
    chain.doFilter(request, response);
  }

  private static ProblemException refusal(int perSecond, ConsumptionProbe probe) {
    Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
    return ProblemException.tooMany(
        "this key may send " + perSecond + " requests a second",
        Duration.ofSeconds(wait.toSeconds() + 1));
  }
}
