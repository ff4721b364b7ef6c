package io.descent.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys over HTTP. */
@RestController
@Tag(name = "Keys")
@RequestMapping(path = "/api/v1/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class KeyController {

  private final Keys keys;
  private final AdminKeys rows;
  private final Idempotency idempotency;
  private final InstantSource clock;

  KeyController(Keys keys, AdminKeys rows, Idempotency idempotency, InstantSource clock) {
    this.keys = keys;
    this.rows = rows;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /**
   * A key as it is shown.
   *
   * @param key its text, which is given once, by the call that made it
   * @param prefix how the text begins
   */
  @Schema(name = "Key")
  record KeyView(
      UUID id,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
      String prefix,
      String owner,
      List<Scope> scopes,
      KeyLimits limits,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {

    /** For logs, where no key may stand. */
    @Override
    public String toString() {
      return "key " + prefix + "…";
    }

    static KeyView of(KeyRow row, @Nullable String text) {
      return new KeyView(
          row.id,
          text,
          row.prefix,
          row.owner,
          row.scopes().stream().sorted().toList(),
          row.limits(),
          row.createdAt,
          row.expiresAt().orElse(null),
          row.lastUsedAt().orElse(null));
    }
  }

  @Operation(operationId = "createKey", summary = "Make a key, whose text is shown this once")
  @ApiResponse(responseCode = "201", description = "The key with its text")
  @TakesJson("KeyRequest")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.ADMIN)
  @PostMapping
  ResponseEntity<KeyView> create(Owner owner, IdempotencyKey once, JsonBody body) {
    NewKey wish = NewKey.read(body, clock.instant());
    List<Keys.Made> made = new ArrayList<>();
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "keys", once)) {
      UUID id =
          attempt
              .earlier(body.sha256())
              .orElseGet(() -> attempt.create(body.sha256(), () -> make(wish, made)));
      KeyRow row = rows.findById(id).orElseThrow(() -> ProblemException.notFound("key", id));
      Optional<String> text =
          made.stream().filter(it -> it.row().id.equals(id)).map(Keys.Made::text).findFirst();
      return ResponseEntity.created(URI.create("/api/v1/keys/" + id))
          .body(KeyView.of(row, text.orElse(null)));
    }
  }

  private UUID make(NewKey wish, List<Keys.Made> made) {
    made.add(keys.make(wish));
    return made.getLast().row().id;
  }

  @Operation(operationId = "listKeys", summary = "Keys of all owners, newest first")
  @RequiresScope(Scope.ADMIN)
  @GetMapping
  Page<KeyView> list(PageRequest page) {
    Limit limit = Limit.of(page.limit() + 1);
    List<KeyRow> found =
        page.before()
            .map(before -> rows.newestBefore(before, limit))
            .orElseGet(() -> rows.newest(limit));
    return page.page(found, KeyRow::getId, row -> KeyView.of(row, null));
  }

  @Operation(operationId = "getKey", summary = "One key, without its text")
  @RequiresScope(Scope.ADMIN)
  @GetMapping("/{id}")
  KeyView get(@PathVariable UUID id) {
    return rows.findById(id)
        .map(row -> KeyView.of(row, null))
        .orElseThrow(() -> ProblemException.notFound("key", id));
  }

  @Operation(
      operationId = "deleteKey",
      summary = "Revoke a key: every process refuses it within 5 seconds")
  @RequiresScope(Scope.ADMIN)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable UUID id) {
    keys.delete(id);
  }
}
