package io.descent.sweep;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.storage.LabelPatch;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonBody;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.descent.web.TagFilter;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
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

/** Sweeps over HTTP. */
@RestController
@Tag(name = "Sweeps")
@RequestMapping(path = "/api/v1/sweeps", produces = MediaType.APPLICATION_JSON_VALUE)
class SweepController {

  private final SweepCreation creation;
  private final Sweeps sweeps;

  SweepController(SweepCreation creation, Sweeps sweeps) {
    this.creation = creation;
    this.sweeps = sweeps;
  }

  @Operation(operationId = "createSweep", summary = "Queue many trainings that differ in settings")
  @ApiResponse(responseCode = "202", description = "The sweep, whose trials wait for workers")
  @TakesJson("SweepRequest")
  @Refusals(ProblemKind.TOO_MANY)
  @RequiresScope(Scope.TRAIN)
  @PostMapping
  ResponseEntity<SweepView> create(
      Owner owner, IdempotencyKey key, JsonBody body, RequestMemory.Taken memory)
      throws IOException {
    UUID id = creation.once(owner, key, body, memory);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/sweeps/" + id))
        .body(sweeps.view(owner, id));
  }

  @Operation(operationId = "listSweeps", summary = "Sweeps, newest first unless sorted otherwise")
  @RequiresScope(Scope.READ)
  @GetMapping
  Page<SweepView> list(
      Owner owner,
      PageRequest page,
      @RequestParam Optional<String> name,
      TagFilter tags,
      @Parameter(description = "created_at or name; - before it for descending") @RequestParam
          Optional<String> sort,
      RequestMemory.Taken memory) {
    Page<SweepView> found = sweeps.list(owner, name, tags, sort, page);
    memory.take(found.items().stream().mapToLong(SweepView::bytes).sum());
    return found;
  }

  @Operation(operationId = "getSweep", summary = "One sweep as it stands")
  @RequiresScope(Scope.READ)
  @GetMapping("/{id}")
  SweepView get(Owner owner, @PathVariable UUID id) {
    return sweeps.view(owner, id);
  }

  @Operation(
      operationId = "changeSweep",
      summary = "Change a sweep's name, tags or description",
      description = "JSON merge patch: null takes a tag, all tags or the description away.")
  @TakesJson("LabelPatch")
  @RequiresScope(Scope.TRAIN)
  @PatchMapping("/{id}")
  SweepView change(Owner owner, @PathVariable UUID id, JsonBody body) {
    return sweeps.label(owner, id, LabelPatch.read(body));
  }

  @Operation(
      operationId = "pauseSweep",
      summary = "Let all trials keep their states and stand still")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/pause")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SweepView pause(Owner owner, @PathVariable UUID id) {
    return sweeps.ask(owner, id, Sweeps.Action.PAUSE);
  }

  @Operation(operationId = "resumeSweep", summary = "Go on with a paused sweep")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SweepView resume(Owner owner, @PathVariable UUID id) {
    return sweeps.ask(owner, id, Sweeps.Action.RESUME);
  }

  @Operation(operationId = "cancelSweep", summary = "End a sweep and its trials")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @PostMapping("/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SweepView cancel(Owner owner, @PathVariable UUID id) {
    return sweeps.ask(owner, id, Sweeps.Action.CANCEL);
  }

  @Operation(operationId = "deleteSweep", summary = "Delete an ended sweep; its models stay")
  @Refusals(ProblemKind.CONFLICT)
  @RequiresScope(Scope.TRAIN)
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Owner owner, @PathVariable UUID id) {
    sweeps.delete(owner, id);
  }
}
