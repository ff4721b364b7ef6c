package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.descent.ServiceTest;
import io.descent.dataset.Datasets;
import io.descent.dataset.Encoding;
import io.descent.engine.Initializer;
import io.descent.engine.LayerSpec;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.model.safetensors.TensorHeadReader;
import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.IdempotencyKey;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RawHttp;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import io.descent.web.StrictJson;
import io.descent.web.UuidV7;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model as a file and back, its card, and its measure on other data. */
@ServiceTest
class ModelTravelTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SPEC =
      """
      {"input_shape": [4], "layers": [{"type": "affine", "out": 3}, {"type": "batchnorm1d"},
       {"type": "affine", "out": 2}], "loss": "softmax_ce"}
      """;

  /** Affine 4 × 3 and 3, gamma and beta of 3, affine 3 × 2 and 2; running mean and variance. */
  private static final int VALUES = 12 + 3 + 3 + 3 + 6 + 2 + 3 + 3;

  @LocalServerPort int port;
  @Autowired MockMvcTester mvc;
  @Autowired Models models;
  @Autowired ModelStore catalog;
  @Autowired ModelFiles files;
  @Autowired ModelImport imports;
  @Autowired Datasets datasets;
  @Autowired Blobs blobs;
  @Autowired RequestMemory memory;
  @Autowired UuidV7 uuids;
  @Autowired TransactionTemplate transaction;

  @Test
  void aFileThatIsAnnouncedAsTooLargeIsRefusedBeforeItIsSent() throws IOException {
    RawHttp.Answer refused =
        RawHttp.exchange(
            port,
            "POST /api/v1/models HTTP/1.1\r\nHost: localhost:"
                + port
                + "\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000000000\r\n"
                + "Expect: 100-continue\r\n\r\n");

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.body()).contains("/problems/too-large");
  }

  @Test
  void theFileFollowsTheRulesOfItsHeader() throws IOException {
    byte[] file = file(publish("<b>|travels"));

    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    JsonNode head = JSON.readTree(Arrays.copyOfRange(file, 8, 8 + length));
    assertThat(List.copyOf(head.propertyNames()))
        .containsExactly(
            "__metadata__",
            "0.W",
            "0.b",
            "1.gamma",
            "1.beta",
            "2.W",
            "2.b",
            "1.running_mean",
            "1.running_var");
    assertThat(head.get("0.W"))
        .hasToString("{\"dtype\":\"F32\",\"shape\":[4,3],\"data_offsets\":[0,48]}");
    assertThat(head.at("/1.running_var/data_offsets/1").intValue()).isEqualTo(4 * VALUES);
    assertThat(file).hasSize(8 + length + 4 * VALUES);
    assertThat(head.at("/__metadata__/classes").stringValue()).isEqualTo("[\"no\",\"yes\"]");
  }

  @Test
  void aFileMakesTheSameModelAgain() throws IOException {
    UUID id = publish("<b>|travels");

    MvcTestResult made = post(file(id));

    assertThat(made).hasStatus(HttpStatus.CREATED);
    JsonNode copy = json(made);
    JsonNode original = json(mvc.get().uri("/api/v1/models/" + id).exchange());
    assertThat(made.getResponse().getHeader(HttpHeaders.LOCATION))
        .isEqualTo("/api/v1/models/" + copy.get("id").stringValue());
    for (String field :
        List.of(
            "name", "weights_sha256", "model", "training", "metrics", "dataset", "parameters")) {
      assertThat(copy.get(field)).as(field).isEqualTo(original.get(field));
    }
    assertThat(copy.get("job_id").isNull()).isTrue();
    String rows = "{\"instances\": [[1, \"red\", 2], [3, \"blue\", 0.5]]}";
    UUID copyId = UUID.fromString(copy.get("id").stringValue());
    assertThat(predictions(copyId, rows)).isEqualTo(predictions(id, rows));

    String called = "?name=travelled&description=far&tags={tags}";
    assertThat(post(called, file(id), "{\"to\": \"here\"}"))
        .hasStatus(HttpStatus.CREATED)
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"name": "travelled", "version": 1, "tags": {"to": "here"}, "description": "far"}
            """);
    assertThat(mvc.get().uri("/api/v1/models?tag=to:here")).bodyText().contains("travelled");
    assertThat(post(called, file(id), "{\"to\": 1}")).hasStatus(HttpStatus.BAD_REQUEST);
  }

  @Test
  void aDamagedFileIsRefusedWhereverItIsDamaged() throws IOException {
    byte[] file = file(publish("damaged"));
    Random random = new Random(11);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = file.clone();
      int at = i < 16 ? i : i < 40 ? file.length - i + 15 : random.nextInt(file.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(post(damaged)).as("byte " + at).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    }
    assertThat(post(Arrays.copyOf(file, file.length - 1)))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(post(Arrays.copyOf(file, file.length + 1)))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    assertThat(post(new byte[0])).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() throws IOException {
    assertThat(post(file(publish("endless", Float.POSITIVE_INFINITY))))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .bodyText()
        .contains("tensors: hold a number that is not finite");
  }

  @Test
  void aForeignFileIsRefusedWithItsPlace() {
    byte[] head =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} "
            .getBytes(StandardCharsets.UTF_8);
    byte[] file =
        ByteBuffer.allocate(8 + head.length + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(head.length)
            .put(head)
            .array();

    assertThat(post(file))
        .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
        .bodyJson()
        .extractingPath("$.errors[0].detail")
        .asString()
        .startsWith("__metadata__ format: must be");
  }

  @Test
  void theCardTellsWhereTheModelComesFrom() throws IOException {
    UUID id = publish("<b>|travels");

    assertThat(mvc.get().uri("/api/v1/models/" + id + "/card"))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"model": {"id": "%s"}, "provenance": {"kernel": "plain"},
             "digests": {"dataset_sha256": "%s"}}
            """
                .formatted(id, "cd".repeat(32)));
    assertThat(mvc.get().uri("/api/v1/models/" + id + "/card").accept("text/markdown"))
        .hasStatusOk()
        .bodyText()
        .startsWith("---\nlibrary_name: descent\npipeline_tag: tabular-classification\n")
        .contains("- name: \"<b>|travels\"", "    - type: accuracy\n      value: 0.5\n---\n")
        .contains("---\n\n# &lt;b&gt;\\|travels\n", "It is right in 50 % of the test rows")
        .contains("\n| accuracy | 0.75 | 0.5 |\n", "- kernel: plain", "cd".repeat(32));
  }

  @Test
  void aModelIsMeasuredOnOtherDataByNameAndWord() throws IOException {
    UUID id = publish("measured");
    // Other order of columns, a category it never saw, and the classes the other way round
    String dataset = upload("colour,t,y,x\ngreen,yes,1,1\nred,no,2,3\nblue,no,,2\n");

    MvcTestResult measured = evaluate(id, dataset);

    assertThat(measured).hasStatus(HttpStatus.CREATED);
    JsonNode json = json(measured);
    assertThat(json.at("/dataset/rows").intValue()).isEqualTo(3);
    JsonNode predicted =
        json(
            predict(
                id, "{\"instances\": [[1, \"green\", 1], [3, \"red\", 2], [2, \"blue\", null]]}"));
    List<String> actual = List.of("yes", "no", "no");
    int right = 0;
    for (int i = 0; i < 3; i++) {
      right +=
          predicted.at("/predictions/" + i + "/label").stringValue().equals(actual.get(i)) ? 1 : 0;
    }
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(right / 3.0);
    assertThat(json.get("per_class").get(0).get("label").stringValue()).isEqualTo("no");
    assertThat(json.get("per_class").get(0).get("rows").intValue()).isEqualTo(2);
  }

  @Test
  void dataThatIsNotForTheModelIsRefused() throws IOException {
    UUID id = publish("refusing");

    for (String csv :
        List.of(
            "colour,t,z,x\nred,yes,1,1\nred,no,2,3\n",
            "colour,t,y,x\n1,yes,1,1\n2,no,2,3\n",
            "colour,t,y,x\nred,yes,1,1\nred,maybe,2,3\n",
            "colour,t,y,x,w\nred,yes,1,1,1\nred,no,2,3,1\n")) {
      assertThat(evaluate(id, upload(csv)))
          .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
          .bodyJson()
          .extractingPath("$.errors[0].pointer")
          .isEqualTo("/dataset_id");
    }
    assertThat(evaluate(id, new UUID(1, 1).toString())).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @Test
  void dataBeyondTheLimitsAreRefused() throws IOException {
    UUID id = publish("bounded");
    String dataset = upload("colour,t,y,x\nred,yes,1,1\nred,no,2,3\nblue,no,,2\n");

    assertThat(evaluate(id, dataset)).hasStatus(HttpStatus.CREATED);
    for (String limit : List.of("evaluation-rows=2", "evaluation=10B")) {
      ModelEvaluation bounded = new ModelEvaluation(models, datasets, limits(limit));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(
              () ->
                  bounded.measure(
                      Owner.LOCAL,
                      id,
                      UUID.fromString(dataset),
                      OptionalDouble.empty(),
                      memory.begin(),
                      () -> {}))
          .withMessageContaining("the data set ");
    }
    Limits small = limits("imported-weights=" + (4 * VALUES - 1) + "B");
    TensorHeadReader heads =
        new TensorHeadReader(
            new StrictJson(small, memory, new RequestBodies(small, InstantSource.system())), small);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> heads.read(new ByteArrayInputStream(file(id)), memory.begin()))
        .returns(ProblemKind.TOO_LARGE, ProblemException::kind);
  }

  @Test
  void aFileThatTricklesIsRefused() throws IOException {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(file(publish("slow")));
    AtomicLong seconds = new AtomicLong();
    RequestBodies minutes =
        new RequestBodies(
            limits("upload-idle=30s"), () -> Instant.ofEpochSecond(seconds.addAndGet(60)));

    Optional<String> none = Optional.empty();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () ->
                new ModelFileController(files, imports, catalog, minutes, JSON, memory)
                    .add(Owner.LOCAL, IdempotencyKey.NONE, none, none, none, request))
        .returns(ProblemKind.UPLOAD_TIMEOUT, ProblemException::kind);
  }

  @Test
  void theSameKeyAndFileMakeOneModel() throws IOException {
    byte[] file = file(publish("once"));
    JsonNode first = once("", file, "import-1", HttpStatus.CREATED);

    assertThat(once("", file, "import-1", HttpStatus.CREATED)).isEqualTo(first);
    assertThat(mvc.get().uri("/api/v1/models?name=once"))
        .bodyJson()
        .extractingPath("$.items.length()")
        .isEqualTo(2);
    once("?name=twice", file, "import-1", HttpStatus.UNPROCESSABLE_CONTENT);
    once("", file(publish("once", 2)), "import-1", HttpStatus.UNPROCESSABLE_CONTENT);
  }

  private static Limits limits(String property) {
    String[] pair = property.split("=");
    return new Binder(
            new MapConfigurationPropertySource(Map.of("descent.limits." + pair[0], pair[1])))
        .bindOrCreate("descent.limits", Limits.class);
  }

  private UUID publish(String name) throws IOException {
    return publish(name, 1);
  }

  private UUID publish(String name, float last) throws IOException {
    Random random = new Random(5);
    ByteBuffer bytes = ByteBuffer.allocate(VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < VALUES; i++) {
      bytes.putFloat(i < VALUES - 3 ? (float) random.nextGaussian() : 1);
    }
    bytes.putFloat((VALUES - 1) * Float.BYTES, last);
    Encoding encoding = ModelFixtures.encoding();
    ModelSpec spec =
        new ModelSpec(
            encoding.encodedShape(),
            List.of(
                new LayerSpec.Affine(3, Initializer.HE),
                new LayerSpec.BatchNorm1d(1e-5, 0.1),
                new LayerSpec.Affine(2, Initializer.HE)),
            LossSpec.SOFTMAX_CE);
    String sha = Network.read(spec, new ByteArrayInputStream(bytes.array())).sha256();
    Blob weights = blobs.write(out -> out.write(bytes.array()));
    UUID id = uuids.next();
    ModelDraft draft = ModelFixtures.draft(id, name, weights, encoding, SPEC, sha, 29);
    transaction.executeWithoutResult(_ -> models.publish(draft));
    return id;
  }

  private byte[] file(UUID id) {
    MvcTestResult file = mvc.get().uri("/api/v1/models/" + id + "/weights").exchange();
    assertThat(file).hasStatusOk();
    return file.getResponse().getContentAsByteArray();
  }

  private JsonNode once(String query, byte[] file, String key, HttpStatus status) {
    MvcTestResult result =
        mvc.post()
            .uri("/api/v1/models" + query)
            .header(IdempotencyKey.HEADER, key)
            .contentType(MediaType.APPLICATION_OCTET_STREAM)
            .content(file)
            .exchange();
    assertThat(result).hasStatus(status);
    return json(result);
  }

  private MvcTestResult post(byte[] file) {
    return post("", file);
  }

  private MvcTestResult post(String query, byte[] file, Object... values) {
    return mvc.post()
        .uri("/api/v1/models" + query, values)
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .content(file)
        .exchange();
  }

  private String upload(String csv) {
    MvcTestResult made =
        mvc.post()
            .uri("/api/v1/datasets?name=other&target=t")
            .contentType("text/csv")
            .content(csv)
            .exchange();
    assertThat(made).hasStatus(HttpStatus.CREATED);
    return json(made).get("id").stringValue();
  }

  private MvcTestResult evaluate(UUID id, String dataset) {
    return mvc.post()
        .uri("/api/v1/models/" + id + "/evaluations")
        .contentType(MediaType.APPLICATION_JSON)
        .content("{\"dataset_id\": \"" + dataset + "\"}")
        .exchange();
  }

  private JsonNode predictions(UUID id, String body) {
    return json(predict(id, body)).get("predictions");
  }

  private MvcTestResult predict(UUID id, String body) {
    return mvc.post()
        .uri("/api/v1/models/" + id + "/predictions")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static JsonNode json(MvcTestResult result) {
    return JSON.readTree(result.getResponse().getContentAsByteArray());
  }
}
