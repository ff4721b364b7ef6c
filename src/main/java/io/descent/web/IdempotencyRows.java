package io.descent.web;

import io.descent.web.IdempotencyRow.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The kept keys; a scope names its owner. */
interface IdempotencyRows extends Repository<IdempotencyRow, Scope> {

  /** Refused as a violation of integrity where the key is there. */
  @Transactional
  @Modifying
  @Query(
      "insert into IdempotencyRow (scope, bodySha256, resourceId, createdAt)"
          + " values (:scope, :bodySha256, :resourceId, :now)")
  void add(Scope scope, String bodySha256, UUID resourceId, Instant now);

  @Query("from IdempotencyRow where scope = :scope and createdAt >= :oldest")
  Optional<IdempotencyRow> find(Scope scope, Instant oldest);

  @Transactional
  @Modifying
  @Query("delete from IdempotencyRow where scope = :scope and createdAt < :oldest")
  void deleteBefore(Scope scope, Instant oldest);

  @Transactional
  @Modifying
  @Query("delete from IdempotencyRow where createdAt < :oldest")
  void deleteAllBefore(Instant oldest);
}
