package io.descent.spec;

import static io.descent.spec.Names.name;

import io.descent.engine.EarlyStopping;
import io.descent.engine.OptimizerSpec;
import io.descent.engine.ScheduleSpec;
import io.descent.engine.Task;
import io.descent.engine.TrainingPlan;
import java.util.OptionalDouble;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a training as JSON with every default filled in. */
final class TrainingJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TrainingJson() {}

  static ObjectNode of(TrainingSpec training) {
    TrainingPlan plan = training.plan();
    ObjectNode json = JSON.objectNode();
    json.put("epochs", plan.epochs()).put("batch_size", plan.batchSize()).put("seed", plan.seed());
    json.set("optimizer", optimizer(plan.optimizer()));
    json.set("schedule", schedule(plan.schedule()));
    json.set("split", split(training.split()));
    json.putObject("preprocessing").put("numeric", name(training.numeric()));
    plan.earlyStopping()
        .ifPresentOrElse(
            stopping -> json.set("early_stopping", earlyStopping(stopping, plan.task())),
            () -> json.putNull("early_stopping"));
    json.put("keep", plan.keepBest() ? "best" : "last");
    put(json, "clip_norm", plan.clipNorm());
    put(json, "max_seconds", training.maxSeconds());
    return json;
  }

  private static void put(ObjectNode json, String field, OptionalDouble value) {
    value.ifPresentOrElse(v -> json.put(field, v), () -> json.putNull(field));
  }

  private static ObjectNode optimizer(OptimizerSpec optimizer) {
    ObjectNode json = JSON.objectNode().put("type", optimizer.type()).put("lr", optimizer.lr());
    switch (optimizer) {
      case OptimizerSpec.Sgd o -> json.put("momentum", o.momentum()).put("nesterov", o.nesterov());
      case OptimizerSpec.Adagrad o -> json.put("eps", o.eps());
      case OptimizerSpec.RmsProp o -> json.put("alpha", o.alpha()).put("eps", o.eps());
      case OptimizerSpec.Adam o ->
          json.put("beta1", o.beta1()).put("beta2", o.beta2()).put("eps", o.eps());
      case OptimizerSpec.AdamW o ->
          json.put("beta1", o.beta1()).put("beta2", o.beta2()).put("eps", o.eps());
    }
    return json.put("weight_decay", optimizer.weightDecay());
  }

  private static ObjectNode schedule(ScheduleSpec schedule) {
    ObjectNode json = JSON.objectNode().put("type", schedule.type());
    switch (schedule) {
      case ScheduleSpec.Constant _ -> {}
      case ScheduleSpec.Step s -> json.put("step_size", s.stepSize()).put("gamma", s.gamma());
      case ScheduleSpec.Exponential s -> json.put("gamma", s.gamma());
      case ScheduleSpec.Cosine s -> json.put("total", s.total()).put("min_lr", s.minLr());
      case ScheduleSpec.WarmupCosine s ->
          json.put("warmup", s.warmup())
              .put("start_factor", s.startFactor())
              .put("total", s.total())
              .put("min_lr", s.minLr());
    }
    return json;
  }

  private static ObjectNode split(TrainingSpec.SplitSpec split) {
    return JSON.objectNode()
        .put("train", split.train())
        .put("validation", split.validation())
        .put("test", split.test())
        .put("stratify", split.stratify());
  }

  private static ObjectNode earlyStopping(EarlyStopping stopping, Task task) {
    return JSON.objectNode()
        .put("metric", Names.metric(stopping.metric(), task))
        .put("patience", stopping.patience())
        .put("min_delta", stopping.minDelta());
  }
}
