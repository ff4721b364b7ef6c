package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import io.descent.web.Spelling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of a model: its signature, its threshold, how it did on other data. */
@ServiceTest
class ModelJudgementTest {

  static final String TABLE =
      """
      age,colour,member,y
      1,red,True,no
      2,red,False,no
      3,blue,True,no
      4,blue,False,yes
      5,red,True,yes
      6,blue,False,yes
      """;
  private static final String JOB =
      """
      {"dataset_id": "%s",
       "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"},
       "training": {"epochs": 3, "batch_size": 6, "seed": 1,
         "split": {"train": 1, "validation": 0, "test": 0}}}\
      """;

  @LocalServerPort private int port;
  private ServiceClient service;

  @BeforeEach
  void connect() {
    service = new ServiceClient(port);
  }

  @Test
  void aModelSaysWhatItTakesAlsoWhenItsDataAreGone() {
    String dataset = service.upload(TABLE, "name=signed&ignore=member");
    String model = "/api/v1/models/" + service.model(JOB.formatted(dataset));
    service.delete("/api/v1/datasets/" + dataset).expect(204);

    String columns =
        "[{\"name\":\"age\",\"kind\":\"numeric\",\"mean\":3.5,\"min\":1.0,\"max\":6.0},"
            + "{\"name\":\"colour\",\"kind\":\"categorical\",\"categories\":[\"blue\",\"red\"]}]";
    JsonNode shown = service.get(model).expect(200).json();
    assertThat(shown.path("columns").toString()).isEqualTo(columns);
    assertThat(shown.path("target").stringValue()).isEqualTo("y");
    assertThat(shown.path("threshold").isNull()).isTrue();
    assertThat(service.get(model + "/card").json().at("/model/columns").toString())
        .isEqualTo(columns);
    JsonNode item = service.get("/api/v1/models?limit=1").json().at("/items/0");
    assertThat(item.has("columns")).isFalse();
    assertThat(item.path("target").stringValue()).isEqualTo("y");
  }

  @Test
  void aModelIsHeldAgainstSimplerAnswersAndRowsThatLeak() {
    String dataset = service.upload(TABLE + "6,blue,False,yes\n".repeat(6), "name=simpler");
    String split = "\"split\": {\"train\": 0.5, \"validation\": 0.25, \"test\": 0.25}";
    String job = JOB.formatted(dataset).replaceFirst("\"split\": \\{[^}]*}", split);
    String model = "/api/v1/models/" + service.model(job);

    JsonNode metrics = service.get(model).expect(200).json().path("metrics");
    assertThat(metrics.at("/baseline/constant/train/accuracy").doubleValue()).isBetween(0.5, 1.0);
    assertThat(metrics.at("/baseline/linear/test/loss").isNull()).isTrue();
    assertThat(metrics.at("/baseline/linear/test/accuracy").isNumber()).isTrue();
    assertThat(metrics.at("/baseline/constant/test").has("confusion_matrix")).isFalse();
    assertThat(metrics.at("/leakage/test_rows_in_train").longValue()).isPositive();
    assertThat(metrics.at("/leakage/validation_rows_in_train").longValue()).isPositive();
  }

  @Test
  void aJobNoBetterThanTheConstantAnswerSucceedsAndSaysSo() {
    // Three of twelve are "no", which outputs of zero answer
    String dataset = service.upload(TABLE + "6,blue,False,yes\n".repeat(6), "name=nothing");
    String job =
        JOB.formatted(dataset)
            .replace(
                "\"seed\": 1", "\"seed\": 1, \"optimizer\": {\"type\": \"sgd\", \"lr\": 1e-60}")
            .replace("\"out\": 2", "\"out\": 2, \"init\": \"zeros\"");
    JsonNode model = service.get("/api/v1/models/" + service.model(job)).expect(200).json();

    assertThat(model.at("/metrics/baseline/constant/train/accuracy").doubleValue()).isEqualTo(0.75);
    assertThat(model.at("/metrics/train/accuracy").doubleValue()).isEqualTo(0.25);
    JsonNode ended =
        service.get("/api/v1/jobs/" + model.path("job_id").stringValue()).expect(200).json();
    assertThat(ended.path("status").stringValue()).isEqualTo("succeeded");
    assertThat(ended.path("warnings").toString()).contains("\"no_better_than_constant\"");
  }

  @Test
  void aThresholdDecidesWhichOfTwoClassesIsAnsweredAndChangesTheTag() {
    String dataset = service.upload(TABLE, "name=thresholds");
    String model = "/api/v1/models/" + service.model(JOB.formatted(dataset));
    String tag = service.get(model).http().headers().firstValue("ETag").orElseThrow();
    assertThat(service.get(model, "If-None-Match", tag).status()).isEqualTo(304);

    assertThat(service.patch(model, "{\"threshold\": 0}").expect(200).json().path("threshold"))
        .hasToString("0.0");
    assertThat(service.get(model, "If-None-Match", tag).status()).isEqualTo(200);
    JsonNode always = evaluate(model, "{\"dataset_id\": \"%s\"}".formatted(dataset));
    assertThat(always.path("confusion_matrix").toString()).isEqualTo("[[0,3],[0,3]]");
    assertThat(always.path("threshold").doubleValue()).isZero();
    JsonNode never =
        evaluate(model, "{\"dataset_id\": \"%s\", \"threshold\": 1}".formatted(dataset));
    assertThat(never.path("confusion_matrix").toString()).isEqualTo("[[3,0],[3,0]]");
    assertThat(never.path("curve").size()).isBetween(3, 101);

    assertThat(service.patch(model, "{}").expect(200).json().path("threshold").isNull()).isFalse();
    JsonNode reset = service.patch(model, "{\"threshold\": null}").expect(200).json();
    assertThat(reset.path("threshold").isNull()).isTrue();
    refused(service.patch(model, "{\"threshold\": 2}"), 422, "/threshold");
    refused(service.patch(model, "{\"threshold\": \"0.5\"}"), 400, "/threshold");
    refused(service.patch(model, "{\"treshold\": 0.5}"), 400, "/treshold");
    service.patch("/api/v1/models/" + new java.util.UUID(7, 7), "{}").expect(404);
  }

  @Test
  void aThresholdIsForProbabilitiesOfTwoClasses() {
    String dataset = service.upload(TABLE, "name=scores");
    String model =
        "/api/v1/models/" + service.model(JOB.formatted(dataset).replace("softmax_ce", "mse"));
    refused(service.patch(model, "{\"threshold\": 0.5}"), 422, "/threshold");
    String asked = "{\"dataset_id\": \"%s\", \"threshold\": 0.5}".formatted(dataset);
    refused(service.post(model + "/evaluations", asked), 422, "/threshold");
    refused(
        service.post(model + "/evaluations", asked.replace(dataset, new UUID(7, 7).toString())),
        422,
        "/threshold");
    JsonNode measured = evaluate(model, "{\"dataset_id\": \"%s\"}".formatted(dataset));
    assertThat(measured.path("log_loss").isNull()).isTrue();
    assertThat(measured.path("brier").isNull()).isTrue();
    assertThat(measured.path("roc_auc").isNumber()).isTrue();
    assertThat(measured.has("curve")).isFalse();
  }

  @Test
  void otherDataOfUnknownCategoriesAreMeasuredAndSaySo() {
    String model =
        "/api/v1/models/" + service.model(JOB.formatted(service.upload(TABLE, "name=known")));
    String other =
        service.upload(
            TABLE.replace("3,blue", "3,mauve").replace("4,blue", "4,pink"), "name=other");
    String asked = "{\"dataset_id\": \"%s\"}".formatted(other);
    JsonNode told = evaluate(model, asked);
    assertThat(told.path("warnings").size()).isEqualTo(1);
    assertThat(told.at("/warnings/0/code").stringValue()).isEqualTo("unknown_category");
    assertThat(told.at("/warnings/0/columns").toString()).isEqualTo("[\"colour\"]");
    assertThat(told.at("/warnings/0/detail").stringValue()).contains("mauve", "pink");
    String kept = model + "/evaluations/" + told.path("id").stringValue();
    assertThat(service.get(kept).json().path("warnings")).isEqualTo(told.path("warnings"));
    JsonNode importance = service.post(model + "/importance", asked).expect(200).json();
    assertThat(importance.path("warnings")).isEqualTo(told.path("warnings"));
    String same = "{\"dataset_id\": \"%s\"}".formatted(service.upload(TABLE, "name=same"));
    assertThat(evaluate(model, same).has("warnings")).isFalse();
  }

  /** By chance its validation loss is below the constant answer's, and still it learnt nothing. */
  @Test
  void aJobThatLearntNothingSaysSoInItsWarningsToo() {
    StringBuilder table = new StringBuilder("age,colour,y\n");
    for (int i = 0; i < 80; i++) {
      table.append(20 + i % 40).append(".5,").append(List.of("red", "Blue", "green").get(i % 3));
      table.append(i % 7 < 3 ? ",yes\n" : ",no\n");
    }
    String layers =
        "{\"type\": \"affine\", \"out\": 4}, {\"type\": \"relu\"}, {\"type\": \"affine\"";
    String job =
        JOB.formatted(service.upload(table.toString(), "name=chance"))
            .replace("{\"type\": \"affine\"", layers)
            .replace("\"epochs\": 3, \"batch_size\": 6", "\"epochs\": 5, \"batch_size\": 16")
            .replace(
                "1, \"validation\": 0, \"test\": 0", "0.6, \"validation\": 0.2, \"test\": 0.2");
    JsonNode ended = service.trained(job);
    assertThat(ended.at("/diagnosis/verdict").stringValue()).isEqualTo("learnt_nothing");
    assertThat(ended.path("warnings").size()).isEqualTo(1);
    assertThat(ended.at("/warnings/0/code").stringValue()).isEqualTo("no_better_than_constant");
    assertThat(ended.at("/warnings/0/detail")).isEqualTo(ended.at("/diagnosis/summary"));
  }

  @Test
  void otherColumnsAreRefusedByName() {
    String model =
        "/api/v1/models/" + service.model(JOB.formatted(service.upload(TABLE, "name=own")));
    String asked = "{\"dataset_id\": \"%s\"}";
    String less = service.upload("age,y\n1,no\n2,yes\n", "name=less");
    refused(service.post(model + "/evaluations", asked.formatted(less)), 422, "/dataset_id");
    assertThat(service.post(model + "/evaluations", asked.formatted(less)).text())
        .contains("has one column, and the model takes 3; it has no categorical column colour");
    String more =
        service.upload(
            TABLE
                .replace(",member,y", ",member,z,y")
                .replace(",no", ",1.5,no")
                .replace(",yes", ",2.5,yes"),
            "name=more");
    assertThat(service.post(model + "/evaluations", asked.formatted(more)).expect(422).text())
        .contains("the model does not know z: leave it out by ignore");
  }

  @Test
  void theCardOfImagesReadsAsWhatTheyAre() {
    String dataset =
        service.uploadField("digits-pixels.csv", "name=pixels&target=label&image=1,8,8");
    String job =
        JOB.formatted(dataset)
            .replace("\"out\": 2", "\"out\": 10")
            .replace(
                "\"seed\": 1", "\"seed\": 1, \"class_weights\": \"balanced\", \"clip_norm\": 5")
            .replace("\"train\": 1, \"validation\": 0", "\"train\": 0.5, \"validation\": 0.25")
            .replace("\"test\": 0}", "\"test\": 0.25}");
    JsonNode model = service.get("/api/v1/models/" + service.model(job)).expect(200).json();
    String path = "/api/v1/models/" + model.path("id").stringValue() + "/card";
    String card = service.get(path, "Accept", "text/markdown").expect(200).text();
    assertThat(card)
        .contains("from images of 8 × 8 pixels: a network of 650 parameters, trained on")
        .contains(" images. It was made on ")
        .contains("- epochs: 3\n")
        .contains("- class weights: balanced\n")
        .contains("- clip norm: 5")
        .contains("- inputs: pixels divided by 255\n");
    JsonNode test = model.at("/metrics/test");
    double least =
        test.path("per_class")
            .valueStream()
            .filter(it -> it.path("rows").intValue() > 0)
            .mapToDouble(it -> it.path("recall").doubleValue())
            .min()
            .orElseThrow();
    assertThat(card)
        .contains("It finds \"")
        .contains("least often, " + Spelling.number(100 * least, 3) + " %");
    int most = 0;
    for (int is = 0; is < 10; is++) {
      for (int as = 0; as < 10; as++) {
        int rows = test.path("confusion_matrix").get(is).get(as).intValue();
        most = as == is ? most : Math.max(most, rows);
      }
    }
    assertThat(card.contains("Most often it takes ")).isEqualTo(most > 1);
    assertThat(card.contains(": " + most + " rows.")).isEqualTo(most > 1);
  }

  @Test
  void evaluationsAreKeptShownInTheCardAndGoWithTheModel() {
    String dataset = service.upload(TABLE, "name=kept");
    String model = "/api/v1/models/" + service.model(JOB.formatted(dataset));
    String asked = "{\"dataset_id\": \"%s\"}".formatted(dataset);
    ServiceClient.Answer first = service.post(model + "/evaluations", asked).expect(201);
    String place = first.http().headers().firstValue("Location").orElseThrow();
    JsonNode second = evaluate(model, asked);

    assertThat(service.get(place).expect(200).json()).isEqualTo(first.json());
    JsonNode page = service.get(model + "/evaluations?limit=1").expect(200).json();
    assertThat(page.at("/items/0/id")).isEqualTo(second.path("id"));
    assertThat(page.at("/items/0").has("confusion_matrix")).isFalse();
    JsonNode rest =
        service
            .get(model + "/evaluations?limit=1&cursor=" + page.path("next_cursor").stringValue())
            .json();
    assertThat(rest.at("/items/0/id")).isEqualTo(first.json().path("id"));
    assertThat(rest.path("next_cursor").isNull()).isTrue();
    assertThat(service.get(model + "/card").json().path("evaluations").size()).isEqualTo(2);
    assertThat(service.get(model + "/card", "Accept", "text/markdown").text())
        .contains("- target: y\n", "- colour: categorical: blue, red\n")
        .contains("; the rows it was trained on are among them, and flatter it\n")
        .contains("- age: numeric, from 1 to 6\n", "on 6 rows of data set kept, " + dataset);
    service.delete(model).expect(204);
    service.get(place).expect(404);
    service.get(model + "/evaluations").expect(404);
  }

  @Test
  void theSameKeyMeasuresAModelOnce() {
    String dataset = service.upload(TABLE, "name=measured-once");
    String model = "/api/v1/models/" + service.model(JOB.formatted(dataset));
    String asked = "{\"dataset_id\": \"%s\"}".formatted(dataset);
    String[] key = {"Idempotency-Key", "measure-1"};
    ServiceClient.Answer first = service.post(model + "/evaluations", asked, key).expect(201);
    ServiceClient.Answer again = service.post(model + "/evaluations", asked, key).expect(201);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.http().headers().firstValue("Location"))
        .isEqualTo(first.http().headers().firstValue("Location"));
    assertThat(service.get(model + "/evaluations").json().path("items").size()).isEqualTo(1);
    service.post(model + "/evaluations", asked + " ", key).expect(422);
    String other = "/api/v1/models/" + service.model(JOB.formatted(dataset));
    service.post(other + "/evaluations", asked, key).expect(422);
  }

  /** Names and tensors in the order of another library. */
  @Test
  void aFileThatWasSavedAgainIsTheSameModel() throws IOException {
    JsonNode ours = imported("model").expect(201).json();
    JsonNode again = imported("resaved").expect(201).json();
    assertThat(again.path("weights_sha256")).isEqualTo(ours.path("weights_sha256"));
    byte[] first = weights(ours);
    assertThat(weights(again)).isEqualTo(first);
  }

  @Test
  void otherWeightsUnderOurDigestAreNamed() throws IOException {
    byte[] file = file("resaved");
    file[file.length - 3] ^= 1;
    ServiceClient.Answer refusal =
        service.send("POST", "/api/v1/models", "application/octet-stream", file).expect(422);
    assertThat(refusal.text()).contains("weights_sha256");
  }

  private byte[] weights(JsonNode model) {
    String id = model.path("id").stringValue();
    return service.get("/api/v1/models/" + id + "/weights").expect(200).http().body();
  }

  private ServiceClient.Answer imported(String name) throws IOException {
    return service.send("POST", "/api/v1/models", "application/octet-stream", file(name));
  }

  private static byte[] file(String name) throws IOException {
    return resource("/models/" + name + ".safetensors");
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = ModelJudgementTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  /** One tensor a column, as a server of data frames takes them; and a plain one, compressed. */
  @Test
  void tensorsOfOtherServersClientsAreAnswered() throws IOException {
    String id = imported("resaved").expect(201).json().path("id").stringValue();
    String infer = "/v2/models/" + id + "/infer";
    String columns = new String(resource("/field/mixed-columns.json"), StandardCharsets.UTF_8);
    JsonNode mixed = service.post(infer, columns).expect(200).json();
    assertThat(mixed.at("/outputs/0/shape")).hasToString("[2,2]");
    assertSame(mixed, id, "[[\"red\", 0.2, \"A\"], [\"green\", 0.2, \"B\"]]");
    JsonNode missing = service.post(infer, columns.replace("0.2]", "null]")).expect(200).json();
    assertSame(missing, id, "[[\"red\", 0.2, \"A\"], [\"green\", null, \"B\"]]");

    byte[] plain = resource("/field/compressed-infer.json");
    JsonNode packed = sent(infer, gzip(plain), "gzip").expect(200).json();
    assertSame(packed, id, "[[\"red\", 0.2, \"A\"], [\"green\", 0.2, \"B\"]]");
  }

  private void assertSame(JsonNode tensors, String model, String instances) {
    JsonNode predictions =
        service
            .post("/api/v1/models/" + model + "/predictions", "{\"instances\": " + instances + "}")
            .expect(200)
            .json()
            .path("predictions");
    for (int row = 0; row < predictions.size(); row++) {
      assertThat(tensors.at("/outputs/0/data/" + (2 * row + 1)).floatValue())
          .isEqualTo(predictions.get(row).at("/probabilities/yes").floatValue());
    }
  }

  @Test
  void bodiesMayBeCompressed() throws IOException {
    byte[] json = "{\"epochs\": 1}".getBytes(StandardCharsets.UTF_8);
    String check = "{\"model\": {}, \"training\": %s}".formatted(new String(json));
    byte[] body = check.getBytes(StandardCharsets.UTF_8);
    String path = "/api/v1/specs/check";
    JsonNode plain = service.post(path, check).expect(200).json();
    assertThat(sent(path, gzip(body), "gzip").expect(200).json()).isEqualTo(plain);
    assertThat(sent(path, deflate(body), "deflate").expect(200).json()).isEqualTo(plain);
    sent(path, body, "gzip").expect(400);
    sent(path, body, "br").expect(415);
    byte[] table = gzip(TABLE.getBytes(StandardCharsets.UTF_8));
    service
        .send("POST", "/api/v1/datasets", "text/csv", table, "Content-Encoding", "gzip")
        .expect(201);
    byte[] bomb = gzip(" ".repeat(40 << 20).getBytes(StandardCharsets.UTF_8));
    sent(path, bomb, "gzip").expect(413);
  }

  private ServiceClient.Answer sent(String path, byte[] body, String encoding) {
    return service.send("POST", path, "application/json", body, "Content-Encoding", encoding);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(out)) {
      deflate.write(bytes);
    }
    return out.toByteArray();
  }

  private JsonNode evaluate(String model, String request) {
    return service.post(model + "/evaluations", request).expect(201).json();
  }

  private static void refused(ServiceClient.Answer answer, int status, String pointer) {
    JsonNode problem = answer.expect(status).json();
    assertThat(problem).isInstanceOf(ObjectNode.class);
    assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
  }
}
