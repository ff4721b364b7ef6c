package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.descent.ServiceTest;
import io.descent.engine.Predictor;
import io.descent.model.SavedModels;
import io.descent.model.SavedModels.Saved;
import io.descent.security.Owner;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
class CsvPredictionTest {

  @Autowired MockMvcTester mvc;
  @Autowired Predictions predictions;
  @Autowired Limits limits;
  @Autowired RequestMemory memory;
  @Autowired ApplicationContext service;
  @LocalServerPort int port;
  private SavedModels saved;

  @BeforeEach
  void prepare() {
    saved = new SavedModels(service);
  }

  @Test
  void everyRowIsAnsweredByALine() throws Exception {
    Saved model = saved.classifier("csv");
    MvcTestResult answer = post(model, "x,colour,y\n2.5,red,0.25\n-1,,\n4,green,1e3\n", "*/*");
    assertThat(answer).hasStatusOk().hasContentType("text/csv;charset=UTF-8");
    List<String> lines = lines(answer);
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst())
        .isEqualTo("label,probabilities.0,probabilities.1,probabilities.2,warning");
    assertThat(lines.get(1)).isEqualTo(line(model, 2.5, 1, 0.25) + ",");
    assertThat(lines.get(2)).isEqualTo(line(model, -1, -1, Double.NaN) + ",");
    assertThat(lines.get(3))
        .isEqualTo(line(model, 4, -1, 1000) + ",unknown category green of colour");
  }

  private static String line(Saved model, double x, int colour, double y) {
    float[] encoded = new float[4];
    model.encoding().encode(new double[] {x, y}, new int[] {colour}, encoded, 0);
    Predictor predictor = model.network().predictor(1);
    float[] p = new float[3];
    predictor.predict(encoded, 1, p);
    int best = p[1] > p[0] ? (p[2] > p[1] ? 2 : 1) : (p[2] > p[0] ? 2 : 0);
    predictor.activateInPlace(p, 1);
    return best + "," + p[0] + "," + p[1] + "," + p[2];
  }

  @Test
  void columnsMayStandInAnyOrderWithTheTargetAmongThem() throws Exception {
    Saved model = saved.classifier("reordered");
    MvcTestResult answer = post(model, "\uFEFFy;t;colour;x\r\n0.25;?;\"red\";2.5\r\n", "text/csv");
    assertThat(lines(answer).get(1)).isEqualTo(line(model, 2.5, 1, 0.25));
    assertThat(lines(post(model, "x\n3\n", "text/csv")).get(1))
        .isEqualTo(line(model, 3, -1, Double.NaN));
  }

  @Test
  void jsonIsGivenToWhoAsksForIt() throws Exception {
    Saved model = saved.binary("asked");
    MvcTestResult answer = post(model, "x,y\n1,2\n", "application/json");
    assertThat(answer).hasStatusOk().hasContentType("application/json");
    JsonNode json = JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
    assertThat(json.get("predictions").size()).isEqualTo(1);
    assertThat(post(model, "x,y\n1,2\n", "text/html")).hasStatus(HttpStatus.NOT_ACCEPTABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv                               | text/csv;charset=UTF-8",
        "application/json;q=0.5, text/csv       | text/csv;charset=UTF-8",
        "text/csv;q=0.5, application/json       | application/json",
        "*/*                                    | application/json"
      })
  void rowsOfJsonAreAnsweredInTheFormAskedFor(String accept, String form) throws Exception {
    Saved model = saved.classifier("both forms");
    MvcTestResult answer =
        mvc.post()
            .uri("/api/v1/models/" + model.id() + "/predictions")
            .contentType("application/json")
            .header(HttpHeaders.ACCEPT, accept)
            .content("{\"instances\": [[2.5, \"red\", 0.25]]}")
            .exchange();
    assertThat(answer).hasStatusOk().hasContentType(form);
    if (form.startsWith("text/csv")) {
      assertThat(lines(answer).get(1)).isEqualTo(line(model, 2.5, 1, 0.25));
    }
  }

  @Test
  void aRegressionIsAnsweredByValues() throws Exception {
    Saved model = saved.regression("values");
    List<String> lines = lines(post(model, "x,colour,y\n7,red,-2\n-3e38,,3e38\n", "text/csv"));
    assertThat(lines.getFirst()).isEqualTo("value");
    assertThat(Double.parseDouble(lines.get(1))).isFinite();
    assertThat(lines).hasSize(3);
  }

  @Test
  void whatAnUploadTakesForMissingIsMissing() throws Exception {
    Saved model = saved.classifier("missing");
    MvcTestResult answer = post(model, "x,colour,y\n-1,,NaN\n-1,,NA\n-1,,?\n-1,,\n", "text/csv");
    assertThat(lines(answer).subList(1, 5)).containsOnly(line(model, -1, -1, Double.NaN));
  }

  @Test
  void bothClassesHaveTheirProbability() throws Exception {
    Saved model = saved.binary("two");
    List<String> lines = lines(post(model, "x,y\n1,2\n", "text/csv"));
    assertThat(lines.getFirst()).isEqualTo("label,probabilities.no,probabilities.yes");
    String[] fields = lines.get(1).split(",");
    float p = Float.parseFloat(fields[2]);
    assertThat(fields[0]).isEqualTo(p > 0.5f ? "yes" : "no");
    assertThat(Float.parseFloat(fields[1])).isEqualTo(1 - p);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,y~1,abc~        | 2 | y",
        "x,y~1,2~3,1e39~   | 3 | y",
        "x,y~1,Infinity~   | 2 | y",
        "x,y~1~            | 2 |",
        "x,y~1,2,3~        | 2 |",
        "z,x1~1,2~         | 1 | z",
        "x,x~1,2~          | 1 | x",
        "x,y~              |   |",
        "x,y~1,\"2~        | 2 |",
        "x,y~1,\"2\"3~     | 2 |",
        "x,~1,2~           | 1 |"
      })
  void aWrongFileIsRefusedWithItsPlace(String csv, Long line, String column) throws Exception {
    Saved model = saved.classifier("wrong");
    MvcTestResult answer = post(model, csv.replace('~', '\n'), "text/csv");
    assertThat(answer)
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .hasContentType("application/problem+json");
    JsonNode error =
        JsonMapper.shared()
            .readTree(answer.getResponse().getContentAsByteArray())
            .get("errors")
            .get(0);
    assertThat(error.get("line").isNull() ? null : error.get("line").longValue()).isEqualTo(line);
    assertThat(error.get("column").isNull() ? null : error.get("column").stringValue())
        .isEqualTo(column);
  }

  @Test
  void aColumnToPassThroughThatIsNotThereIsRefused() throws Exception {
    Saved model = saved.classifier("passed");
    assertThat(
            mvc.post()
                .uri("/api/v1/models/" + model.id() + "/predictions?passthrough=custommer")
                .header(HttpHeaders.CONTENT_TYPE, "text/csv")
                .content("x,customer\n1,c1\n"))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .bodyText()
        .contains("the file has no column \\\"custommer\\\"; did you mean \\\"customer\\\"?");
  }

  @Test
  void aCategoryWithANulIsRefused() throws Exception {
    assertThat(post(saved.classifier("nul"), "x,colour\n1,r\u0000d\n", "text/csv"))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .bodyText()
        .contains("\"column\":\"colour\"", "holds a NUL character");
  }

  @Test
  void whatIsNotUtf8IsRefusedWithItsLine() throws Exception {
    Saved model = saved.classifier("latin");
    byte[] csv = "x,colour\n1,blue\n2,gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
    MvcTestResult answer = post(model, csv, "text/csv");
    assertThat(answer).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(answer.getResponse().getContentAsString()).contains("\"line\":3", "UTF-8");
    assertThat(post(model, new byte[0], "text/csv")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @Test
  void moreRowsThanAnAnswerHoldsAreTooMany() throws Exception {
    Saved model = saved.regression("long");
    String rows = IntStream.range(0, 100_001).mapToObj(_ -> "1").collect(Collectors.joining("\n"));
    assertThat(post(model, "x\n" + rows, "text/csv")).hasStatus(HttpStatus.CONTENT_TOO_LARGE);
  }

  @Test
  void aFieldWithoutEndIsTooLarge() throws Exception {
    Saved model = saved.classifier("endless");
    assertThat(post(model, "x,y\n1," + "9".repeat(5 << 20), "text/csv"))
        .hasStatus(HttpStatus.CONTENT_TOO_LARGE);
    String umlauts = "\u00e4".repeat(1 << 19);
    assertThat(post(model, "x,colour\n1," + umlauts, "text/csv")).hasStatusOk();
    assertThat(post(model, "x,colour\n1," + umlauts + "x", "text/csv"))
        .hasStatus(HttpStatus.CONTENT_TOO_LARGE);
  }

  @Test
  void aBodyThatTricklesIsRefused() throws Exception {
    UUID id = saved.classifier("trickling").id();
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent("x\n1\n".getBytes(StandardCharsets.UTF_8));
    AtomicLong seconds = new AtomicLong();
    RequestBodies minutes =
        new RequestBodies(limits, () -> Instant.ofEpochSecond(seconds.addAndGet(60)));
    CsvPredictionController controller =
        new CsvPredictionController(
            predictions, minutes, new AnswerForm(JsonMapper.shared()), memory);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () ->
                controller.predict(
                    Owner.LOCAL,
                    id,
                    Optional.empty(),
                    Optional.empty(),
                    request,
                    new MockHttpServletResponse()))
        .returns(ProblemKind.UPLOAD_TIMEOUT, ProblemException::kind);
  }

  @Test
  void aModelDeletedMeanwhileAnswersInFull() throws Exception {
    URI model =
        URI.create("http://localhost:" + port + "/api/v1/models/" + saved.classifier("gone").id());
    int rows = 100_000;
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create(model + "/predictions"))
            .header(HttpHeaders.CONTENT_TYPE, "text/csv")
            .POST(BodyPublishers.ofString("x,y\n" + "2.5,0.25\n".repeat(rows)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer = http.send(ask, BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        lines.readLine();
        String first = lines.readLine();
        HttpRequest delete = HttpRequest.newBuilder(model).DELETE().build();
        assertThat(http.send(delete, BodyHandlers.discarding()).statusCode()).isEqualTo(204);

        assertThat(lines.lines()).hasSize(rows - 1).containsOnly(first);
      }
      assertThat(http.send(ask, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void imagesDoNotComeAsCsv() throws Exception {
    assertThat(post(saved.images("no table"), "x\n1\n", "text/csv"))
        .hasStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
  }

  private MvcTestResult post(Saved model, String csv, String accept) {
    return post(model, csv.getBytes(StandardCharsets.UTF_8), accept);
  }

  private MvcTestResult post(Saved model, byte[] csv, String accept) {
    return mvc.post()
        .uri("/api/v1/models/" + model.id() + "/predictions")
        .header(HttpHeaders.CONTENT_TYPE, "text/csv")
        .header(HttpHeaders.ACCEPT, accept)
        .content(csv)
        .exchange();
  }

  private static List<String> lines(MvcTestResult answer) throws Exception {
    return answer.getResponse().getContentAsString(StandardCharsets.UTF_8).lines().toList();
  }
}
