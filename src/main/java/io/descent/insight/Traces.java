package io.descent.insight;

import io.descent.engine.GradientCheck;
import io.descent.engine.NamedTensor;
import io.descent.engine.Outline;
import io.descent.engine.StepTrace;
import io.descent.engine.Surface;
import io.descent.engine.Updates;
import io.descent.web.AnswerExecutor;
import io.descent.web.JsonBody;
import io.descent.web.Limits;
import io.descent.web.RequestMemory;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Computes steps to be shown; to be called with a turn of the {@link AnswerExecutor}. */
@Component
public final class Traces {

  private final TraceReader reader;
  private final TraceBudget budget;
  private final long mostNumbers;

  Traces(TraceReader reader, TraceBudget budget, Limits limits) {
    this.reader = reader;
    this.budget = budget;
    this.mostNumbers = limits.traceNumbers();
  }

  /**
   * A step that the body gives whole.
   *
   * @param memory what the step is added to
   */
  TraceView show(JsonBody body, RequestMemory.Taken memory) {
    TraceRequest request = reader.read(body);
    memory.take(TraceBudget.memory(request));
    return show(request);
  }

  /** What a body asks of a step that is known; without one, the step as it flows. */
  public TraceView show(StepTrace.Start start, Optional<JsonBody> body) {
    budget.checkReplay(start.samples(), Outline.of(start.model()));
    TraceRequest request =
        body.map(it -> reader.read(it, start))
            .orElseGet(
                () ->
                    new TraceRequest(
                        start,
                        Optional.empty(),
                        false,
                        TraceRequest.Values.AUTO,
                        Optional.empty()));
    return show(request);
  }

  private TraceView show(TraceRequest request) {
    StepTrace.Start start = request.start();
    StepTrace trace = StepTrace.of(start);
    List<NamedTensor> initial = start.initial();
    Optional<Updates.Outcome> after = request.after().map(it -> it.after(start));
    Optional<GradientCheck> check =
        Optional.of(start).filter(_ -> request.gradientCheck()).map(GradientCheck::of);
    List<NamedTensor> last = after.map(Updates.Outcome::tensors).orElse(initial);
    Optional<Surface> surface =
        request.surface().map(it -> Surface.of(start.model(), last, it, it.units()));
    TensorJson json = new TensorJson(request.values(), mostNumbers);
    return new TraceWriter(request, json).write(trace, initial, after, check, surface);
  }
}
