package io.descent.storage;

import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Tags;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A merge patch of a name and its {@link Labels}.
 *
 * @param describes whether it says anything of the description; without one it then goes
 */
public record LabelPatch(
    Optional<String> name,
    boolean describes,
    Optional<String> description,
    Optional<JsonNode> tags) {

  /** Of a body that holds nothing else. */
  public static LabelPatch read(JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    LabelPatch patch = read(fields);
    fields.done();
    problems.throwIfAny();
    return patch;
  }

  public static LabelPatch read(JsonFields fields) {
    Optional<String> name = fields.optionalName("name");
    boolean describes = fields.has(Labels.DESCRIPTION);
    fields.nullable(Labels.DESCRIPTION);
    Optional<String> description =
        fields.optionalTextOrEmpty(Labels.DESCRIPTION, Limits.DESCRIPTION);
    Optional<JsonNode> tags = fields.node(Tags.FIELD);
    LabelPatch patch = new LabelPatch(name, describes, description, tags);
    patch.labels(Labels.NONE, fields.problems());
    return patch;
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return name.isEmpty() && !describes && tags.isEmpty();
  }

  public String name(String now) {
    return name.orElse(now);
  }

  /** What the labels become; refused where there would be too many tags. */
  public Labels labels(Labels now) {
    Problems problems = new Problems();
    Labels next = labels(now, problems);
    problems.throwIfAny();
    return next;
  }

  private Labels labels(Labels now, Problems problems) {
    Tags next =
        tags.map(it -> now.tags().patched(it, "/" + Tags.FIELD, problems)).orElse(now.tags());
    return new Labels(next, describes ? description.orElse(null) : now.description());
  }
}
