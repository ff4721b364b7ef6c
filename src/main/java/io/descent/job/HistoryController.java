package io.descent.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a job, each change of its status, over HTTP. */
@RestController
@Tag(name = "Jobs")
class HistoryController {

  /**
   * A status that a job came to, or a note about it.
   *
   * @param stopReason why it ended, of the last
   * @param update updates that were done then; null where it is not known
   * @param note what was said about it, mostly nothing
   */
  @Schema(name = "JobHistoryItem")
  record Item(
      Instant at,
      JobStatus status,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StopReason stopReason,
      @Nullable String worker,
      int attempt,
      @Nullable Long update,
      String note) {}

  private final JobCatalog jobs;
  private final EventRepository events;

  HistoryController(JobCatalog jobs, EventRepository events) {
    this.jobs = jobs;
    this.events = events;
  }

  @Operation(operationId = "getJobHistory", summary = "Each status of a job, oldest first")
  @RequiresScope(Scope.READ)
  @GetMapping(path = "/api/v1/jobs/{id}/history", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<Item> history(Owner owner, @PathVariable UUID id, PageRequest page) {
    long after = page.before().map(UUID::getLeastSignificantBits).orElse(0L);
    Limit most = Limit.of(page.limit() + 1);
    List<JobEvent> found = events.after(jobs.watched(owner, id).id(), after, most);
    return page.page(found, event -> new UUID(0, event.sequence()), HistoryController::item);
  }

  private static Item item(JobEvent e) {
    return new Item(
        e.at(), e.status(), e.stopReason(), e.worker(), e.attempt(), e.updates(), e.detail());
  }
}
