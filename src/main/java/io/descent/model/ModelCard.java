package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.web.Sha256;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reader needs to trust a model, or to make it again.
 *
 * @param provenance how it was trained: code, kernel, rows of each part, starts, time
 */
record ModelCard(
    @Schema(ref = "#/components/schemas/Diagnosis") JsonNode diagnosis,
    ModelView model,
    Digests digests,
    @Schema(ref = "#/components/schemas/Provenance") JsonNode provenance,
    List<String> notes,
    @ArraySchema(schema = @Schema(ref = "#/components/schemas/Evaluation"))
        List<JsonNode> evaluations) {

  private static final String FITTED = "Preprocessing was fitted on the training part alone.";
  private static final String KEPT =
      "What it shares with the model it started from keeps that one's preprocessing; the rest was"
          + " fitted on the training part alone.";

  private static final List<String> NOTES =
      List.of(
          "The test part was read once, after training had ended.",
          "The same data, model, training and seed give the same weights, bit by bit.");

  /** SHA-256 of what went in and of what came out. */
  record Digests(
      String datasetSha256, String modelSha256, String trainingSha256, String weightsSha256) {}

  /**
   * @param evaluations on other data, newest first
   */
  static ModelCard of(
      ModelRow row, List<String> aliases, Encoding encoding, List<JsonNode> evaluations) {
    ModelView view = ModelView.of(row, aliases, encoding);
    return new ModelCard(
        row.document.provenance().has("diagnosis")
            ? row.document.provenance().path("diagnosis")
            : NullNode.getInstance(),
        view,
        new Digests(
            view.dataset().sha256(),
            Sha256.hex(view.model().toString()),
            Sha256.hex(view.training().toString()),
            view.weightsSha256()),
        withoutDiagnosis(row.document.provenance()),
        notes(row.document.provenance(), encoding),
        evaluations);
  }

  private static List<String> notes(JsonNode provenance, Encoding encoding) {
    return Stream.of(
            Stream.of(provenance.has("warm_start") ? KEPT : FITTED),
            NOTES.stream(),
            chosen(provenance),
            precision(encoding),
            warnings(provenance))
        .flatMap(it -> it)
        .toList();
  }

  /** Of a sweep's trial. */
  private static Stream<String> chosen(JsonNode provenance) {
    return provenance.has("trial")
        ? Stream.of(
            "It is a trial of a sweep: where it was chosen among them by its validation part, that"
                + " part flatters it, and the test part does not.")
        : Stream.empty();
  }

  private static JsonNode withoutDiagnosis(JsonNode provenance) {
    ObjectNode facts = (ObjectNode) provenance.deepCopy();
    facts.remove("diagnosis");
    return facts;
  }

  /** What float32 cannot carry. */
  private static Stream<String> precision(Encoding encoding) {
    return encoding.tooFineForFloats().isEmpty()
        ? Stream.empty()
        : Stream.of(
            String.join(", ", encoding.tooFineForFloats())
                + ": float32 cannot carry the values, of which a unit in the last place is more"
                + " than a ten-thousandth of their deviation; ONNX and /v2 take float64.");
  }

  /** What is to be known of how the weights were computed. */
  private static Stream<String> warnings(JsonNode provenance) {
    return provenance.path("warnings").valueStream().flatMap(it -> it.stringValueOpt().stream());
  }
}
