package io.descent.run;

import io.descent.job.JobCatalog;
import io.descent.job.JobCatalog.Running;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The processes that share the database, over HTTP. */
@RestController
@Tag(name = "Service")
class ReplicaController {

  /**
   * A process.
   *
   * @param stale whether it gave no sign of life for ten seconds
   * @param workers jobs that it trains at most at a time
   * @param memoryBudgetBytes that its trainings may take together
   * @param running jobs that it trains, whoever owns them
   * @param jobs those of them that are the caller's
   */
  @Schema(name = "Replica")
  record Item(
      String name,
      String version,
      Instant startedAt,
      Instant heartbeatAt,
      boolean stale,
      int workers,
      long memoryBudgetBytes,
      int running,
      List<JobItem> jobs) {}

  /** A job that is trained. */
  @Schema(name = "ReplicaJob")
  record JobItem(UUID id, String name) {}

  private final Replicas replicas;
  private final JobCatalog jobs;

  ReplicaController(Replicas replicas, JobCatalog jobs) {
    this.replicas = replicas;
    this.jobs = jobs;
  }

  @Operation(operationId = "listReplicas", summary = "The processes, and what each trains")
  @RequiresScope(Scope.READ)
  @GetMapping(path = "/api/v1/replicas", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<Item> list(Owner owner) {
    Map<String, List<Running>> byWorker =
        jobs.running().stream().collect(Collectors.groupingBy(Running::worker));
    List<Item> items =
        replicas.all().stream()
            .map(it -> item(it, byWorker.getOrDefault(it.name, List.of()), owner))
            .toList();
    return new Page<>(items, null);
  }

  private Item item(ReplicaRow row, List<Running> trained, Owner owner) {
    return new Item(
        row.name,
        row.version,
        row.startedAt,
        row.heartbeatAt,
        replicas.isStale(row),
        row.workers,
        row.memory,
        trained.size(),
        trained.stream()
            .filter(job -> job.owner().equals(owner.name()))
            .map(job -> new JobItem(job.id(), job.name()))
            .toList());
  }
}
