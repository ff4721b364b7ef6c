package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What tensors of the protocol may be, whole or one a column. */
@ServiceTest
class ColumnTensorsTest {

  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 8}, {"type": "tanh"},
         {"type": "affine", "out": %d}], "loss": "%s"},
       "training": {"epochs": 5, "batch_size": 16, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}}}\
      """;
  private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  @Test
  void whatFloatsCannotCarryIsRefusedAsFloats() {
    StringBuilder table = new StringBuilder("when,y\n");
    for (int i = 0; i < 20; i++) {
      table.append(1_700_000_000 + i).append(i < 10 ? ",early\n" : ",late\n");
    }
    String dataset = service.upload(table.toString(), "name=fine");
    String model = service.model(JOB.formatted(dataset, 2, "softmax_ce"));
    String body =
        "{\"inputs\": [{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"%s\","
            + " \"data\": [1700000001, 1700000015]}]}";
    String path = "/v2/models/" + model + "/infer";
    for (String name : List.of("input", "when")) {
      String shape = name.equals("input") ? "[2, 1]" : "[2]";
      assertThat(service.post(path, body.formatted(name, shape, "FP32")).expect(400).text())
          .contains("when", "FP64");
      service.post(path, body.formatted(name, shape, "FP64")).expect(200);
      service.post(path, body.formatted(name, shape, "INT64")).expect(200);
    }
    JsonNode report = service.get("/api/v1/models/" + model + "/onnx?report=true").json();
    assertThat(report.at("/input/datatype").stringValue()).isEqualTo("FP64");
    assertThat(report.at("/metadata/precision").stringValue()).startsWith("when: ");
    assertThat(service.get("/api/v1/models/" + model + "/card").text()).contains("when: float32");
  }

  @Test
  void tensorsOfColumnsAreTakenByName() {
    String dataset = service.upload(TABLE, "name=columns&ignore=n");
    String model = service.model(JOB.formatted(dataset, 2, "softmax_ce"));
    String path = "/v2/models/" + model + "/infer";
    String colours = column("colour", "[3, 1]", "BYTES", "[[\"RED\"], \"green\", null]");
    String sizes = column("size", "[3]", "FP64", "[0.2, null, 1]");
    String target = column("y", "[3]", "BYTES", "[\"a\", \"b\", \"c\"]");
    JsonNode answer =
        service.post(path, "{\"inputs\": [%s, %s, %s]}".formatted(colours, sizes, target)).json();
    assertThat(answer.at("/outputs/0/shape").toString()).isEqualTo("[3,2]");
    assertThat(answer.at("/parameters/warnings").size()).isEqualTo(1);
    assertThat(answer.at("/parameters/warnings/0/pointer").stringValue())
        .isEqualTo("/inputs/0/data/1");
    assertThat(answer.at("/parameters/warnings/0/columns").toString()).isEqualTo("[\"colour\"]");
    assertThat(answer.at("/parameters/warnings/0/advice").isString()).isTrue();
    JsonNode predicted =
        service
            .post(
                "/api/v1/models/" + model + "/predictions",
                "{\"instances\": [[\"red\", 0.2], [null, null], [null, 1]]}")
            .json();
    for (int row = 0; row < 3; row++) {
      assertThat(answer.at("/outputs/0/data/" + 2 * row).floatValue())
          .isEqualTo(predicted.at("/predictions/" + row + "/probabilities/a").floatValue());
    }
    refused(path, colours, column("shoe", "[3]", "FP32", "[1, 2, 3]"), "shoe");
    refused(path, colours, colours, "twice");
    refused(path, colours, column("size", "[2]", "FP32", "[1, 2]"), "shape");
    refused(path, target, target.replace("\"y\"", "\"n\""), "none of the model's columns");
  }

  @Test
  void indexesThatAreNoCategoryAreToldWhereTheyStand() {
    String dataset = service.upload(TABLE, "name=indexes&ignore=n");
    String path = "/v2/models/" + service.model(JOB.formatted(dataset, 2, "softmax_ce")) + "/infer";
    String flat = column("input", "[2, 2]", "FP32", "[1, 0.2, 7, 0.2]");
    String nested = column("input", "[2, 2]", "FP32", "[[5, 0.2], [7, 0.2]]");
    JsonNode one = warnings(path, flat);
    assertThat(one.at("/0/pointer").stringValue()).isEqualTo("/inputs/0/data/2");
    JsonNode two = warnings(path, nested);
    assertThat(two.size()).isEqualTo(1);
    assertThat(two.at("/0/pointer").stringValue()).isEqualTo("/inputs/0/data/0/0");
    assertThat(two.at("/0/detail").stringValue())
        .isEqualTo(
            "unknown categories: number 5 of colour (/inputs/0/data/0/0);"
                + " number 7 of colour (/inputs/0/data/1/0)");
  }

  private JsonNode warnings(String path, String input) {
    String body = "{\"inputs\": [%s]}".formatted(input);
    return service.post(path, body).expect(200).json().at("/parameters/warnings");
  }

  @Test
  void booleansAreTheCategoriesThatMeanThem() {
    String table = "member,paid,size,y\nTrue,yes,1,a\nFalse,no,2,b\nTrue,no,3,a\n";
    String model =
        service.model(JOB.formatted(service.upload(table, "name=truths"), 2, "softmax_ce"));
    String path = "/v2/models/" + model + "/infer";
    String member = column("member", "[3]", "BOOL", "[true, false, null]");
    String paid = column("paid", "[3, 1]", "BOOL", "[[false], [true], [true]]");
    String size = column("size", "[3]", "INT8", "[1, 2, 3]");
    String target = column("y", "[3]", "BOOL", "[true, true, true]");
    JsonNode answer =
        service
            .post(path, "{\"inputs\": [%s, %s, %s, %s]}".formatted(member, paid, size, target))
            .expect(200)
            .json();
    assertThat(answer.has("parameters")).isFalse();
    String words = column("member", "[3]", "BYTES", "[\"True\", \"False\", null]");
    String also = column("paid", "[3]", "BYTES", "[\"no\", \"yes\", \"yes\"]");
    assertThat(answer.at("/outputs/0/data"))
        .isEqualTo(
            service
                .post(path, "{\"inputs\": [%s, %s, %s]}".formatted(words, also, size))
                .json()
                .at("/outputs/0/data"));
    refused(
        path,
        column("size", "[1]", "BOOL", "[true]"),
        column("paid", "[1]", "BOOL", "[true]"),
        "/inputs/0/datatype");
    refused(
        path,
        column("member", "[1]", "BOOL", "[1]"),
        column("paid", "[1]", "BOOL", "[true]"),
        "/inputs/0/data/0");
    refused(
        path,
        column("member", "[1]", "INT8", "[true]"),
        column("paid", "[1]", "BOOL", "[true]"),
        "/inputs/0/data/0");
    String whole = column("input", "[1, 3]", "BOOL", "[true, true, true]");
    assertThat(service.post(path, "{\"inputs\": [%s]}".formatted(whole)).expect(400).text())
        .contains("/inputs/0/datatype");
    assertThat(
            binary(path, "member", (byte) 1, (byte) 0, (byte) 1)
                .expect(200)
                .json()
                .at("/outputs/0/data"))
        .isEqualTo(
            service
                .post(
                    path,
                    "{\"inputs\": [%s]}"
                        .formatted(column("member", "[3]", "BOOL", "[true, false, true]")))
                .json()
                .at("/outputs/0/data"));
    binary(path, "member", (byte) 2, (byte) 0, (byte) 1).expect(400);
  }

  private ServiceClient.Answer binary(String path, String name, byte... values) {
    byte[] header =
        "{\"inputs\": [{\"name\": \"%s\", \"shape\": [%d], \"datatype\": \"BOOL\", \"parameters\": {\"binary_data_size\": %d}}]}"
            .formatted(name, values.length, values.length)
            .getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(header.length + values.length).put(header).put(values).array();
    String length = Integer.toString(header.length);
    return service.send("POST", path, "application/octet-stream", whole, HEADER_LENGTH, length);
  }

  private static final String TABLE = "n,colour,size,y\n1,red,0.1,a\n2,blue,0.2,b\n3,red,1,a\n";

  private static String column(String name, String shape, String type, String data) {
    return "{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"%s\", \"data\": %s}"
        .formatted(name, shape, type, data);
  }

  private void refused(String path, String first, String second, String why) {
    ServiceClient.Answer answer =
        service.post(path, "{\"inputs\": [%s, %s]}".formatted(first, second)).expect(400);
    assertThat(answer.text()).contains(why);
  }

  @Test
  void shortFloatsAndMissingNumbersComeAsBytesCompressed() throws IOException {
    String dataset = service.upload("x,y\n1,a\n2,b\n3,a\n", "name=halves");
    String model = service.model(JOB.formatted(dataset, 2, "softmax_ce"));
    String path = "/v2/models/" + model + "/infer";
    String header =
        "{\"inputs\": [{\"name\": \"input\", \"shape\": [2, 1], \"datatype\": \"FP16\","
            + " \"parameters\": {\"binary_data_size\": 4}}]}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(json.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json)
            .putShort(Float.floatToFloat16(1.5f))
            .putShort(Float.floatToFloat16(Float.NaN))
            .array();
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(zipped)) {
      gzip.write(whole);
    }
    JsonNode answer =
        service
            .send(
                "POST",
                path,
                "application/octet-stream",
                zipped.toByteArray(),
                HEADER_LENGTH,
                Integer.toString(json.length),
                "Content-Encoding",
                "gzip")
            .expect(200)
            .json();
    JsonNode same =
        service
            .post(
                path,
                "{\"inputs\": [%s]}".formatted(column("input", "[2, 1]", "FP32", "[1.5, null]")))
            .expect(200)
            .json();
    assertThat(answer.at("/outputs/0/data")).isEqualTo(same.at("/outputs/0/data"));
  }
}
