package io.descent.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceTest;
import io.descent.engine.Agreement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@ServiceTest
class TraceTest {

  private static final String SMALL =
      """
      {"spec": {"input_shape": [2], "layers": [{"type": "affine", "out": 2}], "loss": "mse"},
       "parameters": {"0.W": [[1, 2], [3, 4]], "0.b": [0, 1]},
       "batch": {"x": [[1, 1]], "t": [[3, 7]]}}\
      """;

  /** The fields of a file of numbers from PyTorch that are a request. */
  private static final List<String> ASKED =
      List.of("spec", "parameters", "state", "batch", "after");

  @Autowired MockMvcTester http;
  private final JsonMapper json = JsonMapper.builder().build();

  static Stream<String> oracles() throws IOException {
    Resource[] files =
        new PathMatchingResourcePatternResolver().getResources("classpath:/oracles/*.json");
    return Arrays.stream(files)
        .map(f -> Objects.requireNonNull(f.getFilename()))
        .filter(name -> !List.of("lr_schedules.json", "linear_algebra.json").contains(name));
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void agreesWithPyTorch(String file) throws IOException {
    JsonNode expected = oracle(file);
    JsonNode actual = json.readTree(body(post(request(expected).toString())));
    agreeAll("forward", actual.get("forward"), expected.get("forward"));
    agreeAll("gradients", actual.get("gradients"), expected.get("gradients"));
    ObjectNode after = (ObjectNode) expected.get("after");
    after.remove("optimizer");
    after.remove("steps");
    agreeAll("after", actual.get("after"), after);
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void gradientsAgreeWithDifferences(String file) throws IOException {
    ObjectNode asked = request(oracle(file)).put("gradient_check", true);
    JsonNode check = json.readTree(body(post(asked.toString()))).get("gradient_check");
    assertThat(check.get("max_relative_error").doubleValue()).isLessThanOrEqualTo(1e-5);
    assertThat(check.get("by_parameter").propertyNames())
        .containsExactlyInAnyOrderElementsOf(asked.get("parameters").propertyNames());
  }

  @Test
  void graphSpeaksFormulasWithWhatFlowsForwardAndBack() throws IOException {
    JsonNode trace = json.readTree(body(post(SMALL)));
    JsonNode affine = trace.get("graph").get(0);
    assertThat(affine.get("type").stringValue()).isEqualTo("affine");
    assertThat(affine.at("/formula/forward/text").stringValue()).isEqualTo("y = xW + b");
    assertThat(affine.at("/formula/backward/0/text").stringValue()).isEqualTo("dW = xᵀ·dy");
    assertThat(affine.get("activation").toString()).isEqualTo("[[4.0,7.0]]");
    assertThat(affine.get("gradient").toString()).isEqualTo("[[1.0,3.0]]");
    assertThat(affine.at("/norms/dW").doubleValue()).isEqualTo(Math.sqrt(2));
    assertThat(trace.at("/objective/gradient").toString()).isEqualTo("[[1.0,0.0]]");
    assertThat(trace.has("after")).isFalse();
  }

  @Test
  void missingParametersFollowFromTheSeed() {
    String seeded =
        SMALL.replace("\"0.W\": [[1, 2], [3, 4]], ", "").replaceFirst("\\{", "{\"seed\": 7, ");
    assertThat(post(seeded)).hasStatusOk();
    assertThat(body(post(seeded))).isEqualTo(body(post(seeded)));
    assertThat(body(post(seeded))).isNotEqualTo(body(post(seeded.replace("7, ", "8, "))));
  }

  @Test
  void largeTensorsAreSummedUp() throws IOException {
    String wide =
        """
        {"spec": {"input_shape": [100], "layers": [{"type": "affine", "out": 50}],
         "loss": "mse"}, "batch": {"x": [[%s]], "t": [[%s]]}}\
        """
            .formatted(repeated("0.5", 100), repeated("1", 50));
    JsonNode summary = json.readTree(body(post(wide))).get("gradients").get("0.W").get("summary");
    assertThat(summary.get("shape").toString()).isEqualTo("[100,50]");
    assertThat(summary.get("numbers").intValue()).isEqualTo(5000);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsPlace() {
    refused(SMALL.replace("[[1, 2], [3, 4]]", "[[1, 2]]"), 422, "/parameters/0.W");
    refused(SMALL.replace("[[1, 1]]", "[[1, true]]"), 400, "/batch/x/0/1");
    refused(SMALL.replace("[[3, 7]]", "[[3, 7], [1, 1]]"), 422, "/batch/x");
    refused(SMALL.replace("0.b", "0.c"), 400, "/parameters/0.c");
    String classes = SMALL.replace("\"mse\"", "\"softmax_ce\"").replace("[[3, 7]]", "[2]");
    refused(classes, 422, "/batch/t/0");
    String normalized = SMALL.replace("\"out\": 2}", "\"out\": 2}, {\"type\": \"batchnorm1d\"}");
    refused(normalized, 422, "/batch/x");
  }

  @Test
  void unknownFieldsAreRefused() throws IOException {
    refused(SMALL.replaceFirst("\\{", "{\"note\": \"x\", "), 400, "/note");
    ObjectNode withExpected = (ObjectNode) oracle("affine_mse.json");
    refused(withExpected.toString(), 400, "/gradients");
    refused(withExpected.retain(ASKED).toString(), 400, "/after/losses");
  }

  @Test
  void tooMuchIsRefused() {
    String wide = SMALL.replace("\"out\": 2", "\"out\": 2000000");
    assertThat(post(wide)).hasStatus(413);
    String longer = "\"after\": {\"optimizer\": {\"type\": \"sgd\"}, \"steps\": 10001}, \"batch\"";
    refused(SMALL.replace("\"batch\"", longer), 422, "/after/steps");
  }

  @Test
  void valuesThatAreNotFiniteAreNullAndNamed() throws IOException {
    JsonNode trace = json.readTree(body(post(SMALL.replace("[[1, 1]]", "[[3e38, 3e38]]"))));
    assertThat(trace.at("/forward/output/0/0").isNull()).isTrue();
    assertThat(trace.get("nonfinite").toString()).contains("forward.output");
  }

  private void refused(String request, int status, String pointer) {
    MvcTestResult result = post(request);
    assertThat(result).hasStatus(status);
    assertThat(body(result)).contains("\"pointer\":\"" + pointer + "\"");
  }

  private MvcTestResult post(String request) {
    return http.post()
        .uri("/api/v1/trace")
        .contentType(MediaType.APPLICATION_JSON)
        .content(request)
        .exchange();
  }

  private static String body(MvcTestResult result) {
    return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }

  private static String repeated(String number, int times) {
    return String.join(",", Collections.nCopies(times, number));
  }

  private JsonNode oracle(String file) throws IOException {
    try (InputStream in = TraceTest.class.getResourceAsStream("/oracles/" + file)) {
      return json.readTree(in);
    }
  }

  /** What the file asks, without what it expects. */
  private static ObjectNode request(JsonNode oracle) {
    ObjectNode request = ((ObjectNode) oracle.deepCopy()).retain(ASKED);
    request.withObject("after").retain("optimizer", "steps");
    return request;
  }

  private static void agreeAll(String name, JsonNode actual, JsonNode expected) {
    for (var field : expected.properties()) {
      String path = name + "." + field.getKey();
      assertThat(actual.has(field.getKey())).as(path).isTrue();
      JsonNode value = actual.get(field.getKey());
      if (field.getValue().isObject()) {
        agreeAll(path, value, field.getValue());
      } else {
        Agreement.agree(path, numbers(value), numbers(field.getValue()));
      }
    }
  }

  private static double[] numbers(JsonNode node) {
    return node.isArray()
        ? node.valueStream().flatMapToDouble(n -> Arrays.stream(numbers(n))).toArray()
        : new double[] {node.asDouble()};
  }
}
