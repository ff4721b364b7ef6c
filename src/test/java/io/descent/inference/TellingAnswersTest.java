package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Answers that mean what was meant, and say where that is doubtful. */
@ServiceTest
class TellingAnswersTest {

  private static final String TABLE =
      """
      age,colour,member,customer,y
      1,red,True,c1,no
      2,red,False,c2,no
      3,blue,True,c3,no
      4,Blue,False,c4,yes
      5,green,True,c5,yes
      6,Blue,False,c6,yes
      """;
  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"},
       "training": {"epochs": 5, "batch_size": 6, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}}}\
      """;

  @LocalServerPort private int port;
  private ServiceClient service;
  private String path = "";

  @BeforeEach
  void train() {
    service = new ServiceClient(port);
    String dataset = service.upload(TABLE, "name=telling&ignore=customer");
    path = "/api/v1/models/" + service.model(JOB.formatted(dataset)) + "/predictions";
  }

  private JsonNode answer(String body) {
    return service.post(path, body).expect(200).json();
  }

  private JsonNode one(String instance) {
    return answer("{\"instances\": [%s]}".formatted(instance));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1, "red", true]    | [1, "red", "True"]
          [1, "red", "TRUE"]  | [1, "red", "True"]
          [1, "red", " true"] | [1, "red", "True"]
          [1, " RED ", false] | [1, "red", "False"]
          [1, "Green", true]  | [1, "green", "True"]
          {"member": true, "age": 1} | {"member": "True", "age": 1}
          """)
  void aSpellingThatFitsOneCategoryIsThatCategory(String spelled, String exact) {
    JsonNode answer = one(spelled);
    assertThat(answer.has("warnings")).isFalse();
    assertThat(answer).isEqualTo(one(exact));
  }

  /** There is a blue one, and a Blue one. */
  @Test
  void aSpellingThatFitsTwoCategoriesIsNone() {
    JsonNode answer = one("[1, \"BLUE\", true]");
    assertThat(answer.at("/warnings/0/pointer").stringValue()).isEqualTo("/instances/0/1");
    assertThat(answer.path("predictions")).isEqualTo(one("[1, null, true]").path("predictions"));
  }

  @Test
  void unseenCategoriesAreToldByPointer() {
    JsonNode answer =
        answer(
            "{\"instances\": [{\"age\": 1, \"colour\": \"purple\"}, [2, \"red\", true],"
                + " [2, \"mauve\", \"maybe\"]]}");
    assertThat(answer.path("warnings").size()).isEqualTo(1);
    assertThat(answer.at("/warnings/0/code").stringValue()).isEqualTo("unknown_category");
    assertThat(answer.at("/warnings/0/pointer").stringValue()).isEqualTo("/instances/0/colour");
    assertThat(answer.at("/warnings/0/detail").stringValue())
        .isEqualTo(
            "unknown categories: purple of colour (/instances/0/colour);"
                + " mauve of colour (/instances/2/1); maybe of member (/instances/2/2)");
    assertThat(answer.at("/warnings/0/columns").toString()).isEqualTo("[\"colour\",\"member\"]");
    JsonNode single = one("[1, \"purple\", true]");
    assertThat(single.at("/warnings/0/detail").stringValue())
        .isEqualTo("unknown category purple of colour (/instances/0/1)");
    assertThat(single.at("/warnings/0/columns").toString()).isEqualTo("[\"colour\"]");
  }

  @Test
  void unseenCategoriesOfATableAreToldByLineInJson() {
    String csv = "age,colour,shoe\n1,red,44\n2,mauve,44\n3,mauve,44\n";
    JsonNode warnings =
        service.csv(path, csv, "Accept", "application/json").expect(200).json().path("warnings");
    assertThat(warnings.size()).isEqualTo(2);
    assertThat(warnings.at("/0/detail").stringValue())
        .isEqualTo("unknown categories: mauve of colour (line 3, line 4)");
    assertThat(warnings.get(0).has("pointer")).isFalse();
    assertThat(warnings.at("/1/columns").toString()).isEqualTo("[\"shoe\"]");
  }

  @Test
  void moreThanAHundredAreCounted() {
    String rows = String.join(",", java.util.Collections.nCopies(130, "[1, \"mauve\", true]"));
    JsonNode warnings = one(rows).path("warnings");
    assertThat(warnings.size()).isEqualTo(1);
    String detail = warnings.at("/0/detail").stringValue();
    assertThat(detail.split("/instances/")).hasSize(101);
    assertThat(detail).contains("/instances/99/1").endsWith("; and 30 more");
  }

  @Test
  void unknownColumnsAreToldOnceAndIgnoredOnesAndTheTargetNever() {
    String row = "{\"age\": 1, \"shoe\": 44, \"customer\": \"c9\", \"y\": \"no\"}";
    JsonNode answer = one(row + ", " + row);
    assertThat(answer.path("warnings").size()).isEqualTo(1);
    assertThat(answer.at("/warnings/0/code").stringValue()).isEqualTo("unknown_column");
    assertThat(answer.at("/warnings/0/columns").toString()).isEqualTo("[\"shoe\"]");
    service.post(path, "{\"instances\": [{\"shoe\": 44}]}").expect(422);
  }

  @Test
  void namedValuesAreGivenBackBesideTheirAnswers() {
    String rows =
        "\"instances\": [{\"age\": 1, \"customer\": \"c9\", \"n\": 7},"
            + " {\"age\": 2, \"customer\": 12345678901234567890}]";
    String wanted = "\"passthrough\": [\"customer\", \"n\"]";
    for (String body :
        List.of("{%s, %s}".formatted(wanted, rows), "{%s, %s}".formatted(rows, wanted))) {
      JsonNode predictions = answer(body).path("predictions");
      assertThat(predictions.at("/0/customer").stringValue()).isEqualTo("c9");
      assertThat(predictions.at("/0/n").intValue()).isEqualTo(7);
      assertThat(predictions.at("/1/customer")).hasToString("12345678901234567890");
      assertThat(predictions.at("/1/n").isNull()).isTrue();
    }
    JsonNode age = answer("{\"passthrough\": [\"age\"], \"instances\": [[1, \"red\", true]]}");
    assertThat(age.at("/predictions/0/age").intValue()).isEqualTo(1);
    refused("{\"instances\": [[1, \"red\", true]], \"passthrough\": [\"age\"]}", "/passthrough/0");
    refused(
        "{\"passthrough\": [\"label\"], \"instances\": [[1, \"red\", true]]}", "/passthrough/0");
  }

  @Test
  void aThresholdDecidesInTheRequestAndInTheModel() {
    String rows = "\"instances\": [[1, \"red\", true], [6, \"Blue\", false]]";
    assertThat(labels(answer("{%s, \"threshold\": 0}".formatted(rows)))).containsOnly("yes");
    assertThat(labels(answer("{\"threshold\": 1, %s}".formatted(rows)))).containsOnly("no");
    JsonNode plain = answer("{%s}".formatted(rows));
    float p = plain.at("/predictions/1/probabilities/yes").floatValue();
    String exactly = "{%s, \"threshold\": %s}".formatted(rows, p);
    assertThat(labels(answer(exactly)).get(1)).isEqualTo("yes");
    String model = path.replace("/predictions", "");
    service.patch(model, "{\"threshold\": 0}").expect(200);
    assertThat(labels(answer("{%s}".formatted(rows)))).containsOnly("yes");
    assertThat(labels(answer("{%s, \"threshold\": 1}".formatted(rows)))).containsOnly("no");
    refused("{%s, \"threshold\": 1.5}".formatted(rows), "/threshold");
    assertThat(service.csv(path + "?threshold=1", "age\n1\n").text()).contains("\r\nno,");
    service.csv(path + "?threshold=2", "age\n1\n").expect(400);
  }

  private static List<String> labels(JsonNode answer) {
    return answer
        .path("predictions")
        .valueStream()
        .map(it -> it.path("label").stringValue())
        .toList();
  }

  private void refused(String body, String pointer) {
    JsonNode refusal = service.post(path, body).expect(422).json();
    assertThat(refusal.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
  }

  @Test
  void tablesHaveTheirWarningsInTheLastColumn() {
    String csv = "customer,age,colour,shoe\nc7,1,purple,44\n\"c,8\",2,RED,45\nc9,3,mauve,46\n";
    List<String> lines =
        service.csv(path + "?passthrough=customer", csv).expect(200).text().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("label,probabilities.no,probabilities.yes,customer,warning");
    assertThat(lines.get(1))
        .contains(",c7,")
        .endsWith("unknown category purple of colour; unknown columns are ignored: shoe");
    assertThat(lines.get(2)).endsWith(",\"c,8\",");
    assertThat(lines.get(3)).endsWith(",c9,unknown category mauve of colour");
    String right = "age,colour\n1,red\n";
    assertThat(service.csv(path, right).text().lines().findFirst().orElseThrow())
        .doesNotContain("warning");
  }

  @Test
  void notANumberIsToldToBeNull() {
    ServiceClient.Answer refusal =
        service.post(path, "{\"instances\": [[\"True\", 1, NaN]]}").expect(400);
    assertThat(refusal.text()).contains("write null for a missing value");
    assertThat(service.post(path, "{\"instances\": [[-Infinity, 1, 1]]}").expect(400).text())
        .contains("write null");
  }

  @Test
  void aStoredDataSetIsAnsweredRowByRow() {
    StringBuilder table = new StringBuilder("member,colour,age,other\n");
    for (int i = 0; i < 3000; i++) {
      String colour = i % 7 == 0 ? "mauve" : i % 2 == 0 ? "RED" : "Blue";
      table.append(i % 3 == 0 ? "true," : "false,").append(colour).append(',').append(i % 11);
      table.append(",x").append(i % 5).append('\n');
    }
    String data = service.upload(table.toString(), "name=stored");
    String body = "{\"dataset_id\": \"%s\"}".formatted(data);
    List<String> lines =
        service.post(path, body, "Accept", "text/csv").expect(200).text().lines().toList();
    List<String> answered = service.csv(path, table.toString()).expect(200).text().lines().toList();
    assertThat(lines.size()).isEqualTo(3001);
    assertThat(lines.getFirst()).isEqualTo(answered.getFirst());
    assertThat(lines.get(1)).isEqualTo(answered.get(1));
    assertThat(lines.get(1)).endsWith("; unknown columns are ignored: other");
    assertThat(lines.get(2)).isEqualTo(answered.get(2));
    assertThat(lines.subList(2, 3001)).isEqualTo(answered.subList(2, 3001));
    String[] inLines = {"Accept", "application/problem+json", "Accept", "text/csv"};
    assertThat(service.post(path, body, inLines).expect(200).text().lines())
        .containsExactlyElementsOf(lines);
    ServiceClient.Answer json =
        service.post(path, body, "Accept", "application/x-ndjson").expect(200);
    List<String> objects = json.text().lines().toList();
    assertThat(objects).hasSize(3000);
    assertThat(objects.get(2999)).startsWith("{\"row\":2999,\"label\":");
    assertThat(objects.get(7)).contains("\"warning\":\"unknown category mauve of colour\"");
    for (String named : List.of("{\"dataset\": \"stored\"}", "{\"dataset_id\": \"stored\"}")) {
      assertThat(service.post(path, named, "Accept", "text/csv").expect(200).text().lines())
          .containsExactlyElementsOf(lines);
    }
    refused("{\"dataset\": \"nobody\"}", "/dataset");
    refused("{\"dataset\": \"a\\u0000\"}", "/dataset");
    refused("{\"dataset\": \"stored\", \"instances\": [[1, \"red\", true]]}", "/dataset");
    refused("{\"dataset\": \"stored\", \"dataset_id\": \"stored\"}", "/dataset_id");
    refused("{\"dataset_id\": \"%s\"}".formatted(new java.util.UUID(7, 7)), "/dataset_id");
    refused(body.replace("}", ", \"passthrough\": [\"other\"]}"), "/passthrough");
    refused(body.replace("}", ", \"instances\": [[1, \"red\", true]]}"), "/dataset_id");
    String less = service.upload("age,y\n1,no\n2,yes\n", "name=less");
    refused("{\"dataset_id\": \"%s\"}".formatted(less), "/dataset_id");
  }
}
