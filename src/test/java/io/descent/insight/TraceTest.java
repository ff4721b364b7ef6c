package io.descent.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
      List.of("spec", "parameters", "state", "batch", "after", "class_weights");

  @Autowired MockMvcTester http;
  private final JsonMapper json = JsonMapper.builder().build();

  static Stream<String> oracles() throws IOException {
    Resource[] files =
        new PathMatchingResourcePatternResolver().getResources("classpath:/oracles/*.json");
    return Arrays.stream(files)
        .map(f -> Objects.requireNonNull(f.getFilename()))
        .filter(
            name ->
                !List.of("lr_schedules.json", "linear_algebra.json", "metrics.json")
                    .contains(name));
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

  /** The class is the third. */
  @ParameterizedTest
  @CsvSource({"0.1 0.05 0.6 0.0 0.05 0.1 0.0 0.1 0.0 0.0, 0.510825", "0.1 0.2 0.001, 6.907755"})
  void aLossAloneIsOfTheLecturesOwnNumbers(String outputs, double loss) {
    List<String> y = List.of(outputs.split(" "));
    String t = String.join(",", y.stream().map(_ -> "0").toList()).replaceFirst("0,0,0", "0,0,1");
    JsonNode trace = bare("cross_entropy", y, "[%s]".formatted(t));
    assertThat(trace.at("/forward/loss").doubleValue()).isCloseTo(loss, within(1e-6));
    assertThat(trace.at("/forward/losses/0").doubleValue()).isCloseTo(loss, within(1e-6));
    assertThat(trace.get("graph")).isEmpty();
    assertThat(trace.at("/gradients/dx")).isEqualTo(trace.at("/objective/gradient"));
    assertThat(trace.at("/forward/output").toString()).isEqualTo(trace.at("/batch/x").toString());
    assertThat(trace.has("parameters")).isFalse();
  }

  @Test
  void oneHotTargetsAreClassNumbers() {
    List<String> y = List.of("0.5", "0.25", "0.25");
    JsonNode numbered = bare("softmax_ce", y, "2");
    assertThat(bare("softmax_ce", y, "[0, 0, 1.0]")).isEqualTo(numbered);
    double half = bare("cross_entropy", y, "[1, 0, 0]").at("/forward/loss").doubleValue();
    assertThat(half).isCloseTo(0.693147, within(1e-6));
    refused(bareRequest("softmax_ce", y, "[0, 1, 1]"), 422, "/batch/t/0");
    refused(bareRequest("softmax_ce", y, "[0, 1]"), 422, "/batch/t/0");
    refused(bareRequest("softmax_ce", y, "[0, 1, \"1\"]"), 400, "/batch/t/0/2");
  }

  @Test
  void weightsAreANumberAClass() {
    List<String> y = List.of("0.5", "0.25", "0.25");
    refused(weighed("softmax_ce", y, "2", "[1, 2]"), 422, "/class_weights");
    refused(weighed("softmax_ce", y, "2", "[1, 2, 0]"), 422, "/class_weights/2");
    refused(weighed("softmax_ce", y, "2", "[1, 2, true]"), 400, "/class_weights/2");
    refused(weighed("mse", y, "[0.5, 0, 0]", "[1, 2, 3]"), 422, "/batch/t/0");
    refused(weighed("bce_logits", y, "[1, 0, 0]", "[1, 2, 3]"), 422, "/class_weights");
    assertThat(post(weighed("bce_logits", List.of("0.5"), "[1]", "[1, 2]"))).hasStatusOk();
  }

  private static String weighed(String loss, List<String> y, String t, String weights) {
    return bareRequest(loss, y, t).replaceFirst("\\{", "{\"class_weights\": " + weights + ", ");
  }

  private JsonNode bare(String loss, List<String> y, String t) {
    return json.readTree(body(post(bareRequest(loss, y, t))));
  }

  private static String bareRequest(String loss, List<String> y, String t) {
    return """
    {"spec": {"input_shape": [%d], "layers": [], "loss": "%s"},
     "batch": {"x": [%s], "t": [%s]}}\
    """
        .formatted(y.size(), loss, y, t);
  }

  @Test
  void whatWasUsedIsGivenBack() {
    JsonNode trace = json.readTree(body(post(SMALL)));
    assertThat(trace.get("parameters").toString())
        .isEqualTo("{\"0.W\":[[1.0,2.0],[3.0,4.0]],\"0.b\":[0.0,1.0]}");
    assertThat(trace.get("batch").toString()).isEqualTo("{\"x\":[[1.0,1.0]],\"t\":[[3.0,7.0]]}");
    assertThat(trace.at("/graph/0/formula/forward/mathml").stringValue())
        .isEqualTo(
            "<math><mrow><mi>y</mi><mo>=</mo><mi>x</mi><mi>W</mi><mo>+</mo><mi>b</mi>"
                + "</mrow></math>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"adam\"}",
        "{\"type\": \"sgd\", \"momentum\": 0.9, \"nesterov\": true}",
        "{\"type\": \"adagrad\"}"
      })
  void updatesInPartsHaveTheBitsOfAllAtOnce(String optimizer) {
    ObjectNode all = updating(optimizer, 5);
    all.putArray("batches").addAll(List.of(rows(0), rows(1), rows(2), rows(3), rows(4)));
    JsonNode straight = json.readTree(body(post(all.toString())));
    ObjectNode first = updating(optimizer, 2);
    first.putArray("batches").addAll(List.of(rows(0), rows(1)));
    JsonNode before = json.readTree(body(post(first.toString())));
    ObjectNode second = updating(optimizer, 3);
    second.putArray("batches").addAll(List.of(rows(2), rows(3), rows(4)));
    second.set("parameters", before.at("/after/parameters"));
    second.withObject("after").put("first_update", 3).set("slots", before.at("/after/slots"));
    JsonNode later = json.readTree(body(post(second.toString())));
    for (String kept : List.of("parameters", "slots", "evaluation")) {
      assertThat(later.get("after").get(kept)).isEqualTo(straight.get("after").get(kept));
    }
    assertThat(later.at("/after/losses/2")).isEqualTo(straight.at("/after/losses/4"));
  }

  /** A step with dropout, whose mask depends on the number of the update. */
  private ObjectNode updating(String optimizer, int steps) {
    return (ObjectNode)
        json.readTree(
            """
            {"spec": {"input_shape": [2], "layers": [{"type": "affine", "out": 7},
              {"type": "tanh"}, {"type": "dropout", "rate": 0.4}, {"type": "affine", "out": 2}],
              "loss": "softmax_ce"}, "seed": 4, "batch": {"x": [[1, 2], [3, -1]], "t": [0, 1]},
             "after": {"optimizer": %s, "steps": %d}}\
            """
                .formatted(optimizer, steps));
  }

  private JsonNode rows(int number) {
    return json.readTree(
        "{\"x\": [[0.%d, 1], [1, -0.%d], [0.5, 0]], \"t\": [1, 0, 1]}".formatted(number, number));
  }

  @Test
  void slotsAndBatchesThatDoNotFitAreRefused() {
    String adam = updating("{\"type\": \"adam\"}", 1).toString();
    String after = "\"steps\":1";
    refused(
        adam.replace(after, after + ",\"slots\": {\"0.W/velocity\": []}"),
        400,
        "/after/slots/0.W~1velocity");
    refused(
        adam.replace(after, after + ",\"slots\": {\"0.b/first\": [1]}"),
        422,
        "/after/slots/0.b~1first");
    refused(adam.replace(after, after + ",\"first_update\": 0"), 422, "/after/first_update");
    String batches = "{\"batches\": [{\"x\": [[1, 2, 3]], \"t\": [0]}], ";
    refused(adam.replaceFirst("\\{", batches), 422, "/batches/0/x/0");
    refused(adam.replaceFirst("\\{", "{\"batches\": [], "), 422, "/batches");
    refused(SMALL.replaceFirst("\\{", "{\"batches\": [{}], "), 422, "/batches");
  }

  @Test
  void aSurfaceShowsTheNetworkOverTwoInputs() {
    String grid =
        "\"surface\": {\"x\": 1, \"y\": 0, \"range\": [[0, 1], [-1, 1]], \"resolution\": 3,"
            + " \"units\": true}, \"batch\"";
    JsonNode surface = json.readTree(body(post(SMALL.replace("\"batch\"", grid)))).get("surface");
    assertThat(surface.get("output").get(0).toString())
        .isEqualTo("[-1.0,0.5,2.0,0.0,1.5,3.0,1.0,2.5,4.0]");
    assertThat(surface.get("units").get(0)).isEqualTo(surface.get("output"));
    assertThat(surface.get("range").toString()).isEqualTo("[[0.0,1.0],[-1.0,1.0]]");
    refused(SMALL.replace("\"batch\"", grid.replace("\"x\": 1", "\"x\": 2")), 422, "/surface/x");
    refused(SMALL.replace("\"batch\"", grid.replace("\"x\": 1", "\"x\": 0")), 422, "/surface/y");
    refused(SMALL.replace("\"batch\"", grid.replace(": 3,", ": 101,")), 422, "/surface/resolution");
    refused(SMALL.replace("\"batch\"", grid.replace("[0, 1]", "[1, 1]")), 422, "/surface/range/0");
    refused(SMALL.replace("\"batch\"", grid.replace("[0, 1]", "1")), 400, "/surface/range/0");
  }

  @Test
  void valuesAreGivenAsAsked() {
    String wide = wide(100, 50);
    JsonNode all = json.readTree(body(post(wide.replaceFirst("\\{", "{\"values\": \"all\", "))));
    assertThat(all.at("/gradients/0.W").size()).isEqualTo(100);
    JsonNode none = json.readTree(body(post(wide.replaceFirst("\\{", "{\"values\": \"none\", "))));
    assertThat(none.has("parameters")).isFalse();
    assertThat(none.get("forward").propertyNames()).containsExactly("loss", "losses");
    assertThat(none.at("/graph/0/norms/dW").isNumber()).isTrue();
    refused(SMALL.replaceFirst("\\{", "{\"values\": \"some\", "), 422, "/values");
    String huge = wide(1000, 900).replaceFirst("\\{", "{\"values\": \"all\", ");
    assertThat(post(huge)).hasStatus(413).bodyText().contains("leave out values");
  }

  @Test
  void aCheckTellsWhereGradientsDifferMost() {
    String checked = SMALL.replaceFirst("\\{", "{\"gradient_check\": true, ");
    JsonNode check = json.readTree(body(post(checked))).get("gradient_check");
    JsonNode weights = check.at("/by_parameter/0.W");
    assertThat(check.get("compared").intValue()).isEqualTo(6);
    assertThat(weights.get("compared").intValue()).isEqualTo(4);
    assertThat(weights.at("/worst/index").size()).isEqualTo(2);
    assertThat(weights.at("/numeric/1/0").doubleValue()).isCloseTo(1, within(1e-6));
    JsonNode nothing =
        json.readTree(
                body(
                    post(
                        bareRequest("mse", List.of("1", "2"), "[0, 0]")
                            .replaceFirst("\\{", "{\"gradient_check\": true, "))))
            .get("gradient_check");
    assertThat(nothing.get("max_relative_error").isNull()).isTrue();
    assertThat(nothing.get("compared").intValue()).isZero();
  }

  @Test
  void unitsThatAreStuckAreCounted() {
    String stuck =
        """
        {"spec": {"input_shape": [2], "loss": "mse",
          "layers": [{"type": "affine", "out": 4}, {"type": "relu"}, {"type": "tanh"}]},
         "parameters": {"0.W": [[1, -1, 9, 0], [1, -1, 9, 0]], "0.b": [0, 0, 0, 0]},
         "batch": {"x": [[1, 1], [0.1, 0.2]], "t": [[0, 0, 0, 0], [0, 0, 0, 0]]}}\
        """;
    JsonNode graph = json.readTree(body(post(stuck))).get("graph");
    assertThat(graph.get(0).has("dead_share")).isFalse();
    assertThat(graph.get(1).get("dead_share").doubleValue()).isEqualTo(0.5);
    assertThat(graph.get(2).get("saturated_share").doubleValue()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({
    "ce, softmax_ce",
    "cee, cross_entropy",
    "categorical_crossentropy, cross_entropy",
    "mae, mse",
    "l2, mse",
    "dense, affine",
    "linear, affine",
    "conv, conv2d"
  })
  void otherNamesOfThingsAreUnderstood(String word, String meant) {
    boolean layer = meant.equals("affine") || meant.equals("conv2d");
    String asked = layer ? SMALL.replace("affine", word) : SMALL.replace("mse", word);
    assertThat(post(asked)).hasStatus(422);
    assertThat(body(post(asked))).contains("did you mean \\\"" + meant + "\\\"?");
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
    JsonNode summary =
        json.readTree(body(post(wide(100, 50)))).get("gradients").get("0.W").get("summary");
    assertThat(summary.get("shape").toString()).isEqualTo("[100,50]");
    assertThat(summary.get("numbers").intValue()).isEqualTo(5000);
  }

  private static String wide(int inputs, int outputs) {
    return """
    {"spec": {"input_shape": [%d], "layers": [{"type": "affine", "out": %d}],
     "loss": "mse"}, "batch": {"x": [[%s]], "t": [[%s]]}}\
    """
        .formatted(inputs, outputs, repeated("0.5", inputs), repeated("1", outputs));
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
