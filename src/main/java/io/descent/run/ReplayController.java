package io.descent.run;

import io.descent.dataset.Column;
import io.descent.dataset.Schema;
import io.descent.insight.JobSurfaces;
import io.descent.insight.SurfaceView;
import io.descent.insight.TraceView;
import io.descent.insight.Traces;
import io.descent.job.Job;
import io.descent.job.JobCatalog;
import io.descent.job.JobStatus;
import io.descent.security.ByName;
import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.FieldError;
import io.descent.web.JsonBody;
import io.descent.web.JsonWishes;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows a step of a training that is over, or paused, on its real batch. */
@RestController
@Tag(name = "Insight")
class ReplayController {

  private final JobCatalog jobs;
  private final Preparation preparation;
  private final Replay replay;
  private final ReplayTurns turns;
  private final Traces traces;
  private final JobSurfaces surfaces;

  ReplayController(
      JobCatalog jobs,
      Preparation preparation,
      Replay replay,
      ReplayTurns turns,
      Traces traces,
      JobSurfaces surfaces) {
    this.jobs = jobs;
    this.preparation = preparation;
    this.replay = replay;
    this.turns = turns;
    this.traces = traces;
    this.surfaces = surfaces;
  }

  @RequiresScope(Scope.READ)
  @ByName
  @PostMapping(path = "/api/v1/jobs/{id}/trace", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "traceJob", summary = "Show one step of an ended or paused job")
  @TakesJson("JobTrace")
  @Refusals({
    ProblemKind.CONFLICT,
    ProblemKind.INVALID,
    ProblemKind.TOO_LARGE,
    ProblemKind.TOO_MANY
  })
  TraceView trace(
      Owner owner,
      @PathVariable UUID id,
      @Parameter(description = "Number of the update, from 1", example = "1") @RequestParam
          long step,
      JsonWishes wishes)
      throws IOException {
    Job past = jobs.find(owner, id);
    refuse(past, step);
    return turns.compute(
        past,
        look -> {
          Replay.Replayed replayed = replay.before(past, step, look);
          return traces.show(replayed.start(), wishes.body()).of(replayed.rows(), replayed.how());
        });
  }

  @RequiresScope(Scope.READ)
  @ByName
  @PostMapping(path = "/api/v1/jobs/{id}/surface", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      operationId = "surfaceJob",
      summary = "Show over two columns what a job had learnt after a step")
  @TakesJson("JobSurface")
  @Refusals({
    ProblemKind.CONFLICT,
    ProblemKind.INVALID,
    ProblemKind.TOO_LARGE,
    ProblemKind.TOO_MANY
  })
  SurfaceView surface(
      Owner owner,
      @PathVariable UUID id,
      @Parameter(description = "Number of the update, from 1", example = "1") @RequestParam
          long step,
      JsonBody body)
      throws IOException {
    Job past = jobs.find(owner, id);
    refuse(past, step);
    Preparation.Asked asked = asked(past);
    Schema schema = asked.dataset().schema();
    List<Column> columns = schema.inputs();
    JobSurfaces.Wish wish =
        surfaces.read(
            body, asked.spec().model(), columns.size(), input -> ends(columns.get(input)));
    return turns.compute(
        past,
        look -> {
          Replay.Learnt learnt = replay.after(past, step, look);
          RawGrid points = new RawGrid(wish.grid(), learnt.encoding(), schema);
          return surfaces.show(wish, learnt.network(), points, learnt.encoding().target()::decode);
        });
  }

  private Preparation.Asked asked(Job past) {
    try {
      return preparation.asked(past);
    } catch (Preparation.Impossible | UncheckedIOException e) {
      throw Replay.impossible(e);
    }
  }

  private static Optional<double[]> ends(Column column) {
    Double min = column.min();
    Double max = column.max();
    return column.kind().isNumber() && min != null && max != null
        ? Optional.of(new double[] {min, max})
        : Optional.empty();
  }

  private static void refuse(Job past, long step) {
    JobStatus status = past.state().status();
    if (!status.ended() && status != JobStatus.PAUSED) {
      throw ProblemException.of(
          ProblemKind.CONFLICT,
          "the job is " + status.wire() + "; a step is shown when it has ended or is paused");
    }
    if (past.progress().updates() == 0) {
      throw ProblemException.of(ProblemKind.CONFLICT, "the job ended before its first step");
    }
    if (step < 1 || step > past.progress().updates()) {
      String detail = "must be 1 to %d, the steps of this job".formatted(past.progress().updates());
      throw ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError("step", detail)));
    }
  }
}
