package io.descent.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import io.descent.dataset.ClassCount;
import io.descent.dataset.Datasets;
import io.descent.dataset.Encoding;
import io.descent.dataset.Encoding.Categorical;
import io.descent.dataset.Encoding.Numeric;
import io.descent.dataset.Encoding.TargetScale;
import io.descent.dataset.Schema;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.onnx.OnnxExportTest;
import io.descent.security.Owner;
import io.descent.spec.Specs;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.storage.Labels;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Publishes networks of random weights, as a training would have. */
public final class SavedModels {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Shape IMAGE = Shape.of(1, 3, 2);

  private final ApplicationContext service;

  public SavedModels(ApplicationContext service) {
    this.service = service;
  }

  /**
   * What a test has published.
   *
   * @param network of the published weights
   */
  public record Saved(UUID id, String name, Encoding encoding, Network network) {}

  /** Two numbers and a colour in, three classes out. */
  public Saved classifier(String name) throws IOException {
    return publish(
        name,
        table(Task.CLASSIFICATION, List.of("0", "1", "2"), TargetScale.NONE),
        "{\"input_shape\": [4], \"layers\": [{\"type\": \"affine\", \"out\": 5}, {\"type\":"
            + " \"tanh\"}, {\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}");
  }

  /** Two numbers and a colour in, the probability of one of two classes out. */
  public Saved binary(String name) throws IOException {
    return publish(
        name,
        table(Task.CLASSIFICATION, List.of("no", "yes"), TargetScale.NONE),
        "{\"input_shape\": [4], \"layers\": [{\"type\": \"affine\", \"out\": 1}],"
            + " \"loss\": \"bce_logits\"}");
  }

  /** Two numbers and a colour in, a value around 150 out. */
  public Saved regression(String name) throws IOException {
    return publish(
        name,
        table(Task.REGRESSION, List.of(), new TargetScale(152.5, 77.25)),
        "{\"input_shape\": [4], \"layers\": [{\"type\": \"affine\", \"out\": 1}],"
            + " \"loss\": \"mse\"}");
  }

  /** Images of 3 × 2 pixels in, two scores out. */
  public Saved images(String name) throws IOException {
    Encoding encoding =
        new Encoding(
            IMAGE,
            IMAGE,
            Task.CLASSIFICATION,
            List.of(),
            List.of(),
            List.of(),
            List.of("a", "b"),
            TargetScale.NONE);
    return publish(
        name,
        encoding,
        "{\"input_shape\": [1, 3, 2], \"layers\": [{\"type\": \"conv2d\", \"out\": 2, \"kernel\":"
            + " 2}, {\"type\": \"relu\"}, {\"type\": \"affine\", \"out\": 2}], \"loss\": \"mse\"}");
  }

  /** What the ONNX runtime answers to rows of raw values. */
  public static float[][] onnx(ModelProto file, Encoding encoding, float[][] rows)
      throws OrtException {
    return OnnxExportTest.run(file, encoding.inputShape(), rows);
  }

  private static Encoding table(Task task, List<String> classes, TargetScale target) {
    return new Encoding(
        Shape.of(3),
        Shape.of(4),
        task,
        List.of(new Numeric("x", 1, 1, 2), new Numeric("y", 0.1, 0, 1)),
        List.of(new Categorical("colour", List.of("blue", "red"))),
        List.of(0, -1, 1),
        classes,
        target);
  }

  private Saved publish(String name, Encoding encoding, String modelJson) throws IOException {
    ModelSpec spec = spec(modelJson);
    Network network =
        ReferenceForward.network(
            spec, ReferenceForward.weights(spec.layers(), spec.inputShape(), name.hashCode()));
    UUID id = service.getBean(UuidV7.class).next();
    Blob weights = service.getBean(Blobs.class).write(network::write);
    ModelDraft draft = draft(id, name, encoding, modelJson, network, weights);
    service
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(_ -> service.getBean(Models.class).publish(draft));
    return new Saved(id, name, encoding, network);
  }

  private ModelSpec spec(String modelJson) {
    JsonFields fields = JsonFields.of(JSON.readTree(modelJson), "", new Problems());
    return service.getBean(Specs.class).readAlone(fields).orElseThrow();
  }

  private static ModelDraft draft(
      UUID id, String name, Encoding encoding, String modelJson, Network network, Blob weights) {
    ModelDocument document =
        ModelDocument.of(
            JSON.readTree(modelJson),
            JSON.readTree("{\"epochs\": 3}"),
            dataset(encoding),
            Optional.empty(),
            encoding,
            new ModelMetrics(null, null, null),
            JSON.readTree("{\"kernel\": \"plain\"}"));
    return new ModelDraft(
        id,
        Owner.LOCAL,
        new UUID(id.getMostSignificantBits(), 2),
        name,
        Labels.NONE,
        document,
        encoding,
        weights.size() / Float.BYTES,
        network.sha256(),
        weights);
  }

  private static Datasets.Facts dataset(Encoding encoding) {
    return new Datasets.Facts(
        Owner.LOCAL,
        new UUID(5, 5),
        "data",
        "cd".repeat(32),
        new Schema(
            encoding.ofImages() ? Schema.Format.IDX : Schema.Format.CSV,
            encoding.task(),
            150,
            encoding.inputShape(),
            encoding.encodedShape(),
            "t",
            List.of(),
            encoding.classes().stream().map(it -> new ClassCount(it, 75)).toList()));
  }
}
