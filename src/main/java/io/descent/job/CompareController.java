package io.descent.job;

import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs beside one another, over HTTP. */
@RestController
@Tag(name = "Jobs")
@RequestMapping("/api/v1/jobs/compare")
class CompareController {

  private static final int FEWEST = 2;
  private static final int MOST = 20;
  private static final String SUMMARY = "What differs between jobs, and what each came to";

  private final JobComparison comparison;

  CompareController(JobComparison comparison) {
    this.comparison = comparison;
  }

  @Operation(operationId = "compareJobs", summary = SUMMARY)
  @RequiresScope(Scope.READ)
  @Refusals(ProblemKind.NOT_FOUND)
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  JobComparison.View compare(
      Owner owner,
      @ByName("jobs")
          @Parameter(description = "A job or its name, 2 to 20 times; the first is the baseline")
          @RequestParam("id")
          List<UUID> ids,
      RequestMemory.Taken memory) {
    List<UUID> distinct = ids.stream().distinct().toList();
    if (distinct.size() < FEWEST || distinct.size() > MOST) {
      throw ProblemException.fields(
          ProblemKind.UNREADABLE,
          List.of(new FieldError("id", "must name 2 to 20 jobs, names " + distinct.size())));
    }
    return comparison.compare(owner, distinct, memory);
  }

  @Operation(operationId = "compareJobs", summary = SUMMARY)
  @RequiresScope(Scope.READ)
  @Refusals(ProblemKind.NOT_FOUND)
  @GetMapping(produces = "text/csv")
  ResponseEntity<String> csv(
      Owner owner, @ByName("jobs") @RequestParam("id") List<UUID> ids, RequestMemory.Taken memory) {
    List<JobComparison.Item> jobs = compare(owner, ids, memory).jobs();
    Set<String> names = new LinkedHashSet<>();
    jobs.forEach(job -> job.metrics().forEach(row -> names.addAll(row.keySet())));
    names.removeAll(List.of("nonfinite", "layers"));
    List<String> lines = new ArrayList<>();
    lines.add("job_id,name," + String.join(",", names));
    for (JobComparison.Item job : jobs) {
      for (Map<String, @Nullable Object> row : job.metrics()) {
        lines.add(line(job, row, names));
      }
    }
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .body(String.join("\r\n", lines) + "\r\n");
  }

  private static String line(
      JobComparison.Item job, Map<String, @Nullable Object> row, Set<String> names) {
    String quoted = '"' + job.name().replace("\"", "\"\"") + '"';
    return names.stream()
        .map(name -> Objects.toString(row.get(name), ""))
        .collect(Collectors.joining(",", job.id() + "," + quoted + ",", ""));
  }
}
