package io.descent.job;

import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the body of {@code POST /jobs} asks for; the network and the training are not read yet. */
record JobRequest(
    Optional<UUID> dataset,
    Optional<String> name,
    @Nullable JsonNode model,
    @Nullable JsonNode training,
    int priority,
    Optional<UUID> warmStart) {

  static final String DATASET = "/dataset_id";
  static final String WARM_START = "/warm_start/model_id";
  private static final int LONGEST_NAME = 200;
  private static final int PRIORITY = 100;
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static JobRequest read(JsonBody body, Problems problems) {
    JsonFields fields = body.fields(problems);
    Optional<UUID> dataset = id(fields.requiredText("dataset_id", LONGEST_NAME), DATASET, problems);
    Optional<JsonFields> warmStart = fields.optionalObject("warm_start");
    JobRequest request =
        new JobRequest(
            dataset,
            fields.optionalText("name", LONGEST_NAME),
            fields.node("model").orElse(null),
            fields.node("training").orElse(null),
            fields.intOr("priority", 0, -PRIORITY, PRIORITY),
            warmStart.flatMap(
                it -> id(it.requiredText("model_id", LONGEST_NAME), WARM_START, problems)));
    warmStart.ifPresent(JsonFields::done);
    fields.done();
    return request;
  }

  private static Optional<UUID> id(Optional<String> text, String pointer, Problems problems) {
    if (text.isPresent() && !ID.matcher(text.get()).matches()) {
      problems.invalid(pointer, "is not an id");
      return Optional.empty();
    }
    return text.map(UUID::fromString);
  }
}
