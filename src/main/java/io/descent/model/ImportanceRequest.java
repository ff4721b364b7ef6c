package io.descent.model;

import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the body of {@code POST /models/{id}/importance} asks for.
 *
 * @param dataset absent: the data set of the training
 * @param metric absent: accuracy or r2
 */
record ImportanceRequest(
    Optional<UUID> dataset, int repeats, Optional<ImportanceMetric> metric, long seed) {

  static final String DATASET = "/dataset_id";
  static final String METRIC = "/metric";
  private static final int REPEATS = 5;
  private static final int MOST_REPEATS = 100;

  static ImportanceRequest read(
      Optional<JsonBody> body, Function<String, Optional<UUID>> datasets) {
    Problems problems = new Problems();
    JsonNode asked = body.map(JsonBody::node).orElseGet(JsonNodeFactory.instance::objectNode);
    JsonFields fields = JsonFields.of(asked, "", problems);
    ImportanceRequest request =
        new ImportanceRequest(
            fields.optionalReference("dataset", datasets),
            fields.intOr("repeats", REPEATS, 1, MOST_REPEATS),
            fields.optionalChoice("metric", ImportanceMetric.class),
            fields.optionalLong("seed", 0, Limits.SEED).orElse(0));
    fields.done();
    problems.throwIfAny();
    return request;
  }
}
