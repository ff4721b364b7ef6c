package io.descent.insight;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    @Nullable Map<String, JsonNode> parameters,
    @Nullable Map<String, JsonNode> state,
    Rows batch,
    Forward forward,
    @Nullable Map<String, JsonNode> gradients,
    @Nullable After after,
    List<Node> graph,
    Objective objective,
    @Nullable Check gradientCheck,
    @Nullable Picture surface,
    @Nullable Replayed replayed,
    @Nullable List<String> nonfinite) {

  /** The same step, as one of a job: on these rows of its data set. */
  public TraceView of(int[] rows, Replayed how) {
    return new TraceView(
        parameters,
        state,
        new Rows(batch.x, batch.t, IntStream.of(rows).boxed().toList()),
        forward,
        gradients,
        after,
        graph,
        objective,
        gradientCheck,
        surface,
        how,
        nonfinite);
  }

  /**
   * What the step learnt from.
   *
   * @param rows numbers of the rows in the data set, for a step of a job
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TraceBatch")
  record Rows(@Nullable JsonNode x, @Nullable JsonNode t, @Nullable List<Integer> rows) {}

  /**
   * How a step of a job was computed again.
   *
   * @param fromUpdate updates that were done in the state it began with
   * @param updates computed again to reach the step
   * @param equalsRecorded whether the epoch's loss came out as it was recorded, bit for bit; null
   *     where the epoch never ended
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "Replayed")
  public record Replayed(long fromUpdate, long updates, @Nullable Boolean equalsRecorded) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TraceForward")
  record Forward(
      @Nullable JsonNode output,
      JsonNode loss,
      JsonNode losses,
      @Nullable JsonNode probabilities,
      @Nullable Map<String, JsonNode> state) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TraceAfter")
  record After(
      JsonNode losses,
      @Nullable Map<String, JsonNode> parameters,
      @Nullable Map<String, JsonNode> state,
      @Nullable Map<String, JsonNode> slots,
      Evaluation evaluation) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TraceEvaluation")
  record Evaluation(@Nullable JsonNode output, JsonNode loss) {}

  /**
   * One layer.
   *
   * @param activation what it gave, for the whole batch
   * @param gradient of the loss with respect to what went in
   * @param norms L2 norms of the two, and of each parameter's gradient
   * @param deadShare of a rectifier's units
   * @param saturatedShare of the units of a sigmoid or tanh
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TraceLayer")
  record Node(
      int index,
      String type,
      Formula formula,
      List<Integer> inputShape,
      List<Integer> outputShape,
      @Nullable JsonNode activation,
      @Nullable JsonNode gradient,
      Map<String, JsonNode> norms,
      @Nullable Double deadShare,
      @Nullable Double saturatedShare) {}

  /** The loss: where the gradient starts to flow back. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TraceLoss")
  record Objective(String type, Formula formula, JsonNode loss, @Nullable JsonNode gradient) {}

  /**
   * Gradients against central differences in double precision.
   *
   * @param maxRelativeError null where nothing was compared
   * @param remarks what a difference cannot see: kinks, ties and dropout, by layer
   */
  @Schema(name = "GradientCheck")
  record Check(
      @Nullable JsonNode maxRelativeError,
      int compared,
      Map<String, Compared> byParameter,
      List<Remark> remarks) {}

  /**
   * The gradients of one parameter.
   *
   * @param numeric by differences, in the parameter's shape; null where nothing was compared
   */
  @Schema(name = "GradientCheckOfParameter")
  record Compared(
      @Nullable JsonNode maxRelativeError,
      int compared,
      @Nullable Worst worst,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode numeric) {}

  /** Where two gradients of a parameter differ most. */
  @Schema(name = "GradientCheckWorst")
  record Worst(List<Integer> index, JsonNode analytic, JsonNode numeric) {}

  /**
   * A network over a grid of two inputs, x fastest, each array flat.
   *
   * @param range ends of x, ends of y
   * @param output an array an output
   * @param units by layer, an array a unit
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "SurfacePicture")
  record Picture(
      int x,
      int y,
      List<List<Double>> range,
      int resolution,
      List<JsonNode> output,
      @Nullable List<List<JsonNode>> units) {}

  /**
   * Why a layer was treated apart.
   *
   * @param reason {@code kink}, {@code tie} or {@code fixed_mask}
   * @param values of all parameters that were left out for it
   */
  @Schema(name = "GradientCheckRemark")
  record Remark(int layer, String type, String reason, int values, String detail) {}
}
