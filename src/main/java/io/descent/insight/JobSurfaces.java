package io.descent.insight;

import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.engine.Outline;
import io.descent.engine.Surface;
import io.descent.insight.TraceRequest.Values;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/** Shows over two columns of a table what a network has learnt of it. */
@Component
public final class JobSurfaces {

  /**
   * What is to be shown: the output, or one unit of a layer.
   *
   * @param unit empty for the output
   */
  public record Wish(Grid grid, Optional<Unit> unit) {}

  /** A unit in client order. */
  record Unit(int layer, int number) {}

  private final TraceBudget budget;
  private final long mostNumbers;

  JobSurfaces(TraceBudget budget, Limits limits) {
    this.budget = budget;
    this.mostNumbers = limits.traceNumbers();
  }

  /**
   * @param columns inputs of the table
   * @param ends least and largest value of a column; empty where it is not of numbers
   */
  public Wish read(
      JsonBody body, ModelSpec model, int columns, IntFunction<Optional<double[]>> ends) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Outline outline = Outline.of(model);
    GridReader grid = new GridReader(fields);
    Optional<Unit> unit = unit(fields, outline);
    fields.done();
    Optional<Grid> over = grid.over(new Columns(columns, ends));
    problems.throwIfAny();
    Wish wish = new Wish(over.orElseThrow(), unit);
    budget.checkSurface("", wish.grid(), unit.isPresent(), outline);
    return wish;
  }

  private record Columns(int count, IntFunction<Optional<double[]>> each)
      implements GridReader.Inputs {

    @Override
    public Optional<double[]> ends(int input) {
      return each.apply(input);
    }
  }

  private static Optional<Unit> unit(JsonFields fields, Outline outline) {
    int layers = outline.layers().size();
    OptionalInt layer = fields.optionalInt("layer", 0, Math.max(0, layers - 1));
    boolean asked = fields.has("layer") || fields.has("unit");
    if (!asked) {
      return Optional.empty();
    }
    long units = layer.isPresent() ? outline.layers().get(layer.getAsInt()).output().size() : 1;
    int last = layer.isPresent() ? Math.toIntExact(units - 1) : Integer.MAX_VALUE;
    OptionalInt unit = fields.requiredInt("unit", 0, last);
    if (!fields.has("layer")) {
      fields.requiredInt("layer", 0, layers - 1);
    }
    return layer.isPresent() && unit.isPresent()
        ? Optional.of(new Unit(layer.getAsInt(), unit.getAsInt()))
        : Optional.empty();
  }

  /**
   * @param points the network's input at each point of the grid
   * @param target turns an output into the target's unit
   */
  public SurfaceView show(
      Wish wish, Network network, Surface.Points points, DoubleUnaryOperator target) {
    boolean units = wish.unit().isPresent();
    Surface surface = Surface.of(network.model(), network.tensors(), points, units);
    return view(wish, surface, network.model().loss(), target);
  }

  private SurfaceView view(Wish wish, Surface surface, LossSpec loss, DoubleUnaryOperator target) {
    TensorJson json = new TensorJson(Values.ALL, mostNumbers);
    Grid grid = wish.grid();
    if (wish.unit().isPresent()) {
      Unit unit = wish.unit().get();
      float[] values = surface.units().get(unit.layer())[unit.number()];
      return SurfaceView.ofUnit(grid, unit, json.flat("activation", values), json.nonfinite());
    }
    List<float[]> outputs =
        Arrays.stream(surface.outputs()).map(values -> turned(values, target)).toList();
    return SurfaceView.ofOutput(
        grid,
        outputs.stream().map(values -> json.flat("output", values)).toList(),
        loss.takesLogits()
            ? Arrays.stream(surface.probabilities())
                .map(values -> json.flat("probabilities", values))
                .toList()
            : null,
        json.nonfinite());
  }

  private static float[] turned(float[] values, DoubleUnaryOperator target) {
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i] = (float) target.applyAsDouble(values[i]);
    }
    return turned;
  }
}
