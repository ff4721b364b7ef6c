package io.descent.web;

import tools.jackson.databind.JsonNode;

/**
 * The JSON body of a request, read strictly. A controller takes it as an argument.
 *
 * @param sha256 over the bytes received, in hexadecimal
 */
public record JsonBody(JsonNode node, String sha256) {

  /** The body's fields; anything but an object is noted. */
  public JsonFields fields(Problems problems) {
    return JsonFields.of(node, "", problems);
  }
}
