package io.descent.mcp;

import io.descent.security.Caller;
import io.descent.security.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tools about what was learnt: how good it is, what it answers, and how to take it away. */
final class ModelTools {

  private static final String JOB = "job";
  private static final String JOBS = "jobs";
  private static final String MODEL = "model";
  private static final String MODELS = "models";
  private static final String METRICS = "metrics";

  /** Of a job, what tells how it went. */
  private static final List<String> COURSE =
      List.of("status", "stop_reason", "diagnosis", "best", "latest", "warnings", "error");

  /** Of a part's metrics, what is made for charts. */
  private static final List<String> CHARTS = List.of("curve", "residuals");

  private ModelTools() {}

  static Stream<Tool> all() {
    return Stream.of(
        ToolFile.read("diagnose", Set.of(Scope.READ), ModelTools::diagnose),
        ToolFile.read("predict", Set.of(Scope.INFER), ModelTools::predict),
        ToolFile.read("export_link", Set.of(Scope.READ), ModelTools::links));
  }

  private static ObjectNode diagnose(Arguments arguments, Api api) {
    Optional<String> job = arguments.thing(JOB);
    Optional<String> model = arguments.thing(MODEL);
    if (job.isPresent() == model.isPresent()) {
      arguments.refuse(JOB, "name either a job or a model");
    }
    arguments.done();
    return job.isPresent()
        ? ofJob(api.call(Call.get(JOBS, job.get())), api)
        : ofModel(api.call(Call.get(MODELS, model.orElseThrow())), api);
  }

  private static ObjectNode ofJob(ObjectNode job, Api api) {
    Optional<ObjectNode> model = text(job, "model_id").flatMap(it -> kept(MODELS, it, api));
    return judgement(Optional.of(job), model);
  }

  private static ObjectNode ofModel(ObjectNode model, Api api) {
    Optional<ObjectNode> job = text(model, "job_id").flatMap(it -> kept(JOBS, it, api));
    ObjectNode judgement = judgement(job, Optional.of(model));
    if (job.isEmpty()) {
      ObjectNode card = api.call(Call.get(MODELS, model.get("id").stringValue(), "card"));
      judgement.set("diagnosis", card.path("diagnosis"));
    }
    return judgement;
  }

  private static Optional<String> text(ObjectNode document, String name) {
    return document.path(name).stringValueOpt();
  }

  /** What may have been deleted since. */
  private static Optional<ObjectNode> kept(String things, String id, Api api) {
    try {
      return Optional.of(api.call(Call.get(things, id)));
    } catch (Refusal e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ObjectNode judgement(Optional<ObjectNode> job, Optional<ObjectNode> model) {
    ObjectNode judgement = JsonNodeFactory.instance.objectNode();
    judgement.set("job_id", id(job));
    judgement.set("model_id", id(model));
    job.ifPresent(
        it -> COURSE.forEach(name -> it.optional(name).ifPresent(v -> judgement.set(name, v))));
    model.ifPresent(it -> judgement.set(METRICS, metrics(it.withObject(METRICS))));
    return judgement;
  }

  private static JsonNode id(Optional<ObjectNode> thing) {
    return thing.map(it -> it.get("id")).orElse(JsonNodeFactory.instance.nullNode());
  }

  private static ObjectNode metrics(ObjectNode metrics) {
    for (JsonNode part : metrics.values()) {
      if (part instanceof ObjectNode figures) {
        figures.remove(CHARTS);
      }
    }
    return metrics;
  }

  private static ObjectNode predict(Arguments arguments, Api api) {
    String model = arguments.requiredThing(MODEL);
    return api.call(Call.post(arguments.rest(), MODELS, model, "predictions"));
  }

  private static ObjectNode links(Arguments arguments, Api api) {
    String named = arguments.requiredThing(MODEL);
    arguments.done();
    ObjectNode model = api.call(Call.get(MODELS, named));
    String address = api.address() + "/api/v1/models/" + model.get("id").stringValue() + "/";
    ObjectNode links = model.retain("id", "name", "version", "weights_sha256");
    links.put("weights", address + "weights");
    links.put("onnx", address + "onnx");
    links.put("card", address + "card");
    return links.put("needs_key", Caller.current().key().isPresent());
  }
}
