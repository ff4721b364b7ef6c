package io.descent.model;

import io.descent.web.Sha256;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a reader needs to trust a model, or to make it again.
 *
 * @param provenance how it was trained: code, kernel, rows of each part, starts, time
 */
record ModelCard(
    ModelView model,
    Digests digests,
    @Schema(ref = "#/components/schemas/Provenance") JsonNode provenance,
    List<String> notes) {

  private static final List<String> NOTES =
      List.of(
          "Preprocessing was fitted on the training part alone.",
          "The test part was read once, after training had ended.",
          "The same data, model, training and seed give the same weights, bit by bit.");

  /** SHA-256 of what went in and of what came out. */
  record Digests(
      String datasetSha256, String modelSha256, String trainingSha256, String weightsSha256) {}

  static ModelCard of(ModelRow row) {
    ModelView view = ModelView.of(row);
    return new ModelCard(
        view,
        new Digests(
            view.dataset().sha256(),
            sha256(view.model()),
            sha256(view.training()),
            view.weightsSha256()),
        row.document.provenance(),
        Stream.concat(NOTES.stream(), warnings(row.document.provenance())).toList());
  }

  /** What is to be known of how the weights were computed. */
  private static Stream<String> warnings(JsonNode provenance) {
    return provenance.path("warnings").valueStream().flatMap(it -> it.stringValueOpt().stream());
  }

  private static String sha256(JsonNode json) {
    MessageDigest digest = Sha256.start();
    digest.update(json.toString().getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest);
  }
}
