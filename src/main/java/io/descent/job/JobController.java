package io.descent.job;

import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.LabelPatch;
import io.descent.web.ConditionalGet;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.descent.web.TagFilter;
import io.descent.web.Tagged;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Jobs over HTTP. */
@RestController
@Tag(name = "Jobs")
@RequestMapping(path = "/api/v1/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

  private final JobValidation validation;
  private final JobCreation creation;
  private final JobCatalog jobs;
  private final TrialList list;
  private final JobCommands commands;
  private final Tagged tagged;

  JobController(
      JobValidation validation,
      JobCreation creation,
      JobCatalog jobs,
      TrialList list,
      JobCommands commands,
      Tagged tagged) {
    this.validation = validation;
    this.creation = creation;
    this.jobs = jobs;
    this.list = list;
    this.commands = commands;
    this.tagged = tagged;
  }

  @Operation(operationId = "createJob", summary = "Queue a training")
  @ApiResponse(responseCode = "202", description = "The job, which waits for a worker")
  @TakesJson("JobRequest")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.TRAIN)
  @PostMapping
  ResponseEntity<JobView> create(Owner owner, IdempotencyKey key, JsonBody body) {
    Supplier<Job> asked = () -> validation.check(owner, body);
    return accepted(owner, creation.once(owner, "jobs", key, body.sha256(), asked));
  }

  @Operation(operationId = "reproduceJob", summary = "Train the same again, and compare")
  @ApiResponse(responseCode = "202", description = "The new job")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/reproduce")
  ResponseEntity<JobView> reproduce(Owner owner, IdempotencyKey key, @PathVariable UUID id) {
    Supplier<Job> asked = () -> validation.again(owner, id);
    return accepted(owner, creation.once(owner, "reproductions", key, "reproduce " + id, asked));
  }

  private ResponseEntity<JobView> accepted(Owner owner, UUID id) {
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/jobs/" + id))
        .body(jobs.view(owner, id));
  }

  @Operation(operationId = "listJobs", summary = "Jobs, newest first unless sorted otherwise")
  @RequiresScope(Scope.READ)
  @GetMapping
  Page<JobView> list(
      Owner owner,
      PageRequest page,
      @RequestParam Optional<JobStatus> status,
      @ByName("datasets")
          @Parameter(description = "Id of a data set, or its name: then the newest of that name")
          @RequestParam("dataset_id")
          Optional<UUID> dataset,
      @ByName("sweeps")
          @Parameter(description = "Id of a sweep, or its name: then the newest of that name")
          @RequestParam("sweep_id")
          Optional<UUID> sweep,
      @RequestParam Optional<String> name,
      TagFilter tags,
      @Parameter(
              description =
                  "created_at, name, finished_at, samples_per_second, best.validation_loss,"
                      + " best.validation_accuracy, best.validation_r2, lr, batch_size, epochs or"
                      + " seed, with sweep_id a setting of its space by pointer; - before it for"
                      + " descending; jobs without a value come last")
          @RequestParam
          Optional<String> sort,
      RequestMemory.Taken memory) {
    JobCatalog.Filter filter = new JobCatalog.Filter(status, dataset, sweep, name, tags);
    return list.list(owner, filter, sort, page, memory);
  }

  @Operation(operationId = "getJob", summary = "One job as it stands")
  @ConditionalGet
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}")
  ResponseEntity<JobView> get(Owner owner, @PathVariable UUID id) {
    return tagged.json(jobs.view(owner, id));
  }

  @Operation(
      operationId = "changeJob",
      summary = "Change a job's name, tags or description",
      description = "JSON merge patch: null takes a tag, all tags or the description away.")
  @TakesJson("LabelPatch")
  @RequiresScope(Scope.TRAIN)
  @PatchMapping("/{id}")
  JobView change(Owner owner, @PathVariable UUID id, JsonBody body) {
    commands.label(owner, id, LabelPatch.read(body));
    return jobs.view(owner, id);
  }

  @Operation(operationId = "pauseJob", summary = "Let a job keep its state and stand still")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  JobView pause(Owner owner, @PathVariable UUID id) {
    return asked(owner, id, JobAction.PAUSE);
  }

  @Operation(operationId = "resumeJob", summary = "Queue a paused job again")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  JobView resume(Owner owner, @PathVariable UUID id) {
    return asked(owner, id, JobAction.RESUME);
  }

  @Operation(operationId = "cancelJob", summary = "End a job")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  JobView cancel(Owner owner, @PathVariable UUID id) {
    return asked(owner, id, JobAction.CANCEL);
  }

  private JobView asked(Owner owner, UUID id, JobAction action) {
    commands.ask(owner, id, action);
    return jobs.view(owner, id);
  }

  @Operation(operationId = "deleteJob", summary = "Delete a job that has ended; its model stays")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @PathVariable UUID id) {
    commands.delete(owner, id);
  }
}
