package io.descent.inference;

import io.descent.security.Owner;
import io.descent.web.JsonTokens;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.RequestMemory;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Answers instances by a model. */
@Service
class Predictions {

  private final ModelCache models;
  private final BatchTurns turns;
  private final PredictionMeters meters;
  private final StoredAnswers stored;
  private final Limits limits;

  Predictions(
      ModelCache models,
      BatchTurns turns,
      PredictionMeters meters,
      StoredAnswers stored,
      Limits limits) {
    this.stored = stored;
    this.models = models;
    this.turns = turns;
    this.meters = meters;
    this.limits = limits;
  }

  ServedModel model(Owner owner, UUID id, RequestMemory.Taken memory) {
    return models.get(owner, id, memory);
  }

  /**
   * What a body asks for.
   *
   * @param stored the data set whose rows are to be answered instead
   */
  record Asked(Answers answers, Optional<StoredAnswers.Stored> stored) {}

  Asked answer(Owner owner, ServedModel model, JsonTokens body) throws IOException {
    Remarks remarks = new Remarks();
    Passthrough passthrough = new Passthrough(Optional.empty(), body.memory()::take);
    InstanceForm form = instances(model, remarks, passthrough);
    OptionalDouble[] asked = {OptionalDouble.empty()};
    List<InstanceStream.Reference> named = new ArrayList<>();
    Timer.Sample begun = meters.begin();
    Outputs outputs =
        model.answer(
            turns.of(owner, body.memory()),
            batches -> {
              InstanceStream stream =
                  new InstanceStream(
                      form, batches, limits.instances(), passthrough, model::isColumn);
              Outputs said = body.read(stream::read);
              asked[0] = stream.threshold();
              stream.dataset().ifPresent(named::add);
              return said;
            });
    Answers answers =
        new Answers(outputs, remarks, passthrough, models.threshold(owner, model, asked[0]));
    if (named.isEmpty()) {
      meters.answered(model, begun, outputs.rows());
      return new Asked(answers, Optional.empty());
    }
    StoredAnswers.requireNoPassthrough(passthrough);
    return new Asked(answers, Optional.of(stored.find(owner, model, named.getFirst())));
  }

  /** Answers a stored data set as {@link Asked} says. */
  void answer(
      Owner owner,
      ServedModel model,
      RequestMemory.Taken memory,
      Asked asked,
      StoredAnswers.Blocks out)
      throws IOException {
    Timer.Sample begun = meters.begin();
    StoredAnswers.Stored data = asked.stored().orElseThrow();
    stored.answer(turns.of(owner, memory), model, data, asked.answers().threshold(), out);
    meters.answered(model, begun, Math.toIntExact(data.dataset().schema().rows()));
  }

  /**
   * Rows that come as CSV, and what is asked of them.
   *
   * @param charset where the client names one
   * @param wanted columns that are given back
   */
  record Table(
      InputStream csv, Optional<Charset> charset, List<String> wanted, OptionalDouble threshold) {}

  Answers answer(Owner owner, ServedModel model, RequestMemory.Taken memory, Table asked)
      throws IOException {
    TableForm form =
        model
            .table()
            .orElseThrow(
                () ->
                    ProblemException.of(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "the model takes images, which come as JSON"));
    Remarks remarks = new Remarks();
    Passthrough passthrough = new Passthrough(Optional.empty(), memory::take);
    Problems problems = new Problems();
    passthrough.name(asked.wanted(), _ -> false, problems);
    problems.throwIfAny();
    OptionalDouble threshold = models.threshold(owner, model, asked.threshold());
    Outputs outputs =
        measured(
            turns.of(owner, memory),
            model,
            batches ->
                new CsvInstances(form, batches, limits, remarks, passthrough)
                    .read(asked.csv(), asked.charset()));
    return new Answers(outputs, remarks, passthrough, threshold);
  }

  private Outputs measured(BatchTurns.Runner turns, ServedModel model, ServedModel.Reading rows)
      throws IOException {
    Timer.Sample begun = meters.begin();
    Outputs said = model.answer(turns, rows);
    meters.answered(model, begun, said.rows());
    return said;
  }

  private static InstanceForm instances(
      ServedModel model, Remarks remarks, Passthrough passthrough) {
    return model
        .table()
        .<InstanceForm>map(table -> new TableInstances(table, remarks, passthrough))
        .orElseGet(() -> new ImageInstances(model.model().encoding()));
  }
}
