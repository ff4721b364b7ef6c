package io.descent.insight;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a network of a job gives over two columns, x fastest, each array flat.
 *
 * @param range ends of x, ends of y, in the columns' units
 * @param output an array an output, as the network gives it; of a regression in the target's unit
 * @param probabilities an array an output, for a loss that makes some of the outputs
 * @param layer of the unit that is shown instead
 * @param activation of that unit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SurfaceView(
    int x,
    int y,
    List<List<Double>> range,
    int resolution,
    @Nullable List<JsonNode> output,
    @Nullable List<JsonNode> probabilities,
    @Nullable Integer layer,
    @Nullable Integer unit,
    @Nullable JsonNode activation,
    @Nullable List<String> nonfinite) {

  static SurfaceView ofOutput(
      Grid grid,
      List<JsonNode> output,
      @Nullable List<JsonNode> probabilities,
      List<String> nonfinite) {
    return of(grid, output, probabilities, null, null, nonfinite);
  }

  static SurfaceView ofUnit(
      Grid grid, JobSurfaces.Unit unit, JsonNode activation, List<String> nonfinite) {
    return of(grid, null, null, unit, activation, nonfinite);
  }

  private static SurfaceView of(
      Grid grid,
      @Nullable List<JsonNode> output,
      @Nullable List<JsonNode> probabilities,
      JobSurfaces.@Nullable Unit unit,
      @Nullable JsonNode activation,
      List<String> nonfinite) {
    return new SurfaceView(
        grid.x(),
        grid.y(),
        grid.range(),
        grid.resolution(),
        output,
        probabilities,
        unit == null ? null : unit.layer(),
        unit == null ? null : unit.number(),
        activation,
        nonfinite.isEmpty() ? null : nonfinite);
  }
}
