package io.descent;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values for requests, each a matter of chance: by the schema of the OpenAPI document, its example,
 * either of them changed in some places, and nonsense.
 */
final class GeneratedRequests {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 8;
  private static final List<String> TEXTS =
      List.of(
          "", "x", "é\u0001\"<b>", "../..", "1e999", "iris", "a".repeat(300), "%", "\\", "null");
  private static final List<String> QUERIES =
      List.of("", "-1", "0", "1", "1.5", "NaN", "99999999999999999999", "x", "é", "true", "a,b");

  private final Random random;
  private final ApiDocument document;
  private final Map<String, String> ids;

  /**
   * @param ids that there are, by collection: {@code datasets}, {@code jobs}, {@code models}
   */
  GeneratedRequests(Random random, ApiDocument document, Map<String, String> ids) {
    this.random = random;
    this.document = document;
    this.ids = ids;
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  String text() {
    return any(TEXTS);
  }

  /** For a parameter in the query. */
  String query(JsonNode parameter) {
    JsonNode example = parameter.path("example");
    if (!example.isMissingNode() && random.nextBoolean()) {
      return example.asString("");
    }
    return random.nextBoolean()
        ? valid(parameter.path("schema"), "", 0).asString("")
        : any(QUERIES);
  }

  /** An id of a collection that there is, mostly, or one that there is not. */
  String id(String collection, boolean real) {
    if (real && !once(4)) {
      return ids.getOrDefault(collection, UUID.randomUUID().toString());
    }
    return random.nextBoolean() ? UUID.randomUUID().toString() : text();
  }

  /** The text of a body for a form of the document. */
  String body(JsonNode form) {
    JsonNode body = random.nextBoolean() ? valid(form.get("schema"), "", 0) : example(form);
    for (int changes = Math.max(0, random.nextInt(6) - 2); changes > 0; changes--) {
      body = changed(body, 0);
    }
    String text = body.toString();
    if (once(16)) {
      int at = random.nextInt(text.length());
      text = text.substring(0, at) + (char) (32 + random.nextInt(90)) + text.substring(at + 1);
    }
    return text;
  }

  /** The example of the document with known ids. */
  private JsonNode example(JsonNode form) {
    JsonNode example = form.path("example");
    if (example.isMissingNode()) {
      example = form.path("examples").path(0).path("value");
    }
    if (example.isMissingNode()) {
      return NODES.objectNode();
    }
    String known = example.toString();
    known = known.replaceAll("(\"dataset_id\":\")[^\"]*", "$1" + ids.get("datasets"));
    return JSON.readTree(known.replaceAll("(\"model_id\":\")[^\"]*", "$1" + ids.get("models")));
  }

  /** What a schema allows. */
  private JsonNode valid(JsonNode given, String name, int depth) {
    JsonNode schema = document.resolved(given);
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        return valid(any(List.copyOf(schema.get(choice).values())), name, depth);
      }
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return any(List.copyOf(schema.get("enum").values()));
    }
    JsonNode types = schema.path("type");
    String type =
        types.isArray() ? any(List.copyOf(types.values())).asString() : types.asString("number");
    return switch (type) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, name, depth);
      case "integer" -> NODES.numberNode(Math.round(number(schema, true)));
      case "number" -> NODES.numberNode(number(schema, false));
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "null" -> NODES.nullNode();
      default -> NODES.stringNode(string(schema, name));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    List<String> required =
        schema.path("required").valueStream().map(JsonNode::stringValue).toList();
    for (var property : schema.path("properties").properties()) {
      boolean wanted = required.contains(property.getKey()) || depth < DEEPEST && once(4);
      if (wanted) {
        object.set(property.getKey(), valid(property.getValue(), property.getKey(), depth + 1));
      }
    }
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject() && depth < DEEPEST) {
      object.set(any(List.of("setosa", "0.W", "team")), valid(others, "", depth + 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, String name, int depth) {
    ArrayNode array = NODES.arrayNode();
    int size = schema.path("minItems").asInt(0) + (depth < DEEPEST ? random.nextInt(3) : 0);
    for (int i = 0; i < Math.min(size, schema.path("maxItems").asInt(9)); i++) {
      array.add(valid(schema.path("items"), name, depth + 1));
    }
    return array;
  }

  private double number(JsonNode schema, boolean whole) {
    double step = whole ? 1 : 1e-3;
    double low =
        schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(-step) + step);
    double high =
        schema.path("maximum").asDouble(schema.path("exclusiveMaximum").asDouble(1e6) - step);
    if (once(8)) {
      return random.nextBoolean() ? low : high;
    }
    return Math.min(high, low + (whole ? random.nextInt(8) : random.nextDouble()));
  }

  private String string(JsonNode schema, String name) {
    String format = schema.path("format").asString("");
    if (name.contains("dataset")) {
      return String.valueOf(ids.get("datasets"));
    }
    if (name.contains("model") || format.equals("uuid")) {
      return String.valueOf(ids.get("models"));
    }
    if (format.equals("date-time")) {
      return "2030-01-01T00:00:00Z";
    }
    return any(List.of("a", "iris", "species", "é".repeat(1 + random.nextInt(50))));
  }

  private JsonNode changed(JsonNode node, int depth) {
    boolean deeper = depth < 6 && random.nextInt(4) > 0;
    if (node instanceof ObjectNode object && !object.isEmpty() && deeper) {
      String name = any(List.copyOf(object.propertyNames()));
      switch (random.nextInt(8)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(text(), value());
        default -> object.set(name, changed(object.get(name), depth + 1));
      }
      return object;
    }
    if (node instanceof ArrayNode array && !array.isEmpty() && deeper) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(8)) {
        case 0 -> array.remove(at);
        case 1 -> array.add(value());
        default -> array.set(at, changed(array.get(at), depth + 1));
      }
      return array;
    }
    return value();
  }

  private JsonNode value() {
    return switch (random.nextInt(12)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt(5) - 1);
      case 3 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
      case 4 -> NODES.numberNode(Integer.MAX_VALUE);
      case 5 -> NODES.numberNode(Long.MIN_VALUE);
      case 6 -> NODES.objectNode();
      case 7 -> NODES.arrayNode();
      case 8 -> NODES.arrayNode().add(1).add(NODES.arrayNode().add("x"));
      case 9 -> NODES.stringNode(String.valueOf(ids.get("models")));
      default -> NODES.stringNode(text());
    };
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
