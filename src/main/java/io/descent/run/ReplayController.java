package io.descent.run;

import io.descent.insight.TraceView;
import io.descent.insight.Traces;
import io.descent.job.Job;
import io.descent.job.JobCatalog;
import io.descent.job.JobStatus;
import io.descent.security.Owner;
import io.descent.web.AnswerExecutor;
import io.descent.web.FieldError;
import io.descent.web.JsonWishes;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
  private final MemoryBudget memory;
  private final Replay replay;
  private final Traces traces;
  private final AnswerExecutor answers;
  private final Duration longest;

  ReplayController(
      JobCatalog jobs,
      Preparation preparation,
      MemoryBudget memory,
      Replay replay,
      Traces traces,
      AnswerExecutor answers,
      Limits limits) {
    this.jobs = jobs;
    this.preparation = preparation;
    this.memory = memory;
    this.replay = replay;
    this.traces = traces;
    this.answers = answers;
    this.longest = limits.replay().plus(limits.trace());
  }

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
    return answers.compute(owner.name(), longest, look -> show(past, step, wishes, look));
  }

  private TraceView show(Job past, long step, JsonWishes wishes, Runnable look) {
    long bytes = preparation.memory(past);
    if (!memory.reserve(bytes)) {
      throw ProblemException.tooMany(
          "there is no memory beside the trainings that run", Duration.ofSeconds(10));
    }
    try {
      Replay.Replayed replayed = replay.before(past, step, look);
      return traces.show(replayed.start(), wishes.body()).of(replayed.rows(), replayed.how());
    } finally {
      memory.release(bytes);
    }
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
