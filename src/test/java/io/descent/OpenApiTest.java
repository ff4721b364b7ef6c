package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class OpenApiTest {

  private static final String PROBLEM = "application/problem+json";

  @LocalServerPort private int port;

  private JsonNode document;
  private final List<Operation> operations = new ArrayList<>();

  /** One verb at one path. */
  private record Operation(String name, JsonNode node) {}

  @BeforeEach
  void read() throws IOException {
    document = RawHttp.send(port, "GET /v3/api-docs HTTP/1.1").json();
    Files.writeString(Path.of("target/openapi.json"), document.toPrettyString());
    for (var path : document.at("/paths").properties()) {
      for (var verb : path.getValue().properties()) {
        operations.add(new Operation(verb.getKey() + " " + path.getKey(), verb.getValue()));
      }
    }
  }

  @Test
  void itIsVersion31() {
    assertThat(document.at("/openapi").stringValue()).startsWith("3.1.");
    assertThat(document.at("/info/title").stringValue()).isEqualTo("Descent");
    assertThat(operations)
        .extracting(Operation::name)
        .contains("get /api/v1", "get /api/v1/limits");
  }

  /** The console fills in examples, and would look for what nobody has. */
  @Test
  void filtersAreNotFilledIn() {
    assertThat(operations)
        .flatExtracting(it -> List.copyOf(it.node().at("/parameters").values()))
        .filteredOn(
            it -> !it.path("required").asBoolean() && it.at("/schema/default").isMissingNode())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.has("example")).as(it.toString()).isFalse());
  }

  @Test
  void everyOperationIsNamedAndSummed() {
    Set<String> ids = new HashSet<>();
    assertThat(operations)
        .allSatisfy(
            it -> {
              String id = it.node().at("/operationId").asString("");
              assertThat(id).matches("[a-z][A-Za-z]+").doesNotMatch(".*_\\d+");
              assertThat(ids.add(id)).as("operationId is its own").isTrue();
              assertThat(it.node().at("/summary").asString("")).isNotBlank();
              assertThat(it.node().at("/tags")).hasSize(1);
              assertThat(it.node().at("/tags/0").stringValue()).doesNotContain("controller");
            });
  }

  @Test
  void everyOperationHasExamples() {
    assertThat(operations)
        .allSatisfy(
            it -> {
              List<String> without = new ArrayList<>();
              collectWithoutExample(it.node().at("/requestBody"), "request", without);
              it.node()
                  .at("/responses")
                  .forEachEntry(
                      (status, response) -> {
                        if (status.startsWith("2")) {
                          collectWithoutExample(response, status, without);
                        }
                      });
              assertThat(without).isEmpty();
              assertThat(it.node().toString()).contains("\"example");
            });
  }

  private static void collectWithoutExample(JsonNode body, String place, List<String> without) {
    body.at("/content")
        .forEachEntry(
            (type, form) -> {
              boolean readable = type.equals("application/json") || type.startsWith("text/");
              if (readable && !form.has("example") && !form.has("examples")) {
                without.add(place + " " + type);
              }
            });
  }

  @Test
  void everyOperationHasItsRefusals() {
    assertThat(operations)
        .allSatisfy(
            it -> {
              JsonNode responses = it.node().at("/responses");
              assertThat(responses.propertyNames()).contains("400", "401", "403", "500", "503");
              assertThat(it.node().at("/security/0/key/0").asString(""))
                  .isIn("read", "train", "infer", "admin");
              assertThat(it.node().at("/description").asString("")).contains("scope");
              if (it.name().contains("{")) {
                // A PUT makes what is not there
                assertThat(responses.has("404")).as("404").isEqualTo(!it.name().startsWith("put "));
              }
              responses.forEachEntry(
                  (status, given) -> {
                    JsonNode response = resolved(given);
                    assertThat(response.at("/description").asString("")).isNotBlank();
                    if (status.charAt(0) >= '4') {
                      String form = it.name().contains(" /v2") ? "application/json" : PROBLEM;
                      assertThat(response.at("/content").propertyNames()).contains(form);
                    }
                  });
              assertThat(responses.propertyNames()).anyMatch(status -> status.startsWith("2"));
            });
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
  }

  @Test
  void everyRefusalShowsItsOwnStatus() {
    assertThat(operations)
        .allSatisfy(
            it ->
                it.node()
                    .at("/responses")
                    .forEachEntry(
                        (status, given) -> {
                          JsonNode example =
                              resolved(given).at("/content/application~1problem+json/example");
                          if (status.charAt(0) >= '4' && !it.name().contains(" /v2")) {
                            assertThat(example.at("/status").asInt()).hasToString(status);
                            assertThat(example.at("/detail").asString()).isNotBlank();
                          }
                        }));
  }

  @Test
  void everyTagIsDescribedAndUsedInItsOrder() {
    List<String> tags =
        document.at("/tags").valueStream().map(it -> it.at("/name").stringValue()).toList();
    assertThat(document.at("/tags"))
        .allSatisfy(it -> assertThat(it.at("/description").asString("")).isNotBlank());
    assertThat(tags).startsWith("Data sets", "Specs", "Jobs", "Models", "Predictions");
    assertThat(operations)
        .allSatisfy(it -> assertThat(tags).contains(it.node().at("/tags/0").stringValue()));
  }

  @ParameterizedTest
  @CsvSource({
    "createJob, 409 413 415 422 429 507",
    "reproduceJob, 404 409 422 429",
    "pauseJob, 404 409",
    "resumeJob, 404 409",
    "cancelJob, 404 409",
    "deleteJob, 404 409",
    "deleteDataset, 404 409",
    "uploadDataset, 408 409 413 415 422 429 507",
    "importModel, 408 413 415 422 507",
    "evaluateModel, 404 413 415 422",
    "measureImportance, 200 404 413 415 422 429",
    "predict, 404 406 408 413 415 422",
    "infer, 404 406 413 415",
    "trace, 413 415 422 429",
    "traceJob, 404 409 413 415 422 429",
    "surfaceJob, 404 409 413 415 422 429",
    "getJob, 200 304 404",
    "listMetrics, 200 304 404 406",
    "getModel, 200 304 404",
    "streamJobEvents, 404 406 429",
    "streamEvents, 406 429",
    "compareJobs, 400 404 406",
    "getDatasetContent, 200 206 304 404 406 416",
    "getWeights, 200 206 304 416",
    "getModelOnnx, 200 206 304 416",
    "createSampleDataset, 200 201 404",
    "getLimits, 401 403 429",
    "getServerMetadata, 401 403 429"
  })
  void theAnswersOfAnOperationAreAllThere(String id, String statuses) {
    assertThat(operations)
        .filteredOn(it -> it.node().at("/operationId").stringValue().equals(id))
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.node().at("/responses").propertyNames())
                    .contains(statuses.split(" ")));
  }

  @Test
  void aNameIsShownInThePathWhereOneIsTaken() {
    for (String id :
        new String[] {"getDataset", "getJob", "listMetrics", "getModel", "predict", "traceJob"}) {
      assertThat(idOf(id).at("/example").asString("")).as(id).isEqualTo("iris");
    }
    for (String id : new String[] {"getKey", "deleteJob"}) {
      assertThat(idOf(id).at("/schema/format").asString("")).as(id).isEqualTo("uuid");
    }
  }

  private JsonNode idOf(String id) {
    return operations.stream()
        .filter(it -> it.node().at("/operationId").stringValue().equals(id))
        .flatMap(it -> it.node().at("/parameters").valueStream())
        .filter(it -> it.at("/name").stringValue().equals("id"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theConsoleKnowsHowAKeyIsSent() {
    assertThat(document.at("/components/securitySchemes/key/type").asString("")).isEqualTo("http");
    assertThat(document.at("/components/securitySchemes/key/scheme").asString(""))
        .isEqualTo("bearer");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Matcher reference = Pattern.compile("\"\\$ref\":\"#([^\"]+)\"").matcher(document.toString());
    while (reference.find()) {
      assertThat(document.at(reference.group(1)).isMissingNode()).as(reference.group(1)).isFalse();
    }
  }

  @Test
  void noOperationHasAParameterTwice() {
    assertThat(operations)
        .allSatisfy(
            it ->
                assertThat(it.node().at("/parameters").values())
                    .as(it.name())
                    .extracting(parameter -> parameter.path("in") + " " + parameter.path("name"))
                    .doesNotHaveDuplicates());
  }

  @Test
  void everyPathParameterIsDeclared() {
    assertThat(operations)
        .allSatisfy(
            it -> {
              Set<String> declared = new HashSet<>();
              it.node()
                  .at("/parameters")
                  .forEach(
                      parameter -> {
                        assertThat(parameter.at("/schema").isMissingNode()).isFalse();
                        if (parameter.at("/in").stringValue().equals("path")) {
                          assertThat(parameter.at("/required").booleanValue()).isTrue();
                          declared.add(parameter.at("/name").stringValue());
                        }
                      });
              Set<String> used = new HashSet<>();
              Matcher variable = Pattern.compile("\\{([^}]+)}").matcher(it.name());
              while (variable.find()) {
                used.add(variable.group(1));
              }
              assertThat(declared).isEqualTo(used);
            });
  }

  @Test
  void namesAreInSnakeCase() {
    document
        .at("/components/schemas")
        .forEachEntry(
            (name, schema) ->
                assertThat(schema.at("/properties").propertyNames())
                    .as(name)
                    .allMatch(
                        property -> property.equals(property.toLowerCase(java.util.Locale.ROOT))));
  }

  @Test
  void theConsoleIsServed() throws IOException {
    RawHttp.Answer console = RawHttp.send(port, "GET /swagger-ui.html HTTP/1.1");

    assertThat(console.status()).isEqualTo(302);
    RawHttp.Answer page =
        RawHttp.send(port, "GET " + console.headers().get("location") + " HTTP/1.1");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("swagger-ui");
  }
}
