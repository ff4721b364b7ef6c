package io.descent.job;

import io.descent.storage.Labels;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the body of {@code POST /jobs} asks for; the network and the training are not read yet. */
record JobRequest(
    Optional<UUID> dataset,
    Optional<String> name,
    Labels labels,
    @Nullable JsonNode model,
    @Nullable JsonNode training,
    JobOptions options,
    Optional<WarmStart> warmStart,
    List<Integer> freeze) {

  static final String DATASET = "/dataset_id";
  static final String TEST_DATASET = "/training/split/test_dataset_id";
  static final String WARM_START = "/warm_start";
  static final String WARM_MODEL = WARM_START + "/model_id";
  static final String FREEZE = "/freeze";

  /** What of a model's weights a training starts from. */
  enum WarmLayers {
    /** All, or the request is refused. */
    ALL,
    /** What has a match; the rest begins anew. */
    MATCHING
  }

  record WarmStart(UUID model, WarmLayers layers) {

    /** Empty where the request has none, or none that can be read. */
    static Optional<WarmStart> read(JsonFields request, Function<String, Optional<UUID>> models) {
      Optional<JsonFields> fields = request.optionalObject("warm_start");
      Optional<WarmStart> start = fields.flatMap(it -> of(it, models));
      fields.ifPresent(JsonFields::done);
      return start;
    }

    private static Optional<WarmStart> of(
        JsonFields fields, Function<String, Optional<UUID>> models) {
      WarmLayers layers = fields.choiceOr("layers", WarmLayers.ALL);
      return fields.requiredReference("model", models).map(id -> new WarmStart(id, layers));
    }
  }

  /** Reads all but the data set, which must be named in a job and may be left out in a check. */
  static JobRequest read(
      JsonFields fields, Optional<UUID> dataset, Function<String, Optional<UUID>> models) {
    JobRequest request =
        new JobRequest(
            dataset,
            fields.optionalName("name"),
            Labels.read(fields),
            fields.node("model").orElse(null),
            fields.node("training").orElse(null),
            JobOptions.read(fields),
            WarmStart.read(fields, models),
            freeze(fields, fields.problems()));
    fields.done();
    return request;
  }

  /** In the order of the request, for the pointers of what is wrong. */
  private static List<Integer> freeze(JsonFields fields, Problems problems) {
    List<Integer> layers = new ArrayList<>();
    List<JsonNode> nodes = fields.optionalArray("freeze").orElse(List.of());
    for (int i = 0; i < nodes.size() && !problems.full(); i++) {
      WholeNumber.read(nodes.get(i), FREEZE + "/" + i, 0, Integer.MAX_VALUE, problems)
          .ifPresent(layer -> layers.add((int) layer));
    }
    return layers;
  }
}
