package io.descent.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of one operation of the API.
 *
 * @param path below the address of the service, encoded
 * @param query values by the name of their parameter
 * @param type of the body
 * @param key by which it is safe to repeat
 */
record Call(
    String method,
    String path,
    Map<String, List<String>> query,
    String type,
    byte[] body,
    Optional<String> key) {

  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";

  // The same arguments in another order are the same body, to whoever repeats a call
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  static Call get(String... path) {
    return new Call("GET", path(path), Map.of(), JSON, new byte[0], Optional.empty());
  }

  static Call post(JsonNode body, String... path) {
    return new Call(
        "POST", path(path), Map.of(), JSON, SORTED.writeValueAsBytes(body), Optional.empty());
  }

  static Call upload(byte[] csv) {
    return new Call("POST", path("datasets", "raw"), Map.of(), CSV, csv, Optional.empty());
  }

  private static String path(String... parts) {
    return Arrays.stream(parts)
        .map(part -> UriUtils.encode(part, StandardCharsets.UTF_8))
        .collect(Collectors.joining("/", "/api/v1/", ""));
  }

  Call with(String name, List<String> values) {
    Map<String, List<String>> more = new LinkedHashMap<>(query);
    if (!values.isEmpty()) {
      more.put(name, List.copyOf(values));
    }
    return new Call(method, path, more, type, body, key);
  }

  Call with(String name, Optional<JsonNode> value) {
    return value.map(it -> with(name, texts(it))).orElse(this);
  }

  /** With each field as a parameter. */
  Call with(ObjectNode fields) {
    Call call = this;
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      call = call.with(field.getKey(), texts(field.getValue()));
    }
    return call;
  }

  /** A list is given element by element, an object as its JSON. */
  private static List<String> texts(JsonNode value) {
    return value.isArray()
        ? value.values().stream().map(Call::text).toList()
        : List.of(text(value));
  }

  private static String text(JsonNode value) {
    return value.isContainer() ? value.toString() : value.asString();
  }

  Call once(Optional<String> key) {
    return new Call(method, path, query, type, body, key);
  }

  /** The query as an address has it. */
  String queryString() {
    return query.entrySet().stream()
        .flatMap(it -> it.getValue().stream().map(value -> encode(it.getKey(), value)))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String name, String value) {
    return UriUtils.encode(name, StandardCharsets.UTF_8)
        + "="
        + UriUtils.encode(value, StandardCharsets.UTF_8);
  }
}
