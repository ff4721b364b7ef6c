package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.dataset.Encoding.EncodedColumn;
import io.descent.dataset.SchemaMapping;
import io.descent.engine.Outline;
import io.descent.engine.PermutedColumn;
import io.descent.engine.Samples;
import io.descent.model.ImportanceRows.Chosen;
import io.descent.model.ImportanceView.ColumnImportance;
import io.descent.model.ModelMetrics.PartMetrics;
import io.descent.security.Owner;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * How much worse a model does on rows in which one column's values are permuted (Breiman 2001). The
 * orders follow from the seed, the column's place and the repeat alone: the same everywhere.
 */
@Service
class ModelImportance {

  private final Models models;
  private final ModelStore store;
  private final ImportanceRows rows;
  private final Datasets datasets;
  private final Limits limits;

  ModelImportance(
      Models models, ModelStore store, ImportanceRows rows, Datasets datasets, Limits limits) {
    this.models = models;
    this.store = store;
    this.rows = rows;
    this.datasets = datasets;
    this.limits = limits;
  }

  /**
   * @param memory what the model and the rows are added to
   * @param look called again and again, to give up where it throws
   */
  ImportanceView measure(
      Owner owner, UUID id, ImportanceRequest asked, RequestMemory.Taken memory, Runnable look) {
    memory.take(models.weightsSize(owner, id));
    ModelRow stored = store.get(owner, id);
    LoadedModel model =
        models.load(owner, stored).orElseThrow(() -> ProblemException.notFound("model", id));
    if (model.encoding().ofImages()) {
      throw ProblemException.of(
          ProblemKind.INVALID, "importance is of columns, and this model takes images");
    }
    Chosen all = rows.choose(owner, stored.document, asked.dataset(), memory, look);
    long row = model.encoding().encodedShape().size() * Float.BYTES + 2 * Float.BYTES;
    long fitting = Math.min(limits.evaluationRows(), limits.evaluation().toBytes() / row);
    Chosen chosen = all.sample((int) Math.max(1, fitting), asked.seed());
    requireWork(model, chosen, asked);
    memory.take(chosen.rows().length * row);
    SchemaMapping mapping = mapping(model, chosen);
    Samples samples =
        mapping.load(
            datasets, chosen.dataset(), model.network().model().loss(), chosen.rows(), look);
    List<Warning> warnings = new ArrayList<>(mapping.warnings());
    if (samples.rows() < all.rows().length) {
      warnings.add(sampled(samples.rows(), all.rows().length));
    }
    return view(model, samples, chosen, asked, warnings, look);
  }

  private static SchemaMapping mapping(LoadedModel model, Chosen chosen) {
    SchemaMapping mapping = new SchemaMapping(model.encoding(), chosen.dataset().schema());
    mapping
        .mismatch()
        .ifPresent(
            it -> {
              throw ImportanceRows.refusal("the data set " + it);
            });
    return mapping;
  }

  private void requireWork(LoadedModel model, Chosen chosen, ImportanceRequest asked) {
    long flops = Outline.of(model.network().model()).flops();
    double passes = (double) model.encoding().order().size() * asked.repeats() + 1;
    double work = passes * chosen.rows().length * flops;
    if (work > limits.importanceFlops()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "%d columns, %d repeats and %d rows of %d FLOPs are %.1e FLOPs, the limit is %d; take fewer repeats, or a smaller data set"
              .formatted(
                  model.encoding().order().size(),
                  asked.repeats(),
                  chosen.rows().length,
                  flops,
                  work,
                  limits.importanceFlops()));
    }
  }

  private static ImportanceView view(
      LoadedModel model,
      Samples samples,
      Chosen chosen,
      ImportanceRequest asked,
      List<Warning> warnings,
      Runnable look) {
    ImportanceMetric metric =
        asked.metric().orElseGet(() -> ImportanceMetric.standard(model.encoding().task()));
    double value = value(metric, measured(model, samples, look));
    List<ColumnImportance> columns = columns(model, samples, metric, value, asked, look);
    model.ignored().forEach(it -> columns.add(ColumnImportance.of(it, new double[1])));
    Datasets.Facts dataset = chosen.dataset();
    return new ImportanceView(
        model.id(),
        new ModelDocument.TrainedOn(dataset.id(), dataset.sha256(), dataset.schema().rows()),
        chosen.part(),
        samples.rows(),
        metric.wire(),
        value,
        asked.repeats(),
        asked.seed(),
        columns,
        warnings);
  }

  private static Warning sampled(int rows, int all) {
    return Warning.note("sampled", "measured on " + rows + " rows, drawn by the seed from " + all);
  }

  private static PartMetrics measured(LoadedModel model, Samples samples, Runnable look) {
    return Evaluations.measure(model.network(), model.encoding(), samples, false, look);
  }

  private static double value(ImportanceMetric metric, PartMetrics metrics) {
    return metric
        .of(metrics)
        .filter(Double::isFinite)
        .orElseThrow(
            () ->
                ProblemException.fields(
                    ProblemKind.INVALID,
                    List.of(
                        new FieldError(
                            ImportanceRequest.METRIC,
                            metric.wire() + " has no value for this model on these rows"))));
  }

  private static List<ColumnImportance> columns(
      LoadedModel model,
      Samples samples,
      ImportanceMetric metric,
      double value,
      ImportanceRequest asked,
      Runnable look) {
    List<ColumnImportance> columns = new ArrayList<>();
    for (EncodedColumn column : model.encoding().encodedColumns()) {
      double[] losses = new double[asked.repeats()];
      for (int repeat = 0; repeat < losses.length; repeat++) {
        Samples permuted =
            new PermutedColumn(
                samples, column.from(), column.width(), asked.seed(), 1 + columns.size(), repeat);
        double worse = metric.of(measured(model, permuted, look)).orElse(Double.NaN);
        losses[repeat] = metric.loss(value, worse);
      }
      columns.add(ColumnImportance.of(column.name(), losses));
    }
    return columns;
  }
}
