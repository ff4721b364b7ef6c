package io.descent.insight;

import io.descent.security.Owner;
import io.descent.security.RequiresScope;
import io.descent.security.Scope;
import io.descent.web.AnswerExecutor;
import io.descent.web.JsonBody;
import io.descent.web.Limits;
import io.descent.web.ProblemKind;
import io.descent.web.Refusals;
import io.descent.web.RequestMemory;
import io.descent.web.TakesJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows one step of learning on numbers that the client gives. */
@RestController
@Tag(name = "Insight")
class TraceController {

  private final Traces traces;
  private final AnswerExecutor answers;
  private final Limits limits;

  TraceController(Traces traces, AnswerExecutor answers, Limits limits) {
    this.traces = traces;
    this.answers = answers;
    this.limits = limits;
  }

  @RequiresScope(Scope.READ)
  @PostMapping(path = "/api/v1/trace", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(operationId = "trace", summary = "Show one step of learning on given numbers")
  @TakesJson("Trace")
  @Refusals({ProblemKind.TOO_LARGE, ProblemKind.TOO_MANY})
  TraceView trace(Owner owner, JsonBody body, RequestMemory.Taken memory) throws IOException {
    return answers.compute(owner.name(), limits.trace(), _ -> traces.show(body, memory));
  }
}
