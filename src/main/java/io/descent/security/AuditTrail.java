package io.descent.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.Retention;
import io.descent.web.UuidV7;
import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Keeps what callers changed and what they were not allowed. Refusals may come as fast as a client
 * sends: beyond 60 a minute an owner's are only counted, as calls without a key are.
 */
@Component
public class AuditTrail {

  private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

  private static final int REFUSALS_A_MINUTE = 60;
  private static final int LONGEST = 200;

  private final AdminAudit rows;
  private final Optional<Duration> kept;
  private final UuidV7 uuids;
  private final InstantSource clock;
  private final Cache<String, Bucket> refusals =
      Caffeine.newBuilder().maximumSize(Keys.MOST).expireAfterAccess(Duration.ofMinutes(2)).build();

  AuditTrail(AdminAudit rows, Retention retention, UuidV7 uuids, InstantSource clock) {
    this.rows = rows;
    this.kept = retention.audit();
    this.uuids = uuids;
    this.clock = clock;
  }

  /** After a request was answered, or a call within one. */
  public void answered(Caller caller, HttpServletRequest request, HttpServletResponse response) {
    int status = response.getStatus();
    boolean kept =
        status == HttpServletResponse.SC_FORBIDDEN ? isAmongThoseKept(caller) : isChange(request);
    if (kept) {
      record(caller, operation(request), subject(request, response), status);
    }
  }

  /** After a caller was not allowed what is no operation of its own. */
  public void refused(Caller caller, String operation) {
    if (isAmongThoseKept(caller)) {
      record(caller, operation, Optional.empty(), HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private boolean isAmongThoseKept(Caller caller) {
    return refusals.get(caller.owner().name(), _ -> aMinute()).tryConsume(1);
  }

  /** Keeps one thing that a caller did. A database that is away stops no caller. */
  public void record(Caller caller, String operation, Optional<String> subject, int status) {
    try {
      rows.save(
          new AuditRow(
              uuids.next(),
              caller,
              shortened(operation),
              subject.map(AuditTrail::shortened),
              status,
              clock.instant()));
    } catch (DataAccessException | TransactionException e) {
      log.warn("Not in the audit: {} by {}, answered {}", operation, caller.owner().name(), status);
    }
  }

  private static Bucket aMinute() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(REFUSALS_A_MINUTE)
                    .refillGreedy(REFUSALS_A_MINUTE, Duration.ofMinutes(1)))
        .build();
  }

  private static boolean isChange(HttpServletRequest request) {
    Optional<Scope> scope = ScopeInterceptor.decided(request);
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    return !reads && scope.filter(it -> it == Scope.TRAIN || it == Scope.ADMIN).isPresent();
  }

  private static String operation(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return request.getMethod() + " " + (pattern == null ? request.getRequestURI() : pattern);
  }

  /** What was made, or else what the address names. */
  private static Optional<String> subject(
      HttpServletRequest request, HttpServletResponse response) {
    return Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION))
        .map(location -> location.substring(location.lastIndexOf('/') + 1))
        .or(
            () ->
                request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                        instanceof Map<?, ?> variables
                    ? variables.values().stream().map(String::valueOf).findFirst()
                    : Optional.empty());
  }

  private static String shortened(String text) {
    String clean = text.replace('\0', '?');
    return clean.length() > LONGEST ? clean.substring(0, LONGEST - 1) + "…" : clean;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
  void sweep() {
    kept.ifPresent(it -> rows.deleteAllBefore(clock.instant().minus(it)));
  }
}
