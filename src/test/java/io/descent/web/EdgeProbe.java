package io.descent.web;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A feature that does what the tests of the edge need. */
@TestComponent
@RestController
class EdgeProbe {

  enum Color {
    RED,
    GREEN
  }

  @RequiresScope(Scope.READ)
  @GetMapping("/api/v1/probe")
  Map<String, String> probe(
      Owner owner,
      @RequestParam(required = false) @Nullable UUID id,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "RED") Color color) {
    return Map.of("owner", owner.name());
  }

  @RequiresScope(Scope.READ)
  @GetMapping("/api/v1/probe/{id}")
  Map<String, UUID> one(@PathVariable UUID id) {
    return Map.of("id", id);
  }

  @RequiresScope(Scope.READ)
  @GetMapping("/api/v1/probe/names/{name}")
  Map<String, String> named(@PathVariable String name) {
    return Map.of("name", name);
  }

  @RequiresScope(Scope.READ)
  @GetMapping("/api/v1/probe/required")
  int required(@RequestParam int offset) {
    return offset;
  }

  @RequiresScope(Scope.TRAIN)
  @PostMapping("/api/v1/probe")
  JsonNode echo(JsonBody body, IdempotencyKey key) {
    Problems problems = new Problems();
    JsonFields in = body.fields(problems);
    in.optionalInt("n", 0, 9);
    in.done();
    problems.throwIfAny();
    return body.node();
  }

  @RequiresScope(Scope.READ)
  @GetMapping("/api/v1/probe/failing")
  String failing(@RequestParam String how) throws Exception {
    throw switch (how) {
      case "bug" -> new IllegalStateException("secret detail\r\nof java.lang.Nothing");
      case "checked" -> new IOException("secret detail");
      case "sql" ->
          new UncategorizedSQLException("task", "select secret", new SQLException("secret"));
      case "away" -> new DataAccessResourceFailureException("secret");
      case "connection" -> new CannotCreateTransactionException("secret");
      case "postgres-away" ->
          new UncategorizedSQLException("task", "select 1", new SQLException("x", "57P01"));
      case "postgres-disk" ->
          new UncategorizedSQLException("task", "insert", new SQLException("x", "53100"));
      case "postgres-text" ->
          new UncategorizedSQLException("task", "select secret", new SQLException("x", "22021"));
      case "h2-disk" ->
          new UncategorizedSQLException(
              "task",
              "insert",
              new SQLException("x", "90028", 90028, new IOException("No space left on device")));
      case "file" ->
          ProblemException.file(
              List.of(new FileError(152L, "spe\r\ncies", "is \"<img onerror>\"")));
      default -> ProblemException.tooMany("too many", java.time.Duration.ofSeconds(7));
    };
  }

  @RequiresScope(Scope.READ)
  @GetMapping("/api/v1/probe/error")
  String error() {
    throw new StackOverflowError("secret");
  }
}
