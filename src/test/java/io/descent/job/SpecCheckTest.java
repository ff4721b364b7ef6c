package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class SpecCheckTest {

  private static final String NETWORK =
      """
      "layers": [{"type": "affine", "out": 128}, {"type": "relu"}, {"type": "affine", "out": 10}],
      "loss": "softmax_ce"}
      """;

  @Autowired MockMvcTester mvc;

  @Test
  void whatFollowsFromANetworkIsTold() {
    assertThat(check("{\"model\": {\"input_shape\": [784], " + NETWORK + "}"))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"valid": true, "input_shape": [784], "output_shape": [10], "parameters": 101770,
             "flops_per_sample": 203392, "problems": [], "warnings": [],
             "layers": [
               {"index": 0, "type": "affine", "input_shape": [784], "output_shape": [128],
                "parameters": 100480, "flops": 200704},
               {"index": 1, "type": "relu", "parameters": 0, "flops": 128},
               {"index": 2, "type": "affine", "parameters": 1290, "flops": 2560}]}
            """)
        .extractingPath("$.memory_bytes")
        .asNumber()
        .satisfies(it -> assertThat(it.longValue()).isGreaterThan(4 * 101770));
  }

  @Test
  void anImpossibleSpecIsAnsweredWithItsProblems() {
    assertThat(
            check("{\"model\": {\"layers\": [{\"type\": \"afine\"}], \"x\": 1}, \"trainig\": {}}"))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"valid": false, "input_shape": null, "output_shape": null, "memory_bytes": null,
             "layers": []}
            """)
        .extractingPath("$.problems[*].pointer")
        .asArray()
        .containsExactlyInAnyOrder(
            "/model/layers/0/type", "/model/loss", "/model/x", "/model/input_shape", "/trainig");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0]          | /model/input_shape/0 | must be 1 to 2147483647, is 0",
        "[4.5]        | /model/input_shape/0 | must be a whole number, is the number 4.5",
        "4            | /model/input_shape   | must be an array, is the number 4",
        "[1, 2, 3, 4] | /model/input_shape   | must have 1 to 3 dimensions, has 4",
        "[]           | /model/input_shape   | is needed where no data set is given"
      })
  void anInputThatCannotBeIsOneProblem(String shape, String pointer, String detail) {
    assertThat(check("{\"model\": {\"input_shape\": " + shape + ", " + NETWORK + "}"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.problems")
        .asArray()
        .containsExactly(Map.of("pointer", pointer, "detail", detail));
  }

  @Test
  void anEmptyObjectIsAnsweredToo() {
    assertThat(check("{}")).hasStatusOk().bodyJson().extractingPath("$.valid").isEqualTo(false);
  }

  @Test
  void onlyUnreadableJsonIsRefused() {
    assertThat(check("{\"model\": ")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(check("[]")).hasStatus(HttpStatus.BAD_REQUEST);
    assertThat(check("{\"model\": {}, \"model\": {}}")).hasStatus(HttpStatus.BAD_REQUEST);
  }

  @Test
  void anUnknownDataSetIsAProblemAtItsPlace() {
    for (String id : new String[] {new UUID(1, 1).toString(), "a name of no data set"}) {
      for (String stated : new String[] {"\"input_shape\": [4], ", ""}) {
        assertThat(check("{\"dataset_id\": \"" + id + "\", \"model\": {" + stated + NETWORK + "}"))
            .bodyJson()
            .extractingPath("$.problems[*].pointer")
            .asArray()
            .containsExactly("/dataset_id");
      }
    }
  }

  @Test
  void aDataSetGivesTheShapeAndItsDemands() {
    MvcTestResult upload =
        mvc.post()
            .uri("/api/v1/datasets?name=checked")
            .contentType("text/csv")
            .content("x,colour,t\n1,red,a\n2,blue,b\n3,red,a\n4,red,b\n")
            .exchange();
    assertThat(upload).hasStatus(HttpStatus.CREATED);
    JsonNode dataset = new JsonMapper().readTree(upload.getResponse().getContentAsByteArray());

    assertThat(
            check(
                "{\"dataset_id\": \"%s\", \"model\": {%s, \"training\": {\"batch_size\": 9}}"
                    .formatted(dataset.get("id").stringValue(), NETWORK)))
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"valid": false, "input_shape": [3], "output_shape": [10],
             "problems": [{"pointer": "/model/layers/2/out",
                           "detail": "gives 10 outputs, must be 2: the data set has 2 classes"}],
             "warnings": [{"code": "batch_cut", "pointer": "/training/batch_size",
                "detail": "9 is more than the 4 training rows; cut to 4", "advice": "choose at most 4"}]}
            """);
  }

  @Test
  void whateverAJobIsAskedWithIsChecked() {
    String asked = "{\"model\": {\"input_shape\": [4], " + NETWORK;
    String more =
        ", \"name\": \"a\", \"tags\": {\"team\": \"a\"}, \"description\": \"b\", \"priority\": 5,"
            + " \"threads\": 2, \"freeze\": [0], \"expires_in_seconds\": 60}";
    assertThat(check(asked + more)).bodyJson().extractingPath("$.valid").isEqualTo(true);

    String wrong =
        ", \"name\": \"\", \"tags\": {\"\": \"a\"}, \"description\": 1, \"priority\": 101,"
            + " \"threads\": 0, \"freeze\": [7], \"expires_in_seconds\": 0, \"warm_start\": {}}";
    assertThat(check(asked + wrong))
        .bodyJson()
        .extractingPath("$.problems[*].pointer")
        .asArray()
        .containsExactlyInAnyOrder(
            "/name",
            "/tags/",
            "/description",
            "/priority",
            "/threads",
            "/freeze/0",
            "/expires_in_seconds",
            "/dataset_id",
            "/warm_start/model_id");
  }

  private MvcTestResult check(String body) {
    return mvc.post()
        .uri("/api/v1/specs/check")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
