package io.descent.mcp;

import io.descent.security.Scope;
import io.descent.spec.SpecSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool says of itself, in {@code mcp/NAME.json}. Its input may be {@code like} a schema of
 * the OpenAPI document: the arguments then have the properties of that one too, and what it refers
 * to is defined beside them.
 */
final class ToolFile {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String COMPONENTS = "#/components/schemas/";
  private static final String DEFINITIONS = "$defs";
  private static final String PROPERTIES = "properties";
  private static final String REQUIRED = "required";

  private static final int MOST = Integer.MAX_VALUE;

  /** Of networks and trainings; read alone. */
  private static final Map<String, ObjectNode> MADE = SpecSchemas.schemas();

  private final Map<String, JsonNode> definitions = new TreeMap<>();

  private ToolFile() {}

  static Tool read(String name, Set<Scope> scopes, Tool.Work work) {
    ObjectNode file = json("mcp/" + name);
    return new Tool(
        name,
        file.get("title").stringValue(),
        file.get("description").stringValue(),
        scopes,
        new ToolFile().input(file.withObject("input")),
        output(file.withObject("output")),
        work);
  }

  private ObjectNode input(ObjectNode own) {
    ObjectNode properties = own.withObject(PROPERTIES);
    JsonNode like = own.path("like");
    if (like.isObject()) {
      ObjectNode others = component(like.get("schema").stringValue()).withObject(PROPERTIES);
      others.properties().stream()
          .filter(it -> !like.path("without").values().contains(JSON.stringNode(it.getKey())))
          .forEach(it -> properties.putIfAbsent(it.getKey(), it.getValue()));
    }
    ObjectNode input = JSON.objectNode().put("type", "object");
    input.set(PROPERTIES, plain(properties));
    input.set(REQUIRED, own.withArray(REQUIRED));
    input.put("additionalProperties", false);
    definitions.forEach((name, schema) -> input.withObject(DEFINITIONS).set(name, schema));
    return input;
  }

  /** A result, or the problem for which there is none. */
  private static ObjectNode output(ObjectNode own) {
    ObjectNode output = JSON.objectNode().put("type", "object");
    ObjectNode properties = own.withObject(PROPERTIES);
    properties
        .putObject(ToolResult.PROBLEM)
        .put("type", "object")
        .put("description", "Why there is no result: detail, and errors with pointer and detail");
    output.set(PROPERTIES, properties);
    ArrayNode either = output.putArray("anyOf");
    either.addObject().set(REQUIRED, own.withArray(REQUIRED));
    either.addObject().putArray(REQUIRED).add(ToolResult.PROBLEM);
    return output;
  }

  /** In the words of JSON Schema; what it refers to becomes a definition. */
  private JsonNode plain(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode plain = JSON.arrayNode();
      schema.values().forEach(it -> plain.add(plain(it)));
      return plain;
    }
    if (!schema.isObject()) {
      return schema;
    }
    ObjectNode plain = JSON.objectNode();
    schema.properties().stream()
        .filter(it -> !isDropped(it, schema))
        .forEach(it -> plain.set(name(it.getKey()), value(it)));
    return plain;
  }

  private static boolean isDropped(Map.Entry<String, JsonNode> field, JsonNode schema) {
    return switch (field.getKey()) {
      case "discriminator", "example", "x-minimum" -> true;
      // Says what the pattern says
      case "examples" -> schema.has("pattern");
      // The end of all whole numbers, which nobody comes near
      case "maximum" -> field.getValue().isInt() && field.getValue().intValue() == MOST;
      default -> false;
    };
  }

  private static String name(String keyword) {
    return switch (keyword) {
      case "x-default" -> "default";
      // Of the one word that tells kinds apart; generators would not take it as a constant
      case "pattern" -> "const";
      default -> keyword;
    };
  }

  private JsonNode value(Map.Entry<String, JsonNode> field) {
    return switch (field.getKey()) {
      case "$ref" -> JSON.stringNode(defined(field.getValue().stringValue()));
      case "x-default" -> field.getValue();
      case "pattern" -> JSON.stringNode(field.getValue().stringValue().replaceAll("[$^]", ""));
      default -> plain(field.getValue());
    };
  }

  private String defined(String reference) {
    String name = reference.substring(COMPONENTS.length());
    if (!definitions.containsKey(name)) {
      // Known before it is there, as it may refer to itself
      definitions.put(name, JSON.nullNode());
      definitions.put(name, plain(component(name)));
    }
    return "#/" + DEFINITIONS + "/" + name;
  }

  private static ObjectNode component(String name) {
    ObjectNode made = MADE.get(name);
    return made == null ? json("openapi/schemas/" + name) : made;
  }

  private static ObjectNode json(String name) {
    try (InputStream in = new ClassPathResource(name + ".json").getInputStream()) {
      return (ObjectNode) JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
