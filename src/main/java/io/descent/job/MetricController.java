package io.descent.job;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.ConditionalGet;
import io.descent.web.FieldError;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Tagged;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The epochs of a job, a page at a time, thinned, or all as CSV. */
@RestController
@Tag(name = "Jobs")
@RequestMapping("/api/v1/jobs/{id}/metrics")
class MetricController {

  private static final int MOST_POINTS = 10_000;

  private final JobCatalog jobs;
  private final MetricRepository metrics;
  private final MetricSeries series;
  private final Tagged tagged;

  MetricController(JobCatalog jobs, MetricRepository metrics, MetricSeries series, Tagged tagged) {
    this.series = series;
    this.jobs = jobs;
    this.metrics = metrics;
    this.tagged = tagged;
  }

  @Operation(operationId = "listMetrics", summary = "The epochs of a job, oldest first")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON_VALUE,
              schema = @Schema(ref = "#/components/schemas/EpochPage")))
  @ConditionalGet
  @RequiresScope(Scope.READ)
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> list(
      Owner owner,
      @PathVariable UUID id,
      PageRequest page,
      @RequestParam Optional<Integer> points) {
    points.filter(it -> it < 1 || it > MOST_POINTS).ifPresent(_ -> refusePoints());
    WatchedJob job = jobs.watched(owner, id);
    return points.isPresent()
        ? series.chart(job, points.get()).entity()
        : tagged.json(page(id, job.task(), page));
  }

  private static void refusePoints() {
    throw ProblemException.fields(
        ProblemKind.UNREADABLE,
        List.of(new FieldError("points", "must be a whole number, 1 to " + MOST_POINTS)));
  }

  private Page<Map<String, @Nullable Object>> page(UUID id, Task task, PageRequest page) {
    int after = page.before().map(it -> (int) it.getLeastSignificantBits()).orElse(0);
    List<EpochRow> rows = metrics.after(id, after, Limit.of(page.limit() + 1));
    return page.page(rows, row -> new UUID(0, row.epoch()), row -> EpochJson.epoch(row, task));
  }

  @Operation(operationId = "listMetrics", summary = "The epochs of a job, oldest first")
  @RequiresScope(Scope.READ)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  @GetMapping(produces = "text/csv")
  ResponseEntity<StreamingResponseBody> csv(Owner owner, @PathVariable UUID id) {
    Task task = jobs.watched(owner, id).task();
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .body(
            out -> {
              Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
              write(id, task, csv);
              csv.flush();
            });
  }

  private void write(UUID id, Task task, Writer csv) throws IOException {
    List<LayerFigures> titled =
        metrics.measured(id, Limit.of(1)).stream()
            .flatMap(row -> Stream.ofNullable(row.layers()).flatMap(List::stream))
            .toList();
    csv.write(EpochJson.titles(task, titled) + "\r\n");
    for (Iterator<EpochRow> rows = metrics.all(id).iterator(); rows.hasNext(); ) {
      csv.write(EpochJson.csv(rows.next(), task, titled) + "\r\n");
    }
  }
}
