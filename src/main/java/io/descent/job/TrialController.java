package io.descent.job;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.Limits;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.RequestMemory;
import io.descent.web.TagFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The trials of a sweep over HTTP. */
@RestController
@Tag(name = "Sweeps")
@RequestMapping("/api/v1/sweeps/{id}/trials")
class TrialController {

  private static final String SUMMARY =
      "The jobs of a sweep, newest first unless sorted otherwise; all in a table as CSV";

  private static final PageRequest ALL =
      new PageRequest(Limits.SWEEP_TRIALS, Optional.empty(), "", 0);

  private final TrialWatch sweeps;
  private final TrialList list;
  private final Trials trials;

  TrialController(TrialWatch sweeps, TrialList list, Trials trials) {
    this.sweeps = sweeps;
    this.list = list;
    this.trials = trials;
  }

  @Operation(operationId = "listTrials", summary = SUMMARY)
  @RequiresScope(Scope.READ)
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Page<JobView> list(
      Owner owner,
      PageRequest page,
      @PathVariable UUID id,
      @RequestParam Optional<JobStatus> status,
      @RequestParam Optional<String> name,
      TagFilter tags,
      @Parameter(description = "As of jobs, or a setting of the space by its pointer") @RequestParam
          Optional<String> sort,
      RequestMemory.Taken memory) {
    sweeps.require(owner, id);
    JobCatalog.Filter filter =
        new JobCatalog.Filter(status, Optional.empty(), Optional.of(id), name, tags);
    return list.list(owner, filter, sort, page, memory);
  }

  @Operation(operationId = "listTrials", summary = SUMMARY)
  @RequiresScope(Scope.READ)
  @GetMapping(produces = "text/csv")
  ResponseEntity<String> csv(
      Owner owner,
      @PathVariable UUID id,
      @RequestParam Optional<JobStatus> status,
      @RequestParam Optional<String> name,
      TagFilter tags,
      @RequestParam Optional<String> sort,
      RequestMemory.Taken memory) {
    List<Map<String, JsonNode>> points = sweeps.points(owner, id);
    Stream<String> settings = points.getFirst().keySet().stream();
    Stream<String> facts =
        Stream.of("trial", "job_id", "status", "stop_reason", "epoch", "updates", "value");
    List<String> lines = new ArrayList<>();
    lines.add(line(Stream.concat(facts, settings)));
    JobCatalog.Filter filter =
        new JobCatalog.Filter(status, Optional.empty(), Optional.of(id), name, tags);
    for (Trials.Standing trial : sorted(owner, filter, sort, memory)) {
      lines.add(line(values(trial, points.get(trial.trial() - 1))));
    }
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .body(String.join("\r\n", lines) + "\r\n");
  }

  /** By their numbers where no order is asked for. */
  private List<Trials.Standing> sorted(
      Owner owner, JobCatalog.Filter filter, Optional<String> sort, RequestMemory.Taken memory) {
    List<Trials.Standing> all = trials.of(filter.sweep().orElseThrow());
    if (sort.isEmpty() && filter.passesAllOfASweep()) {
      return all;
    }
    Map<UUID, Trials.Standing> byId =
        all.stream().collect(Collectors.toMap(Trials.Standing::id, Function.identity()));
    return list
        .list(owner, filter, sort.or(() -> Optional.of("created_at")), ALL, memory)
        .items()
        .stream()
        .flatMap(it -> Stream.ofNullable(byId.get(it.id())))
        .toList();
  }

  private static Stream<String> values(Trials.Standing trial, Map<String, JsonNode> point) {
    StopReason reason = trial.stopReason();
    Stream<String> facts =
        Stream.of(
                trial.trial(),
                trial.id(),
                trial.status().wire(),
                reason == null ? null : reason.wire(),
                trial.epoch(),
                trial.updates(),
                trial.value())
            .map(it -> Objects.toString(it, ""));
    return Stream.concat(
        facts, point.values().stream().map(it -> it.isValueNode() ? it.asString() : it.toString()));
  }

  private static String line(Stream<String> values) {
    return values.map(TrialController::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String value) {
    return value.matches("(?s).*[\",\r\n].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
