package io.descent.web;

import io.descent.web.IdempotencyRow.Scope;
import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The kept keys; a scope names its owner. */
interface IdempotencyRows extends Repository<IdempotencyRow, Scope> {

  IdempotencyRow save(IdempotencyRow row);

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
