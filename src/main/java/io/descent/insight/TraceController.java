package io.descent.insight;

import io.descent.engine.GradientCheck;
import io.descent.engine.StepTrace;
import io.descent.web.JsonBody;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows one step of learning on numbers that the client gives. */
@RestController
@Tag(name = "Insight")
class TraceController {

  private final TraceReader reader;
  private final TraceExecutor turns;

  TraceController(TraceReader reader, TraceExecutor turns) {
    this.reader = reader;
    this.turns = turns;
  }

  @PostMapping(path = "/api/v1/trace", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "trace", summary = "Show one step of learning on given numbers")
  @TakesJson("Trace")
  @Refusals(ProblemKind.TOO_MANY)
  TraceView trace(JsonBody body) {
    TraceRequest request = reader.read(body);
    return turns.take(() -> show(request));
  }

  private static TraceView show(TraceRequest request) {
    StepTrace trace = StepTrace.of(request.start());
    Optional<StepTrace.After> after =
        request.after().map(it -> StepTrace.after(request.start(), it.optimizer(), it.steps()));
    Optional<GradientCheck> check =
        Optional.of(request.start()).filter(_ -> request.gradientCheck()).map(GradientCheck::of);
    return new TraceWriter(request.start()).write(trace, after, check);
  }
}
