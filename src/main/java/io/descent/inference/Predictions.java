package io.descent.inference;

import io.descent.security.Owner;
import io.descent.web.JsonTokens;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Answers instances by a model. */
@Service
class Predictions {

  private final ModelCache models;
  private final BatchTurns turns;
  private final PredictionMeters meters;
  private final Limits limits;

  Predictions(ModelCache models, BatchTurns turns, PredictionMeters meters, Limits limits) {
    this.models = models;
    this.turns = turns;
    this.meters = meters;
    this.limits = limits;
  }

  ServedModel model(Owner owner, UUID id, RequestMemory.Taken memory) {
    return models.get(owner, id, memory);
  }

  Outputs answer(Owner owner, ServedModel model, JsonTokens body) throws IOException {
    InstanceForm form = instances(model);
    return measured(
        turns.of(owner, body.memory()),
        model,
        batches -> body.read(new InstanceStream(form, batches, limits.instances())::read));
  }

  /** Of rows that come as CSV. */
  Outputs answer(Owner owner, ServedModel model, RequestMemory.Taken memory, InputStream csv)
      throws IOException {
    TableForm form =
        model
            .table()
            .orElseThrow(
                () ->
                    ProblemException.of(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "the model takes images, which come as JSON"));
    return measured(
        turns.of(owner, memory),
        model,
        batches -> new CsvInstances(form, batches, limits).read(csv));
  }

  private Outputs measured(BatchTurns.Runner turns, ServedModel model, ServedModel.Reading rows)
      throws IOException {
    Timer.Sample begun = meters.begin();
    Outputs said = model.answer(turns, rows);
    meters.answered(model, begun, said.rows());
    return said;
  }

  static InstanceForm instances(ServedModel model) {
    return model
        .table()
        .<InstanceForm>map(TableInstances::new)
        .orElseGet(() -> new ImageInstances(model.model().encoding()));
  }
}
