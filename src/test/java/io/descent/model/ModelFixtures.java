package io.descent.model;

import io.descent.dataset.ClassCount;
import io.descent.dataset.Datasets;
import io.descent.dataset.Encoding;
import io.descent.dataset.Schema;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.ModelMetrics.ClassMetrics;
import io.descent.model.ModelMetrics.PartMetrics;
import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Labels;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Models that tests publish. */
public final class ModelFixtures {

  private static final JsonMapper JSON = new JsonMapper();

  private ModelFixtures() {}

  /** Two numbers and a colour in, two classes out. */
  public static Encoding encoding() {
    return new Encoding(
        Shape.of(3),
        Shape.of(4),
        Task.CLASSIFICATION,
        List.of(new Encoding.Numeric("x", 1, 1, 2), new Encoding.Numeric("y", 0.1, 0, 1)),
        List.of(new Encoding.Categorical("colour", List.of("blue", "red"))),
        List.of(0, -1, 1),
        List.of("no", "yes"),
        Encoding.TargetScale.NONE);
  }

  public static ModelDraft draft(
      UUID id, String name, Blob weights, Encoding encoding, String model) {
    return draft(id, name, weights, encoding, model, "ab".repeat(32), 10);
  }

  static ModelDraft draft(
      UUID id,
      String name,
      Blob weights,
      Encoding encoding,
      String model,
      String weightsSha256,
      long parameters) {
    ModelDocument document =
        ModelDocument.of(
            json(model),
            json("{\"epochs\": 3}"),
            dataset(encoding),
            Optional.empty(),
            encoding,
            metrics(),
            json("{\"kernel\": \"plain\", \"attempts\": 1}"));
    return new ModelDraft(
        id,
        Owner.LOCAL,
        new UUID(id.getMostSignificantBits(), 1),
        name,
        Labels.NONE,
        document,
        encoding,
        parameters,
        weightsSha256,
        weights);
  }

  private static Datasets.Facts dataset(Encoding encoding) {
    return new Datasets.Facts(
        Owner.LOCAL,
        new UUID(5, 5),
        "data",
        "cd".repeat(32),
        new Schema(
            Schema.Format.CSV,
            encoding.task(),
            150,
            encoding.inputShape(),
            encoding.encodedShape(),
            "t",
            List.of(),
            encoding.classes().stream().map(it -> new ClassCount(it, 75)).toList()));
  }

  private static ModelMetrics metrics() {
    return new ModelMetrics(
        new PartMetrics(0.5, 0.75, null, null, null, null, null),
        null,
        new PartMetrics(
            Double.NaN,
            0.5,
            null,
            null,
            null,
            List.of(List.of(1L, 1L), List.of(0L, 0L)),
            List.of(new ClassMetrics("no", 1, 0.5, 0.66, 2), new ClassMetrics("yes", 0, 0, 0, 0))));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JSON.readTree(text);
  }
}
