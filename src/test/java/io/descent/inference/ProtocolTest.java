package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.descent.ServiceTest;
import io.descent.engine.Predictor;
import io.descent.model.SavedModels;
import io.descent.model.SavedModels.Saved;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Open Inference Protocol over HTTP, with the forms that its documents and clients send. */
@ServiceTest
class ProtocolTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String LENGTH = "Inference-Header-Content-Length";

  @Autowired ApplicationContext service;
  @LocalServerPort int port;
  private SavedModels saved;

  @BeforeEach
  void prepare() {
    saved = new SavedModels(service);
  }

  @Test
  void theServerTellsOfItself() throws Exception {
    JsonNode server = json(get("/v2"), 200);
    assertThat(server.get("name").stringValue()).isEqualTo("descent");
    assertThat(server.get("version").isString()).isTrue();
    assertThat(server.get("extensions").get(0).stringValue()).isEqualTo("binary_tensor_data");
    assertThat(json(get("/v2/health/live"), 200).toString()).isEqualTo("{\"live\":true}");
    assertThat(json(get("/v2/health/ready"), 200).toString()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void aModelTellsWhatItTakesAndGives() throws Exception {
    Saved model = saved.images("described");
    String wanted =
        "{\"name\":\"%s\",\"versions\":[\"1\"],\"platform\":\"descent\",\"inputs\":[{\"name\":"
            + "\"input\",\"datatype\":\"FP32\",\"shape\":[-1,1,3,2]}],\"outputs\":[{\"name\":"
            + "\"output\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],\"parameters\":{\"target\":\"t\","
            + "\"classes\":[\"a\",\"b\"]}}";
    String byId = "/v2/models/" + model.id();
    assertThat(json(get(byId), 200)).isEqualTo(JSON.readTree(wanted.formatted(model.id())));
    assertThat(json(get(byId + "/versions/1"), 200).get("name").stringValue())
        .isEqualTo(model.id().toString());
    assertThat(json(get("/v2/models/described"), 200))
        .isEqualTo(JSON.readTree(wanted.formatted("described")));
    assertThat(json(get("/v2/models/described/ready"), 200).toString())
        .isEqualTo("{\"name\":\"described\",\"ready\":true}");
    assertThat(get("/v2/models/described/versions/1/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aNameMeansTheNewestAndVersionsCountFromTheFirst() throws Exception {
    Saved first = saved.regression("versioned");
    Saved second = saved.regression("versioned");
    Saved third = saved.classifier("versioned");
    assertThat(json(get("/v2/models/versioned"), 200).get("versions").size()).isEqualTo(3);
    assertThat(outputs("versioned")).isEqualTo(3);
    assertThat(outputs("versioned/versions/1")).isEqualTo(1);
    assertThat(outputs("versioned/versions/3")).isEqualTo(3);
    assertThat(outputs(second.id() + "/versions/2")).isEqualTo(1);
    assertThat(version(first.id().toString())).isEqualTo("1");
    assertThat(version(third.id().toString())).isEqualTo("3");
    assertThat(version("versioned/versions/2")).isEqualTo("2");
    for (String none :
        new String[] {
          "versioned/versions/4",
          "versioned/versions/0",
          "versioned/versions/x",
          "versioned/versions/99999999999",
          first.id() + "/versions/2"
        }) {
      error(get("/v2/models/" + none), 404);
      error(post("/v2/models/" + none + "/infer", row("FP32", "[1,0,1]")), 404);
    }
  }

  private int outputs(String model) throws Exception {
    JsonNode shape = json(get("/v2/models/" + model), 200).get("outputs").get(0).get("shape");
    return shape.get(1).intValue();
  }

  private String version(String model) throws Exception {
    JsonNode answer = json(post("/v2/models/" + model + "/infer", row("FP32", "[1,0,1]")), 200);
    return answer.get("model_version").stringValue();
  }

  @Test
  void aNameOfAnyKindFindsItsModel() throws Exception {
    saved.binary("ä b%/\"<x>");
    String path = "/v2/models/%C3%A4%20b%25%2F%22%3Cx%3E";
    JsonNode answer = json(post(path + "/infer", row("FP64", "[1,0,1]")), 200);
    assertThat(answer.get("model_name").stringValue()).isEqualTo("ä b%/\"<x>");
  }

  @Test
  void classesAreAnsweredWithTheirProbabilities() throws Exception {
    Saved model = saved.classifier("probable");
    JsonNode answer =
        json(
            post(
                "/v2/models/probable/infer",
                """
                {
                  "id" : "42",
                  "inputs" : [
                    {
                      "name" : "input",
                      "shape" : [ 2, 3 ],
                      "datatype" : "FP64",
                      "data" : [ [ 2.5, 1, 0.25 ], [ -1, 7, 3 ] ]
                    }
                  ],
                  "outputs" : [
                    {
                      "name" : "output"
                    }
                  ]
                }
                """),
            200);
    assertThat(answer.get("id").stringValue()).isEqualTo("42");
    assertThat(answer.get("model_name").stringValue()).isEqualTo("probable");
    assertThat(answer.get("model_version").stringValue()).isEqualTo("1");
    JsonNode output = answer.get("outputs").get(0);
    assertThat(output.get("name").stringValue()).isEqualTo("output");
    assertThat(output.get("datatype").stringValue()).isEqualTo("FP32");
    assertThat(output.get("shape").toString()).isEqualTo("[2,3]");
    float[] wanted = probabilities(model, new double[] {2.5, 0.25}, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(output.get("data").get(i).floatValue()).isEqualTo(wanted[i]);
    }
    // An index that no colour has is a colour that training never saw
    wanted = probabilities(model, new double[] {-1, 3}, -1);
    for (int i = 0; i < 3; i++) {
      assertThat(output.get("data").get(3 + i).floatValue()).isEqualTo(wanted[i]);
    }
  }

  private static float[] probabilities(Saved model, double[] numbers, int colour) {
    float[] y = raw(model, numbers, colour);
    model.network().predictor(1).activateInPlace(y, 1);
    return y;
  }

  private static float[] raw(Saved model, double[] numbers, int colour) {
    float[] x = new float[4];
    model.encoding().encode(numbers, new int[] {colour}, x, 0);
    Predictor predictor = model.network().predictor(1);
    float[] y = new float[predictor.outputs()];
    predictor.predict(x, 1, y);
    return y;
  }

  @Test
  void theProbabilityOfTheSecondClassGivesBoth() throws Exception {
    Saved model = saved.binary("both");
    JsonNode data = data(post("/v2/models/both/infer", row("FP32", "[1,0,1]")));
    float p = probabilities(model, new double[] {1, 1}, 0)[0];
    assertThat(data.get(1).floatValue()).isEqualTo(p);
    assertThat(data.get(0).floatValue()).isEqualTo(1 - p);
  }

  @Test
  void aRegressionIsAnsweredInTheTargetsUnit() throws Exception {
    Saved model = saved.regression("unit");
    JsonNode data = data(post("/v2/models/unit/infer", row("INT16", "[7,1,-2]")));
    double wanted = raw(model, new double[] {7, -2}, 1)[0] * 77.25 + 152.5;
    assertThat(data.size()).isEqualTo(1);
    assertThat(data.get(0).floatValue()).isEqualTo((float) wanted);
  }

  @Test
  void imagesAreAnsweredAsTheirOnnxFileAnswers() throws Exception {
    Saved model = saved.images("pixels");
    HttpResponse<byte[]> onnx = get("/api/v1/models/" + model.id() + "/onnx");
    float[][] pixels = {{0, 255, 12, 7, 200, 91}};
    float[][] wanted =
        SavedModels.onnx(ModelProto.parseFrom(onnx.body()), model.encoding(), pixels);
    JsonNode data =
        data(
            post(
                "/v2/models/pixels/infer",
                tensor("[1,1,3,2]", "UINT8", "[[[[0,255],[12,7],[200,91]]]]")));
    for (int i = 0; i < 2; i++) {
      assertThat(data.get(i).floatValue()).isCloseTo(wanted[0][i], within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "-1", "255.5"})
  void aPixelIsAnswered400WhereItIsBeyondItsRange(String pixel) throws Exception {
    saved.images("range");
    String path = "/v2/models/range/infer";
    String shape = "[2,1,3,2]";
    String data = "[0,255,12,7,200,91,0,0,%s,0,0,0]".formatted(pixel);
    String wanted = "element 8 of /inputs/0 must be 0 to 255, is " + Double.valueOf(pixel);

    assertThat(error(post(path, tensor(shape, "FP64", data)), 400)).isEqualTo(wanted);
    String header =
        "{\"inputs\": [{\"name\": \"input\", \"shape\": %s, \"datatype\": \"FP32\","
            + " \"parameters\": {\"binary_data_size\": 48}}]}";
    byte[] bytes = floats(0, 255, 12, 7, 200, 91, 0, 0, Float.parseFloat(pixel), 0, 0, 0);
    assertThat(error(postBinary(path, header.formatted(shape), bytes), 400)).isEqualTo(wanted);
  }

  @Test
  void tensorsMayComeAndGoAsBytes() throws Exception {
    Saved model = saved.classifier("bytes");
    String header =
        "{\"id\": \"7\", \"inputs\": [{\"name\": \"input\", \"shape\": [2, 3], \"datatype\":"
            + " \"FP32\", \"parameters\": {\"binary_data_size\": 24}}], \"parameters\":"
            + " {\"binary_data_output\": true}}";
    HttpResponse<byte[]> answer =
        postBinary("/v2/models/bytes/infer", header, floats(2.5f, 1, 0.25f, 1, 0, 1));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    int length = Integer.parseInt(answer.headers().firstValue(LENGTH).orElseThrow());
    assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow())
        .isEqualTo(length + 24L);
    JsonNode json = JSON.readTree(new String(answer.body(), 0, length, StandardCharsets.UTF_8));
    assertThat(json.get("id").stringValue()).isEqualTo("7");
    JsonNode output = json.get("outputs").get(0);
    assertThat(output.get("shape").toString()).isEqualTo("[2,3]");
    assertThat(output.get("parameters").get("binary_data_size").intValue()).isEqualTo(24);
    assertThat(output.has("data")).isFalse();
    float[] got = new float[6];
    ByteBuffer.wrap(answer.body(), length, 24)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(got);
    assertThat(Arrays.copyOf(got, 3))
        .containsExactly(probabilities(model, new double[] {2.5, 0.25}, 1));
  }

  @Test
  void anOutputsOwnWishGoesBeforeTheRequests() throws Exception {
    saved.classifier("wishes");
    String header =
        "{\"inputs\": [{\"name\": \"input\", \"shape\": [1, 3], \"datatype\": \"FP32\","
            + " \"parameters\": {\"binary_data_size\": 12}}], \"outputs\": [{\"name\": \"output\","
            + " \"parameters\": {\"binary_data\": false}}],"
            + " \"parameters\": {\"binary_data_output\": true}}";
    HttpResponse<byte[]> answer = postBinary("/v2/models/wishes/infer", header, floats(1, 0, 1));
    assertThat(data(answer).size()).isEqualTo(3);
  }

  @Test
  void aRequestWithoutContentTypeIsRead() throws Exception {
    saved.classifier("typeless");
    HttpResponse<byte[]> answer =
        HTTP.send(
            request("/v2/models/typeless/infer")
                .POST(BodyPublishers.ofString(row("FP32", "[1,0,1]")))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(data(answer).size()).isEqualTo(3);
  }

  @Test
  void manyRowsGiveTheBitsOfSingleOnes() throws Exception {
    saved.classifier("many");
    StringBuilder rows = new StringBuilder("[");
    for (int i = 0; i < 200; i++) {
      rows.append(i == 0 ? "" : ",").append("[%d.5,%d,%d]".formatted(i, i % 2, -i));
    }
    JsonNode all =
        data(post("/v2/models/many/infer", tensor("[200,3]", "FP64", rows.append("]").toString())));
    for (int i : new int[] {0, 63, 64, 199}) {
      String row = "[%d.5,%d,%d]".formatted(i, i % 2, -i);
      JsonNode one = data(post("/v2/models/many/infer", row("FP64", row)));
      for (int k = 0; k < 3; k++) {
        assertThat(all.get(3 * i + k).floatValue()).isEqualTo(one.get(k).floatValue());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,4] | FP32 | [1,0,1,1]",
        "[3]   | FP32 | [1,0,1]",
        "[1,3] | BF16 | [1,0,1]",
        "[1,3] | BOOL | [true,false,true]",
        "[1,3] | FP32 | [1,0]",
        "[1,3] | FP32 | [1,0,NaN]",
        "[1,3] | FP32 | [1,0,'x']",
        "[1,3] | FP32 | [1,0,1e39]",
        "[0,3] | FP32 | []",
        "[1000000,3] | FP32 | [1,0,1]",
        "[4611686018427387904,3] | FP32 | [1]"
      })
  void aBadTensorIsRefusedInTheProtocolsForm(String shape, String type, String data)
      throws Exception {
    saved.classifier("refusing");
    error(post("/v2/models/refusing/infer", tensor(shape, type, data.replace('\'', '"'))), 400);
  }

  @Test
  void aRefusalNamesEveryProblem() throws Exception {
    saved.classifier("naming");
    String error =
        error(post("/v2/models/naming/infer", "{\"inputs\":[{\"nam\":\"input\"}],\"x\":1}"), 400);
    assertThat(error)
        .contains("/inputs/0/name: is missing", "/inputs/0/shape", "/inputs/0/nam: unknown field")
        .contains("/x: unknown field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"inputs\":[],\"inputs\":[]}"})
  void whatIsNoRequestIsRefused(String body) throws Exception {
    saved.classifier("strict");
    error(post("/v2/models/strict/infer", body), 400);
  }

  @Test
  void lengthsThatLieAreRefused() throws Exception {
    saved.classifier("lying");
    String header =
        "{\"inputs\": [{\"name\": \"input\", \"shape\": [1, 3], \"datatype\": \"FP32\","
            + " \"parameters\": {\"binary_data_size\": %d}}]}";
    String path = "/v2/models/lying/infer";
    error(postBinary(path, header.formatted(12), floats(1, 0)), 400);
    error(postBinary(path, header.formatted(12), floats(1, 0, 1, 1)), 400);
    error(postBinary(path, header.formatted(8), floats(1, 0, 1)), 400);
    error(postBinary(path, header.formatted(12), floats(1, 0, Float.POSITIVE_INFINITY)), 400);
    for (String length : new String[] {"0", "5", "100000", "-1", "x", "", "99999999999999999999"}) {
      error(post(path, row("FP32", "[1,0,1]"), LENGTH, length), 400);
    }
  }

  @Test
  void anAnswerThatIsNotFiniteIsNoAnswer() throws Exception {
    saved.regression("huge");
    String error = error(post("/v2/models/huge/infer", row("FP64", "[-3e38,0,3e38]")), 400);
    assertThat(error).contains("row 0");
  }

  @Test
  void whatIsUnknownIsNotFound() throws Exception {
    String body = row("FP32", "[1,0,1]");
    for (String model : new String[] {"nobody", new UUID(1, 2).toString(), "%00", "a;b"}) {
      error(get("/v2/models/" + model), 404);
      error(get("/v2/models/" + model + "/ready"), 404);
      error(post("/v2/models/" + model + "/infer", body), 404);
    }
    error(get("/v2/nothing"), 404);
    error(get("/v2/health"), 404);
  }

  @Test
  void otherRefusalsHaveTheProtocolsFormToo() throws Exception {
    saved.classifier("manners");
    String path = "/v2/models/manners/infer";
    HttpResponse<byte[]> wrongVerb = get(path);
    error(wrongVerb, 405);
    assertThat(wrongVerb.headers().firstValue("Allow")).contains("POST");
    error(post(path, row("FP32", "[1,0,1]"), "Content-Type", "text/plain"), 415);
    error(post(path, row("FP32", "[1,0,1]"), "Content-Encoding", "br"), 415);
    error(post(path, row("FP32", "[1,0,1]"), "Accept", "text/html"), 406);
    error(get("/v2?x=1"), 400);
    error(post(path, "\"" + "x".repeat(33 << 20) + "\""), 413);
  }

  @Test
  void aDeletedModelIsNotFoundAgain() throws Exception {
    Saved model = saved.classifier("deleted by protocol");
    String path = "/v2/models/" + model.id();
    assertThat(get(path).statusCode()).isEqualTo(200);
    HTTP.send(request("/api/v1/models/" + model.id()).DELETE().build(), BodyHandlers.ofByteArray());
    error(get(path), 404);
    error(post(path + "/infer", row("FP32", "[1,0,1]")), 404);
  }

  private static String row(String type, String data) {
    return tensor("[1,3]", type, data);
  }

  private static String tensor(String shape, String type, String data) {
    return "{\"inputs\":[{\"name\":\"input\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(shape, type, data);
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static JsonNode json(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    return JSON.readTree(answer.body());
  }

  private static JsonNode data(HttpResponse<byte[]> answer) {
    return json(answer, 200).get("outputs").get(0).get("data");
  }

  private static String error(HttpResponse<byte[]> answer, int status) {
    JsonNode json = json(answer, status);
    assertThat(json.size()).isEqualTo(1);
    return json.get("error").stringValue();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return HTTP.send(
        request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> postBinary(String path, String header, byte[] data)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(data);
    return HTTP.send(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .header(LENGTH, Integer.toString(header.length()))
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        BodyHandlers.ofByteArray());
  }
}
