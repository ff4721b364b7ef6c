package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.dataset.PartsMemory;
import io.descent.dataset.SchemaMapping;
import io.descent.engine.Samples;
import io.descent.security.Owner;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.stereotype.Service;
import tools.jackson.databind.node.ObjectNode;

/** Measures models on data sets that they were not trained on. */
@Service
class ModelEvaluation {

  private final Models models;
  private final Datasets datasets;
  private final Limits limits;

  ModelEvaluation(Models models, Datasets datasets, Limits limits) {
    this.models = models;
    this.datasets = datasets;
    this.limits = limits;
  }

  /**
   * The metrics of the model on all rows, as of a test part.
   *
   * @param asked from which probability the second of two classes is answered; absent: the model's
   * @param memory what the model and the rows are added to
   * @param look called again and again, to give up where it throws
   */
  ObjectNode measure(
      Owner owner,
      UUID id,
      UUID datasetId,
      OptionalDouble asked,
      RequestMemory.Taken memory,
      Runnable look) {
    memory.take(models.weightsSize(owner, id));
    LoadedModel model =
        models.load(owner, id).orElseThrow(() -> ProblemException.notFound("model", id));
    OptionalDouble threshold = models.threshold(owner, model, asked);
    Datasets.Facts dataset =
        datasets.find(owner, datasetId).orElseThrow(() -> refusal("there is no such data set"));
    SchemaMapping rows = new SchemaMapping(model.encoding(), dataset.schema());
    rows.mismatch().ifPresent(it -> refuse("the data set " + it));
    requireSize(dataset);
    memory.take(PartsMemory.inHeap(dataset.schema()));
    Samples samples = rows.load(datasets, dataset, model.network().model().loss(), look);
    ObjectNode json =
        ModelMetricsJson.of(
            Evaluations.measure(model.network(), model.encoding(), samples, true, threshold, look));
    threshold.ifPresent(it -> json.put("threshold", it));
    json.put("model_id", id.toString());
    json.putObject("dataset")
        .put("id", dataset.id().toString())
        .put("sha256", dataset.sha256())
        .put("rows", dataset.schema().rows());
    if (!rows.warnings().isEmpty()) {
      json.set("warnings", ModelText.JSON.valueToTree(rows.warnings()));
    }
    return json;
  }

  private void requireSize(Datasets.Facts dataset) {
    if (dataset.schema().rows() > limits.evaluationRows()) {
      refuse("the data set has more than " + limits.evaluationRows() + " rows");
    }
    long most = limits.evaluation().toBytes();
    if (PartsMemory.inHeap(dataset.schema()) > most) {
      refuse("the data set takes more than " + most + " bytes of memory");
    }
  }

  private static void refuse(String detail) {
    throw refusal(detail);
  }

  private static ProblemException refusal(String detail) {
    return ProblemException.fields(
        ProblemKind.INVALID, List.of(new FieldError("/dataset_id", detail)));
  }
}
