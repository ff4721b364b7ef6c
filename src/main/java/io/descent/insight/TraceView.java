package io.descent.insight;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.descent.engine.Outline;
import io.descent.engine.StepTrace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One step as a client sees it. Tensors are nested arrays, or a summary where they are large; what
 * was not asked for is absent.
 *
 * @param nonfinite names of the tensors and numbers that have values that are not finite, which
 *     stand as null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TraceView(
    Forward forward,
    Map<String, JsonNode> gradients,
    @Nullable After after,
    List<Node> graph,
    Objective objective,
    @Nullable Check gradientCheck,
    @Nullable List<String> nonfinite) {

  /** A step as it flows, without an update: refused where it holds too much to be shown. */
  public static TraceView of(StepTrace.Start start, TraceBudget budget) {
    budget.checkReplay(start.samples(), Outline.of(start.model()));
    return new TraceWriter(start).write(StepTrace.of(start), Optional.empty(), Optional.empty());
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Forward(
      JsonNode output,
      JsonNode loss,
      @Nullable JsonNode probabilities,
      @Nullable Map<String, JsonNode> state) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record After(
      JsonNode losses,
      Map<String, JsonNode> parameters,
      @Nullable Map<String, JsonNode> state,
      Evaluation evaluation) {}

  record Evaluation(JsonNode output, JsonNode loss) {}

  /**
   * One layer.
   *
   * @param activation what it gave, for the whole batch
   * @param gradient of the loss with respect to what went in
   * @param norms L2 norms of the two, and of each parameter and its gradient
   */
  record Node(
      int index,
      String type,
      Formula formula,
      List<Integer> inputShape,
      List<Integer> outputShape,
      JsonNode activation,
      JsonNode gradient,
      Map<String, JsonNode> norms) {}

  /** The loss: where the gradient starts to flow back. */
  record Objective(String type, Formula formula, JsonNode loss, JsonNode gradient) {}

  /**
   * Gradients against central differences in double precision.
   *
   * @param remarks what a difference cannot see: kinks, ties and dropout, by layer
   */
  record Check(
      JsonNode maxRelativeError, Map<String, JsonNode> byParameter, List<Remark> remarks) {}

  /**
   * Why a layer was treated apart.
   *
   * @param reason {@code kink}, {@code tie} or {@code fixed_mask}
   * @param values of all parameters that were left out for it
   */
  record Remark(int layer, String type, String reason, int values, String detail) {}
}
