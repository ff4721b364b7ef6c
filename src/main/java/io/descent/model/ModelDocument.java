package io.descent.model;

import io.descent.dataset.Column;
import io.descent.dataset.Datasets;
import io.descent.dataset.Encoding;
import io.descent.dataset.Schema;
import io.descent.engine.Task;
import io.descent.web.Warning;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told of a model beside its name and its weights.
 *
 * @param classes of a classification
 * @param inputShape raw columns, or pixels
 * @param target the column that is predicted
 * @param ignored columns of the data set that are not learnt from; absent where none is known
 * @param warnings what was doubtful of the training; absent where it was not kept
 */
public record ModelDocument(
    String task,
    JsonNode model,
    JsonNode training,
    TrainedOn dataset,
    @Nullable List<String> classes,
    List<Integer> inputShape,
    String target,
    JsonNode metrics,
    JsonNode provenance,
    @Nullable List<String> ignored,
    @Nullable List<Warning> warnings) {

  /** The data set of the training; it may have been deleted since. */
  public record TrainedOn(UUID id, String sha256, long rows) {}

  /**
   * @param model the network as the job shows it
   * @param training the training as the job shows it, every default filled in
   * @param test the data set of the test part, if it is another one
   * @param metrics measured by {@link Evaluations}
   * @param provenance kernel, times, attempts and versions for the card
   */
  public static ModelDocument of(
      JsonNode model,
      JsonNode training,
      Datasets.Facts dataset,
      Optional<Datasets.Facts> test,
      Encoding encoding,
      ModelMetrics metrics,
      JsonNode provenance) {
    boolean classification = encoding.task() == Task.CLASSIFICATION;
    ObjectNode measured = ModelMetricsJson.of(metrics);
    test.ifPresent(
        it ->
            measured
                .withObject("test")
                .putObject("dataset")
                .put("id", it.id().toString())
                .put("sha256", it.sha256())
                .put("rows", it.schema().rows()));
    return new ModelDocument(
        classification ? "classification" : "regression",
        model,
        training,
        new TrainedOn(dataset.id(), dataset.sha256(), dataset.schema().rows()),
        classification ? encoding.classes() : null,
        encoding.inputShape().dims(),
        dataset.schema().target(),
        measured,
        provenance,
        ignored(dataset.schema()),
        null);
  }

  ModelDocument warned(List<Warning> found) {
    return new ModelDocument(
        task,
        model,
        training,
        dataset,
        classes,
        inputShape,
        target,
        metrics,
        provenance,
        ignored,
        List.copyOf(found));
  }

  /**
   * The same as lists show it: without tables, curves and histograms, and without what cards add.
   */
  ModelDocument brief() {
    return new ModelDocument(
        task,
        model,
        training,
        dataset,
        classes,
        inputShape,
        target,
        ModelMetricsJson.summary(metrics),
        JsonNodeFactory.instance.objectNode(),
        null,
        warnings);
  }

  private static List<String> ignored(Schema schema) {
    return schema.columns().stream()
        .filter(column -> !column.kind().isInput() && column.kind() != Column.Kind.TARGET)
        .map(Column::name)
        .toList();
  }
}
