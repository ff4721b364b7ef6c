package io.descent.insight;

import io.descent.engine.GradientCheck;
import io.descent.engine.ModelSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Shape;
import io.descent.engine.StepTrace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes of a traced step what a client sees. */
final class TraceWriter {

  private final StepTrace.Start start;
  private final TensorJson json = new TensorJson();

  TraceWriter(StepTrace.Start start) {
    this.start = start;
  }

  TraceView write(StepTrace trace, Optional<StepTrace.After> after, Optional<GradientCheck> check) {
    TraceView.Forward forward = forward(trace);
    Map<String, JsonNode> gradients = json.tensors("gradients.", trace.gradients());
    gradients.put(
        "dx",
        json.batch("gradients.dx", start.samples(), model().inputShape(), trace.inputGradient()));
    TraceView.@Nullable After later = after.map(it -> after(trace, it)).orElse(null);
    List<TraceView.Node> graph = graph(trace);
    TraceView.Objective objective = objective(trace);
    TraceView.@Nullable Check checked = check.map(this::check).orElse(null);
    List<String> nonfinite = json.nonfinite();
    return new TraceView(
        forward,
        gradients,
        later,
        graph,
        objective,
        checked,
        nonfinite.isEmpty() ? null : nonfinite);
  }

  private ModelSpec model() {
    return start.model();
  }

  private Shape output(StepTrace trace) {
    return Shape.of(Math.toIntExact(trace.layers().getLast().output().size()));
  }

  private TraceView.Forward forward(StepTrace trace) {
    Shape shape = output(trace);
    return new TraceView.Forward(
        json.batch("forward.output", start.samples(), shape, trace.output()),
        json.number("forward.loss", trace.loss()),
        model().loss().takesLogits()
            ? json.batch("forward.probabilities", start.samples(), shape, trace.probabilities())
            : null,
        present(json.tensors("forward.state.", trace.state())));
  }

  private TraceView.After after(StepTrace trace, StepTrace.After after) {
    return new TraceView.After(
        json.numbers("after.losses", after.losses()),
        json.tensors("after.parameters.", of(after.tensors(), true)),
        present(json.tensors("after.state.", of(after.tensors(), false))),
        new TraceView.Evaluation(
            json.batch("after.evaluation.output", start.samples(), output(trace), after.output()),
            json.number("after.evaluation.loss", after.loss())));
  }

  private static @Nullable Map<String, JsonNode> present(Map<String, JsonNode> tensors) {
    return tensors.isEmpty() ? null : tensors;
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
              json.batch(name + "activation", start.samples(), layer.output(), layer.activation()),
              json.batch(name + "gradient", start.samples(), layer.input(), layer.inputGradient()),
              norms(name, layer, trace)));
    }
    return nodes;
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
        json.batch("objective.gradient", start.samples(), output(trace), trace.outputGradient()));
  }

  private TraceView.Check check(GradientCheck check) {
    Map<String, JsonNode> errors = new LinkedHashMap<>();
    check
        .byParameter()
        .forEach((name, error) -> errors.put(name, json.number("gradient_check." + name, error)));
    return new TraceView.Check(
        json.number("gradient_check", check.maxRelativeError()),
        errors,
        check.remarks().stream().map(TraceWriter::remark).toList());
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
}
