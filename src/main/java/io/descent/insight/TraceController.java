package io.descent.insight;

import io.descent.web.JsonBody;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows one step of learning on numbers that the client gives. */
@RestController
@Tag(name = "Insight")
class TraceController {

  private final Traces traces;

  TraceController(Traces traces) {
    this.traces = traces;
  }

  @PostMapping(path = "/api/v1/trace", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "trace", summary = "Show one step of learning on given numbers")
  @TakesJson("Trace")
  @Refusals({ProblemKind.TOO_LARGE, ProblemKind.TOO_MANY})
  TraceView trace(JsonBody body) {
    return traces.show(body);
  }
}
