package io.descent.mcp;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A message of JSON-RPC 2.0 from a client. */
sealed interface Message {

  /** The method that calls a tool. */
  String CALL = "tools/call";

  /**
   * Asks for an answer.
   *
   * @param id text or a whole number
   * @param params by name
   */
  record Request(JsonNode id, String method, ObjectNode params) implements Message {

    /** The name of the tool that is called. */
    Optional<String> tool() {
      return params.path("name").stringValueOpt();
    }

    /** Of the tool; none are as good as an empty object. */
    JsonNode arguments() {
      JsonNode given = params.path("arguments");
      return given.isMissingNode() ? JsonNodeFactory.instance.objectNode() : given;
    }

    /** What is said about the request and not by it. */
    JsonNode meta(String name) {
      return params.path("_meta").path(name);
    }
  }

  /** Tells something that nobody answers. */
  record Notification() implements Message {}

  /** None of both. */
  record Malformed(JsonNode id, String detail) implements Message {}

  static Message of(JsonNode node) {
    if (!node.isObject()) {
      return malformed("a message must be an object");
    }
    if (!node.path("jsonrpc").asString("").equals("2.0")) {
      return malformed("jsonrpc must be \"2.0\"");
    }
    if (!node.path("method").isString()) {
      return malformed("method must be text");
    }
    JsonNode id = node.path("id");
    if (id.isMissingNode()) {
      return new Notification();
    }
    if (!id.isString() && !id.isIntegralNumber()) {
      return malformed("id must be text or a whole number");
    }
    return request(id, node.get("method").stringValue(), node.path("params"));
  }

  private static Message request(JsonNode id, String method, JsonNode params) {
    return switch (params) {
      case ObjectNode named -> new Request(id, method, named);
      case JsonNode other when other.isMissingNode() ->
          new Request(id, method, JsonNodeFactory.instance.objectNode());
      default -> new Malformed(id, "params must be an object");
    };
  }

  private static Malformed malformed(String detail) {
    return new Malformed(JsonNodeFactory.instance.nullNode(), detail);
  }
}
