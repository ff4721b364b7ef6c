package io.descent.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The kept keys. */
@Repository
class IdempotencyRows {

  record Row(String bodySha256, UUID resourceId) {}

  private final JdbcClient jdbc;

  IdempotencyRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Row> find(Idempotency.Scope scope, Instant oldest) {
    return jdbc.sql(
            """
            select body_sha256, resource_id from idempotency
            where owner = ? and operation = ? and idempotency_key = ? and created_at >= ?
            """)
        .params(scope.owner(), scope.operation(), scope.key(), utc(oldest))
        .query(
            (row, number) ->
                new Row(row.getString("body_sha256"), row.getObject("resource_id", UUID.class)))
        .optional();
  }

  void insert(Idempotency.Scope scope, Row row, Instant now) {
    jdbc.sql(
            """
            insert into idempotency
            (owner, operation, idempotency_key, body_sha256, resource_id, created_at)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            scope.owner(),
            scope.operation(),
            scope.key(),
            row.bodySha256(),
            row.resourceId(),
            utc(now))
        .update();
  }

  void deleteOf(Idempotency.Scope scope, Instant oldest) {
    jdbc.sql(
            """
            delete from idempotency
            where owner = ? and operation = ? and idempotency_key = ? and created_at < ?
            """)
        .params(scope.owner(), scope.operation(), scope.key(), utc(oldest))
        .update();
  }

  void deleteBefore(Instant oldest) {
    jdbc.sql("delete from idempotency where created_at < ?").param(utc(oldest)).update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
