package io.descent.security;

import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the administrator what callers did. */
@RestController
@Tag(name = "Keys")
class AuditController {

  private final AdminAudit rows;

  AuditController(AdminAudit rows) {
    this.rows = rows;
  }

  /**
   * One change, or one call that was not allowed.
   *
   * @param operation verb and address, with the names of what varies in it
   * @param subject id or name of what was made, changed or asked for
   */
  @Schema(name = "AuditEntry")
  record Entry(
      UUID id,
      String owner,
      @Nullable UUID keyId,
      String operation,
      @Nullable String subject,
      int status,
      Instant createdAt) {

    static Entry of(AuditRow row) {
      return new Entry(
          row.id,
          row.owner,
          row.keyId().orElse(null),
          row.operation,
          row.subject().orElse(null),
          row.status,
          row.createdAt);
    }
  }

  @Operation(
      operationId = "listAudit",
      summary = "Changes and calls that were not allowed, of all owners, newest first")
  @RequiresScope(Scope.ADMIN)
  @GetMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<Entry> list(PageRequest page) {
    Limit limit = Limit.of(page.limit() + 1);
    List<AuditRow> found =
        page.before()
            .map(before -> rows.newestBefore(before, limit))
            .orElseGet(() -> rows.newest(limit));
    return page.page(found, AuditRow::getId, Entry::of);
  }
}
