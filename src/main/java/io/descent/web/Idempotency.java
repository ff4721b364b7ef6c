package io.descent.web;

import io.descent.web.IdempotencyRow.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes a POST that creates safe to repeat: for 24 hours the same key and body of the same owner
 * give the same resource again. The key is kept in the transaction that creates, so that neither is
 * there without the other.
 *
 * <pre>{@code
 * try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "jobs", key)) {
 *   Optional<UUID> earlier = attempt.earlier(body.sha256());
 *   UUID id = earlier.orElseGet(() -> attempt.create(body.sha256(), () -> jobs.create(...)));
 *   ...
 * }
 * }</pre>
 */
@Service
public class Idempotency {

  static final Duration KEPT = Duration.ofHours(24);

  private final IdempotencyRows rows;
  private final TransactionOperations transactions;
  private final InstantSource clock;
  private final Duration kept;
  private final Set<Scope> inFlight = ConcurrentHashMap.newKeySet();

  Idempotency(
      IdempotencyRows rows,
      TransactionOperations transactions,
      InstantSource clock,
      Retention retention) {
    this.kept = retention.idempotency().orElse(KEPT);
    this.rows = rows;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Begins one request. Refused with 409 while another with the same key is under way here.
   *
   * @param operation what is created, at most 40 characters
   */
  public Attempt attempt(String owner, String operation, IdempotencyKey key) {
    Optional<Scope> scope = key.value().map(it -> new Scope(owner, operation, it));
    if (scope.isPresent() && !inFlight.add(scope.get())) {
      throw underWay();
    }
    return new Attempt(scope);
  }

  /** Forgets the keys that are old enough. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
  void sweep() {
    rows.deleteAllBefore(oldest());
  }

  private Instant oldest() {
    return clock.instant().minus(kept);
  }

  private static ProblemException underWay() {
    return ProblemException.of(
        ProblemKind.CONFLICT, "a request with this Idempotency-Key is under way");
  }

  /** One request, with a key or without; to be closed when it is answered. */
  public final class Attempt implements AutoCloseable {

    private final Optional<Scope> scope;

    private Attempt(Optional<Scope> scope) {
      this.scope = scope;
    }

    /** What this key made before; refused with 422 if it was with another body. */
    public Optional<UUID> earlier(String bodySha256) {
      Optional<IdempotencyRow> row = scope.flatMap(it -> rows.find(it, oldest()));
      if (row.isPresent() && !row.get().bodySha256.equals(bodySha256)) {
        throw ProblemException.of(
            ProblemKind.INVALID, "this Idempotency-Key was used with another body before");
      }
      return row.map(it -> it.resourceId);
    }

    /**
     * Runs what creates the resource and gives its id, in one transaction with the keeping of the
     * key. Where another process was faster with the same key, its resource.
     */
    public UUID create(String bodySha256, Supplier<UUID> creation) {
      try {
        return transactions.execute(
            status -> {
              UUID id = creation.get();
              scope.ifPresent(it -> keep(it, bodySha256, id));
              return id;
            });
      } catch (DataIntegrityViolationException e) {
        return earlier(bodySha256).orElseThrow(() -> e);
      }
    }

    private void keep(Scope it, String bodySha256, UUID id) {
      rows.deleteBefore(it, oldest());
      rows.add(it, bodySha256, id, clock.instant());
    }

    @Override
    public void close() {
      scope.ifPresent(inFlight::remove);
    }
  }
}
