package io.descent.spec;

import io.descent.dataset.Schema;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One reading of a network and a training: notes every problem, and keeps what it understood. */
final class SpecReading {

  private final Limits limits;
  private final Optional<Schema> schema;
  private final Problems problems;
  private final List<String> warnings = new ArrayList<>();

  SpecReading(Limits limits, Optional<Schema> schema, Problems problems) {
    this.limits = limits;
    this.schema = schema;
    this.problems = problems;
  }

  /**
   * @param memory bytes of the training, where all of it is known
   */
  record Understood(
      NetworkCheck.Network network,
      TrainingSpec training,
      OptionalLong memory,
      List<String> warnings) {}

  Understood read(JsonFields model, JsonFields training) {
    ReadModel readModel = new ModelReader(limits.layers()).read(model);
    NetworkCheck.Network network =
        new NetworkCheck(readModel, schema, model.pointer(), problems).check();
    TrainingSpec asked =
        new TrainingReader(limits.epochs()).read(training, schema.map(Schema::task));
    TrainingCheck check = new TrainingCheck(limits, schema, training.pointer(), problems, warnings);
    TrainingSpec fitted = check.fitToRows(asked);
    OptionalLong memory = OptionalLong.empty();
    if (network.spec().isPresent() && network.outline().isPresent()) {
      ModelSpec spec = network.spec().get();
      Outline outline = network.outline().get();
      if (readModel.loss().isPresent()) {
        schema.ifPresent(it -> new LossCheck(spec, outline, it, model.pointer(), problems).check());
      }
      check.checkBatches(fitted, outline);
      check.checkWork(fitted, outline);
      memory = OptionalLong.of(check.checkMemory(fitted, spec, model.pointer()));
    }
    return new Understood(network, fitted, memory, List.copyOf(warnings));
  }
}
