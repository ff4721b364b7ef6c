package io.descent.mcp;

import java.util.List;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a message is answered: a document of JSON-RPC, and the status of HTTP that goes with it. */
record Reply(HttpStatus status, JsonNode body) {

  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;

  /** Each is told by its id. */
  static Reply all(List<Reply> replies) {
    ArrayNode bodies = JsonNodeFactory.instance.arrayNode();
    replies.forEach(it -> bodies.add(it.body()));
    return new Reply(HttpStatus.OK, bodies);
  }

  /** A message that is none, or none of those that may come so. */
  static Reply invalid(JsonNode id, String detail) {
    return error(id, INVALID_REQUEST, detail).as(HttpStatus.BAD_REQUEST);
  }

  static Reply result(JsonNode id, Object result) {
    ObjectNode body = document(id);
    body.putPOJO("result", result);
    return new Reply(HttpStatus.OK, body);
  }

  /** A request that was understood, and has no result. */
  static Reply error(JsonNode id, int code, String message) {
    ObjectNode body = document(id);
    body.putObject("error").put("code", code).put("message", message);
    return new Reply(HttpStatus.OK, body);
  }

  /** With a status that tells proxies and logs what the code tells the client. */
  Reply as(HttpStatus other) {
    return new Reply(other, body);
  }

  private static ObjectNode document(JsonNode id) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    document.set("id", id);
    return document;
  }
}
