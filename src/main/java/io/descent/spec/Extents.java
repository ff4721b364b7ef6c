package io.descent.spec;

import io.descent.engine.Extent;
import io.descent.web.JsonFields;
import io.descent.web.WholeNumber;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Reads a kernel, stride or padding: n, or [height, width]. */
record Extents(JsonFields fields) {

  Optional<Extent> required(String name, int low) {
    if (!fields.has(name)) {
      fields.problems().unreadable(fields.pointer(name), "is missing");
    }
    return optional(name, low, Optional.empty());
  }

  Optional<Extent> optional(String name, int low, Optional<Extent> fallback) {
    Optional<JsonNode> node = fields.node(name);
    if (node.isEmpty()) {
      return fallback;
    }
    return node.get().isNumber() ? square(name, node.get(), low) : pair(name, node.get(), low);
  }

  private Optional<Extent> square(String name, JsonNode node, int low) {
    OptionalLong side = number(node, fields.pointer(name), low);
    return side.isPresent()
        ? Optional.of(new Extent((int) side.getAsLong(), (int) side.getAsLong()))
        : Optional.empty();
  }

  private Optional<Extent> pair(String name, JsonNode node, int low) {
    String pointer = fields.pointer(name);
    if (!node.isArray() || node.size() != 2) {
      fields.problems().unreadable(pointer, "must be a whole number or [height, width]");
      return Optional.empty();
    }
    OptionalLong height = number(node.get(0), pointer + "/0", low);
    OptionalLong width = number(node.get(1), pointer + "/1", low);
    return height.isPresent() && width.isPresent()
        ? Optional.of(new Extent((int) height.getAsLong(), (int) width.getAsLong()))
        : Optional.empty();
  }

  private OptionalLong number(JsonNode node, String pointer, int low) {
    return WholeNumber.read(node, pointer, low, Integer.MAX_VALUE, fields.problems());
  }
}
