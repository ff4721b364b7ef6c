package io.descent.mcp;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool is called with. It takes what it reads itself, and hands the rest on to an operation,
 * which checks it; or is done, and whatever was not taken is refused.
 */
final class Arguments {

  private static final int LONGEST_KEY = 255;

  private final JsonNode given;
  private final JsonFields fields;
  private final List<String> taken = new ArrayList<>();

  Arguments(JsonNode given) {
    this.given = given;
    this.fields = JsonFields.of(given, "", new Problems());
  }

  private JsonFields take(String name) {
    taken.add(name);
    return fields;
  }

  /** Whatever it is. */
  Optional<JsonNode> node(String name) {
    return take(name).node(name);
  }

  boolean flag(String name) {
    return take(name).booleanOr(name, false);
  }

  List<JsonNode> list(String name) {
    return take(name).requiredArray(name).orElse(List.of());
  }

  /** The id or the name of a thing. */
  Optional<String> thing(String name) {
    return take(name).optionalText(name, Limits.NAME);
  }

  /** Empty where it is missing, which is noted. */
  String requiredThing(String name) {
    return requiredText(name, Limits.NAME);
  }

  /** Empty where it is missing, which is noted. */
  String requiredText(String name, int longest) {
    return take(name).requiredText(name, longest).orElse("");
  }

  /** By which a call that changes something is safe to repeat. */
  Optional<String> key() {
    return take("idempotency_key").optionalText("idempotency_key", LONGEST_KEY);
  }

  void refuse(String name, String detail) {
    fields.problems().invalid(fields.pointer(name), detail);
  }

  /** Notes where none of these is there; whoever takes the rest reads it. */
  void need(String... names) {
    if (Arrays.stream(names).noneMatch(given::has)) {
      fields.problems().unreadable(fields.pointer(names[0]), "is missing");
    }
  }

  /** What was not taken. */
  ObjectNode rest() {
    fields.problems().throwIfAny();
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    given.properties().stream()
        .filter(it -> !taken.contains(it.getKey()))
        .forEach(it -> rest.set(it.getKey(), it.getValue()));
    return rest;
  }

  /** Nothing else may be there. */
  void done() {
    fields.done();
    fields.problems().throwIfAny();
  }
}
