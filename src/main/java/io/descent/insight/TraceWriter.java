package io.descent.insight;

import io.descent.engine.GradientCheck;
import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Shape;
import io.descent.engine.StepTrace;
import io.descent.engine.Surface;
import io.descent.engine.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes of a traced step what a client sees. */
final class TraceWriter {

  private final TraceRequest request;
  private final StepTrace.Start start;
  private final Shape outputs;
  private final TensorJson json;

  TraceWriter(TraceRequest request, TensorJson json) {
    this.request = request;
    start = request.start();
    outputs = start.output();
    this.json = json;
  }

  TraceView write(
      StepTrace trace,
      List<NamedTensor> initial,
      Optional<Updates.Outcome> after,
      Optional<GradientCheck> check,
      Optional<Surface> surface) {
    Map<String, JsonNode> parameters = json.tensors("parameters.", of(initial, true));
    Map<String, JsonNode> state = json.tensors("state.", of(initial, false));
    TraceView.Rows batch = rows();
    TraceView.Forward forward = forward(trace);
    Map<String, JsonNode> gradients = gradients(trace);
    TraceView.@Nullable After later = after.map(this::after).orElse(null);
    List<TraceView.Node> graph = graph(trace);
    TraceView.Objective objective = objective(trace);
    TraceView.@Nullable Check checked = check.map(this::check).orElse(null);
    TraceView.@Nullable Picture picture = surface.map(this::picture).orElse(null);
    List<String> nonfinite = json.nonfinite();
    return new TraceView(
        parameters,
        state,
        batch,
        forward,
        gradients,
        later,
        graph,
        objective,
        checked,
        picture,
        null,
        nonfinite.isEmpty() ? null : nonfinite);
  }

  private ModelSpec model() {
    return start.model();
  }

  private @Nullable JsonNode batch(String name, Shape shape, float[] values) {
    return json.batch(name, start.samples(), shape, values);
  }

  private TraceView.Rows rows() {
    return new TraceView.Rows(
        batch("batch.x", model().inputShape(), start.x()),
        model().loss().takesClass()
            ? json.classes(start.t())
            : batch("batch.t", outputs, start.t()),
        null);
  }

  private TraceView.Forward forward(StepTrace trace) {
    return new TraceView.Forward(
        batch("forward.output", outputs, trace.output()),
        json.number("forward.loss", trace.loss()),
        json.numbers("forward.losses", trace.losses()),
        model().loss().takesLogits()
            ? batch("forward.probabilities", outputs, trace.probabilities())
            : null,
        json.tensors("forward.state.", trace.state()));
  }

  private @Nullable Map<String, JsonNode> gradients(StepTrace trace) {
    Map<String, JsonNode> gradients = new LinkedHashMap<>();
    Map<String, JsonNode> known = json.tensors("gradients.", trace.gradients());
    if (known != null) {
      gradients.putAll(known);
    }
    JsonNode dx = batch("gradients.dx", model().inputShape(), trace.inputGradient());
    if (dx != null) {
      gradients.put("dx", dx);
    }
    return gradients.isEmpty() ? null : gradients;
  }

  private TraceView.After after(Updates.Outcome after) {
    return new TraceView.After(
        json.numbers("after.losses", after.losses()),
        json.tensors("after.parameters.", of(after.tensors(), true)),
        json.tensors("after.state.", of(after.tensors(), false)),
        json.tensors("after.slots.", after.slots()),
        new TraceView.Evaluation(
            batch("after.evaluation.output", outputs, after.output()),
            json.number("after.evaluation.loss", after.loss())));
  }

  private static List<NamedTensor> of(List<NamedTensor> tensors, boolean trainable) {
    return tensors.stream().filter(t -> t.trainable() == trainable).toList();
  }

  private List<TraceView.Node> graph(StepTrace trace) {
    List<TraceView.Node> nodes = new ArrayList<>();
    for (StepTrace.LayerTrace layer : trace.layers()) {
      String name = "graph." + layer.index() + ".";
      nodes.add(
          new TraceView.Node(
              layer.index(),
              layer.type(),
              Formulas.of(model().layers().get(layer.index())),
              layer.input().dims(),
              layer.output().dims(),
              batch(name + "activation", layer.output(), layer.activation()),
              batch(name + "gradient", layer.input(), layer.inputGradient()),
              norms(name, layer, trace),
              present(layer.deadShare()),
              present(layer.saturatedShare())));
    }
    return nodes;
  }

  private static @Nullable Double present(OptionalDouble share) {
    return share.isPresent() ? share.getAsDouble() : null;
  }

  private Map<String, JsonNode> norms(String name, StepTrace.LayerTrace layer, StepTrace trace) {
    Map<String, JsonNode> norms = new LinkedHashMap<>();
    norm(norms, name, "activation", layer.activation());
    norm(norms, name, "gradient", layer.inputGradient());
    String prefix = layer.index() + ".";
    for (NamedTensor gradient : trace.gradients()) {
      if (gradient.name().startsWith(prefix)) {
        norm(norms, name, "d" + gradient.name().substring(prefix.length()), gradient.values());
      }
    }
    return norms;
  }

  private void norm(Map<String, JsonNode> norms, String node, String of, float[] values) {
    norms.put(of, json.number(node + "norms." + of, TensorJson.norm(values)));
  }

  private TraceView.Objective objective(StepTrace trace) {
    return new TraceView.Objective(
        model().loss().type(),
        Formulas.of(model().loss()),
        json.number("objective.loss", trace.loss()),
        batch("objective.gradient", outputs, trace.outputGradient()));
  }

  private TraceView.Check check(GradientCheck check) {
    Map<String, TraceView.Compared> compared = new LinkedHashMap<>();
    check.byParameter().forEach((name, parameter) -> compared.put(name, compared(parameter)));
    return new TraceView.Check(
        error("gradient_check", check.maxRelativeError()),
        compared.values().stream().mapToInt(TraceView.Compared::compared).sum(),
        compared,
        check.remarks().stream().map(TraceWriter::remark).toList());
  }

  private @Nullable JsonNode error(String name, OptionalDouble error) {
    return error.isPresent() ? json.number(name, error.getAsDouble()) : null;
  }

  private TraceView.Compared compared(GradientCheck.Comparison parameter) {
    String name = "gradient_check." + parameter.analytic().name();
    TraceView.@Nullable Worst worst =
        parameter.worst().isPresent() ? worst(name, parameter, parameter.worst().getAsInt()) : null;
    return new TraceView.Compared(
        error(name, parameter.maxRelativeError()),
        parameter.compared(),
        worst,
        json.doubles(parameter.analytic().shape(), parameter.numeric()));
  }

  private TraceView.Worst worst(String name, GradientCheck.Comparison parameter, int at) {
    List<Integer> index = new ArrayList<>();
    int rest = at;
    for (int dim : parameter.analytic().shape().dims().reversed()) {
      index.addFirst(rest % dim);
      rest /= dim;
    }
    return new TraceView.Worst(
        index,
        json.number(name, parameter.analytic().values()[at]),
        json.number(name, parameter.numeric()[at]));
  }

  private static TraceView.Remark remark(GradientCheck.Remark remark) {
    String detail =
        switch (remark.reason()) {
          case KINK -> "a nudge crosses the kink, where there is no derivative; not compared";
          case TIE -> "a nudge changes which value wins its window; not compared";
          case FIXED_MASK -> "compared with the mask of this step held fixed";
        };
    String reason = remark.reason().name().toLowerCase(Locale.ROOT);
    return new TraceView.Remark(remark.layer(), remark.type(), reason, remark.values(), detail);
  }

  private TraceView.Picture picture(Surface surface) {
    BatchGrid asked = request.surface().orElseThrow();
    Grid grid = asked.grid();
    return new TraceView.Picture(
        grid.x(),
        grid.y(),
        grid.range(),
        grid.resolution(),
        flat("surface.output", surface.outputs()),
        asked.units()
            ? surface.units().stream().map(layer -> flat("surface.units", layer)).toList()
            : null);
  }

  private List<JsonNode> flat(String name, float[][] arrays) {
    return Arrays.stream(arrays).map(values -> json.flat(name, values)).toList();
  }
}
