package io.descent;

import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.Backups;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Copies of the database for whoever runs the service. */
@RestController
@Tag(name = "Service")
@RequestMapping(path = "/api/v1/admin/backup", produces = MediaType.APPLICATION_JSON_VALUE)
class BackupController {

  private final Backups backups;

  BackupController(Backups backups) {
    this.backups = backups;
  }

  /** All that are there; few, so that there are no pages. */
  record BackupList(List<Backups.Backup> items) {}

  @RequiresScope(Scope.ADMIN)
  @Operation(
      operationId = "createBackup",
      summary = "A consistent copy of the H2 database below descent.home/backups")
  @ApiResponse(responseCode = "201", description = "Made, while the service went on")
  @Refusals(ProblemKind.CONFLICT)
  @PostMapping
  ResponseEntity<Backups.Made> create() {
    return ResponseEntity.created(URI.create("/api/v1/admin/backup")).body(backups.make());
  }

  @RequiresScope(Scope.ADMIN)
  @Operation(operationId = "listBackups", summary = "The copies that are there, newest first")
  @GetMapping
  BackupList list() {
    return new BackupList(backups.list());
  }
}
