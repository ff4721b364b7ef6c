package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document that a service writes of itself, and whether answers are what it says. */
final class ApiDocument {

  private static final String ANY = "";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final List<Operation> operations;
  private final Map<String, Schema> schemas = new HashMap<>();
  private final Set<Documented> seen = new HashSet<>();

  ApiDocument(String document) {
    this.document = JSON.readTree(document);
    this.operations =
        this.document.get("paths").properties().stream()
            .flatMap(
                path ->
                    path.getValue().properties().stream()
                        .map(it -> new Operation(it.getKey(), path.getKey(), it.getValue())))
            .toList();
  }

  /** An operation as the document has it. */
  record Operation(String verb, String path, JsonNode node) {

    String id() {
      return node.get("operationId").stringValue();
    }
  }

  /** An answer that the document promises, in one of its forms; in none where it has no body. */
  record Documented(String operation, int status, String form) {

    boolean succeeds() {
      return status < 300;
    }
  }

  /**
   * What came of a call.
   *
   * @param tag its ETag, empty where it has none
   */
  record Answer(int status, String type, byte[] body, String tag) {

    static Answer of(HttpResponse<byte[]> answer) {
      String type = answer.headers().firstValue("Content-Type").orElse("");
      String tag = answer.headers().firstValue("ETag").orElse("");
      return new Answer(answer.statusCode(), type.replaceAll(";.*", ""), answer.body(), tag);
    }

    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  List<Operation> operations() {
    return operations;
  }

  /** What the document promises: every form of a success, of all else every status. */
  List<Documented> documented() {
    return operations.stream()
        .flatMap(
            it ->
                it.node().get("responses").properties().stream()
                    .flatMap(answer -> forms(it, answer.getKey(), resolved(answer.getValue()))))
        .toList();
  }

  private static Stream<Documented> forms(Operation operation, String status, JsonNode answer) {
    boolean succeeds = status.startsWith("2");
    Stream<String> forms = succeeds ? answer.path("content").propertyNames().stream() : Stream.of();
    int number = Integer.parseInt(status);
    return Stream.concat(forms, Stream.of(ANY))
        .map(form -> new Documented(operation.id(), number, form));
  }

  /** Whether an answer like this came, and was as the document has it. */
  boolean saw(Documented answer) {
    return seen.contains(answer);
  }

  Operation operation(String id) {
    return operations.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  /** What the document shows as a request of an operation. */
  String example(String id) {
    return operation(id).node().at("/requestBody/content/application~1json/example").toString();
  }

  /** The forms of a request's body, by media type. */
  JsonNode requestForms(Operation operation) {
    return resolved(operation.node().at("/requestBody")).path("content");
  }

  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
  }

  /** Wants the status to be documented, and the body to follow the schema of its form. */
  void verify(Operation operation, Answer answer, String call) {
    JsonNode response = resolved(operation.node().at("/responses/" + answer.status()));
    assertThat(response.isMissingNode()).as("documented: %s", call).isFalse();
    if (answer.body().length > 0) {
      verifyBody(response, answer, call);
      seen.add(new Documented(operation.id(), answer.status(), answer.type()));
    }
    seen.add(new Documented(operation.id(), answer.status(), ANY));
  }

  private void verifyBody(JsonNode response, Answer answer, String call) {
    JsonNode forms = response.at("/content");
    assertThat(forms.propertyNames()).as(call).contains(answer.type());
    if (answer.type().equals("application/x-ndjson")) {
      assertThat(new String(answer.body(), StandardCharsets.UTF_8).lines())
          .as(call)
          .allSatisfy(it -> JsonMapper.shared().readTree(it));
    } else if (answer.type().endsWith("json")) {
      JsonNode schema = forms.get(answer.type()).get("schema");
      assertThat(schema(schema).validate(json(answer, call))).as(call).isEmpty();
    }
  }

  private static JsonNode json(Answer answer, String call) {
    try {
      return answer.json();
    } catch (JacksonException e) {
      throw new AssertionError(call + " is no JSON", e);
    }
  }

  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(schema.toString(), _ -> whole(schema));
  }

  private Schema whole(JsonNode schema) {
    ObjectNode whole = (ObjectNode) schema.deepCopy();
    whole.set("components", document.get("components"));
    return SCHEMAS.getSchema(whole);
  }
}
