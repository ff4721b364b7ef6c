package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ApiDocument.Answer;
import io.descent.ApiDocument.Documented;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service answers is what its OpenAPI document says: each operation is called until each
 * answer that the document promises was seen, and each is held against the schema of its status and
 * form. What an operation's example asks for is asked.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveAnswersTest {

  private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";

  /** Why an answer that the document promises is not seen here. */
  private static final Map<Documented, String> ELSEWHERE =
      Map.of(
          new Documented("createBackup", 201, ""),
          "a database in memory has no file to copy: BackupTest holds it against the document",
          new Documented("createBackup", 201, "application/json"),
          "as above",
          new Documented("getModelOnnx", 413, ""),
          "takes a model of more than 2 GiB: OnnxOverHttpTest");

  private static final String CSV = "text/csv";
  private static final String BYTES = "application/octet-stream";

  @LocalServerPort private int port;

  private LiveCalls calls;

  @BeforeAll
  void read() throws Exception {
    calls = LiveCalls.of(port);
  }

  @Test
  @Order(1)
  void everyAnswerFollowsTheDocument() throws Exception {
    answer("getService", 200, "");
    answer("getLimits", 200, "");
    answer("listReplicas", 200, "");
    String iris = datasets();
    specs(iris);
    String job = jobs(iris);
    sweeps(iris);
    String model = models(job, iris);
    protocol(model);
    insight(job);
    keys();
    ends(iris, job, model);
  }

  @Test
  @Order(2)
  void everyRefusalFollowsTheDocument() throws Exception {
    OwnRefusals own = new OwnRefusals(calls);
    try (StrictService service = new StrictService()) {
      own.wrong();
      own.state();
      own.unchanged();
      own.tooLarge(calls.at(service.port(), own.key(Set.of("read", "infer", "train"), "{}")));
      new ProvokedRefusals(service, calls.document(), own.ids(), own::key).provoke();
    }
    own.tidy();
  }

  @Test
  @Order(3)
  void everyAnswerThatTheDocumentPromisesWasSeen() {
    assertThat(calls.document().documented())
        .filteredOn(it -> !ELSEWHERE.containsKey(it))
        .filteredOn(it -> !calls.document().saw(it))
        .as("seen in no test")
        .isEmpty();
    assertThat(ELSEWHERE.keySet())
        .as("is seen, or documented no more")
        .isSubsetOf(calls.document().documented())
        .noneMatch(calls.document()::saw);
  }

  private Answer answer(String id, int status, String body, String... arguments) throws Exception {
    return calls.answer(id, status, body, arguments);
  }

  private void ended(String operation, String id) throws Exception {
    calls.ended(operation, id);
  }

  private String example(String id) {
    return calls.document().example(id);
  }

  /** What another test has left in the same service. */
  private void forget(String name) throws Exception {
    for (JsonNode item : answer("listDatasets", 200, "", "?name", name).json().get("items")) {
      answer("deleteDataset", 204, "", "id", item.get("id").stringValue());
    }
  }

  private String datasets() throws Exception {
    answer("listDatasets", 200, "");
    Answer uploaded = calls.upload(201, "header", "true", "target", "species");
    String iris = uploaded.json().get("id").stringValue();
    calls.upload(400, "header", "perhaps");
    calls.upload(422, "target", "nothing");
    files();
    answer("generateDataset", 201, example("generateDataset"));
    forget("diabetes");
    answer("createSampleDataset", 201, "", "name", "diabetes");
    answer("createSampleDataset", 200, "", "name", "diabetes");
    answer("createSampleDataset", 404, "", "name", "roses");
    answer("createSampleDataset", 422, "", "name", "diabetes", "?name", NOWHERE);
    forget("diabetes");
    answer("listDatasets", 200, "", "?limit", "1");
    answer("getDataset", 200, "", "id", iris);
    answer("getDataset", 404, "", "id", NOWHERE);
    answer("getDatasetRows", 200, "", "id", iris, "?limit", "3");
    answer("getDatasetColumn", 200, "", "id", iris, "?name", "species");
    answer("getDatasetColumn", 200, "", "id", iris, "?name", "petal length (cm)");
    answer("getDatasetProjection", 200, "", "id", iris);
    answer("getDatasetContent", 200, "", "id", iris);
    return iris;
  }

  /** Each form of a file, and what of it is given back. */
  private void files() throws Exception {
    byte[] csv = "a,b\n1,x\n2,y\n3,x\n".getBytes(StandardCharsets.UTF_8);
    byte[] parquet = Files.readAllBytes(Path.of("src/test/resources/parquet/data-frame.parquet"));
    String raw = "/api/v1/datasets/raw";
    content(calls.post("uploadDatasetBody", 201, raw, CSV, csv), csv);
    content(
        calls.post("uploadDatasetBody", 201, raw, "application/vnd.apache.parquet", parquet),
        parquet);
    for (byte[] packed : List.of(SmallFiles.gzip(csv), SmallFiles.zip("a.csv", csv))) {
      content(calls.post("uploadDatasetBody", 201, raw, BYTES, packed), packed);
    }
    byte[] images = SmallFiles.idx();
    content(calls.upload(201, images, SmallFiles.labels()), images);
  }

  private void content(Answer uploaded, byte[] file) throws Exception {
    String id = uploaded.json().get("id").stringValue();
    assertThat(answer("getDatasetContent", 200, "", "id", id).body()).isEqualTo(file);
    byte[] part = answer("getDatasetContent", 206, "", "id", id, ":Range", "bytes=1-4").body();
    assertThat(part).isEqualTo(Arrays.copyOfRange(file, 1, 5));
    answer("getDatasetContent", 416, "", "id", id, ":Range", "bytes=9999999-");
    answer("deleteDataset", 204, "", "id", id);
  }

  private void specs(String iris) throws Exception {
    answer("checkSpec", 200, example("checkSpec"));
    answer("checkSpec", 200, "{}");
    ObjectNode known = (ObjectNode) JsonMapper.shared().readTree(example("createJob"));
    answer("checkSpec", 200, on(iris, known.without(List.of("name"))).toString());
    answer("checkSpec", 400, "{");
  }

  private String jobs(String iris) throws Exception {
    answer("listJobs", 200, "");
    JsonNode asked = on(iris, JsonMapper.shared().readTree(example("createJob")));
    String job = answer("createJob", 202, asked.toString()).json().get("id").stringValue();
    answer("getJob", 200, "", "id", job);
    ObjectNode diverging = (ObjectNode) asked.deepCopy();
    diverging.withObject("training").withObject("optimizer").put("lr", 1e30);
    String failed = answer("createJob", 202, diverging.toString()).json().get("id").stringValue();
    ObjectNode long_ = (ObjectNode) asked.deepCopy();
    long_.withObject("training").put("epochs", 90_000);
    String paused = answer("createJob", 202, long_.toString()).json().get("id").stringValue();
    answer("pauseJob", 202, "", "id", paused);
    answer("getJob", 200, "", "id", paused);
    answer("resumeJob", 202, "", "id", paused);
    answer("cancelJob", 202, "", "id", paused);
    ended("getJob", paused);
    ended("getJob", failed);
    ended("getJob", job);
    answer("pauseJob", 409, "", "id", job);
    answer("createJob", 422, asked.toString().replace("affine", "afine"));
    answer("createJob", 400, "{\"nmae\": 1}");
    answer("listJobs", 200, "", "?limit", "2");
    answer("listMetrics", 200, "", "id", job);
    answer("listMetrics", 200, "", "id", failed);
    answer("listMetrics", 200, "", "id", job, "?points", "5");
    answer("listMetrics", 200, "", "id", job, ":Accept", CSV);
    answer("getJobHistory", 200, "", "id", job);
    answer("streamJobEvents", 200, "", "id", job);
    answer("deleteJob", 204, "", "id", failed);
    String key = ":Idempotency-Key";
    Answer first = answer("reproduceJob", 202, "", "id", job, key, "for-one-job");
    String again = first.json().get("id").stringValue();
    ended("getJob", again);
    answer("reproduceJob", 422, "", "id", again, key, "for-one-job");
    answer("compareJobs", 200, "", "?id", job, "?id", again);
    answer("compareJobs", 200, "", "?id", job, "?id", again, ":Accept", CSV);
    answer("compareJobs", 400, "", "?id", job);
    answer("streamEvents", 200, "", "?job_id", job);
    return job;
  }

  private void sweeps(String iris) throws Exception {
    answer("listSweeps", 200, "");
    JsonNode asked = on(iris, JsonMapper.shared().readTree(example("createSweep")));
    String sweep = answer("createSweep", 202, asked.toString()).json().get("id").stringValue();
    answer("createSweep", 422, asked.toString().replace("halving", "halves"));
    answer("createSweep", 400, "{\"spice\": 1}");
    answer("pauseSweep", 202, "", "id", sweep);
    answer("getSweep", 200, "", "id", sweep);
    answer("changeSweep", 200, example("changeSweep"), "id", sweep);
    answer("resumeSweep", 202, "", "id", sweep);
    answer("listTrials", 200, "", "id", sweep, "?sort", "-/training/optimizer/lr");
    answer("listTrials", 200, "", "id", sweep, ":Accept", CSV);
    answer("listTrials", 400, "", "id", sweep, "?sort", "/training/optimizer/momentum");
    answer("getSweep", 404, "", "id", NOWHERE);
    answer("cancelSweep", 202, "", "id", sweep);
    ended("getSweep", sweep);
    answer("listSweeps", 200, "", "?limit", "1");
    answer("pauseSweep", 409, "", "id", sweep);
    answer("deleteSweep", 204, "", "id", sweep);
  }

  private String models(String job, String iris) throws Exception {
    String model = answer("getJob", 200, "", "id", job).json().get("model_id").stringValue();
    answer("listModels", 200, "");
    answer("listModels", 200, "", "?job_id", job);
    answer("getModel", 200, "", "id", model);
    answer("getCard", 200, "", "id", model);
    answer("getCard", 200, "", "id", model, ":Accept", "text/markdown");
    Answer weights = answer("getWeights", 200, "", "id", model);
    answer("getModelOnnx", 200, "", "id", model);
    answer("getModelOnnx", 200, "", "id", model, "?report", "true");
    Answer kept = answer("evaluateModel", 201, "{\"dataset_id\": \"" + iris + "\"}", "id", model);
    answer("listEvaluations", 200, "", "id", model);
    answer("measureImportance", 200, example("measureImportance"), "id", model);
    answer("measureImportance", 422, "{\"metric\": \"r2\"}", "id", model);
    answer("measureImportance", 404, "{}", "id", NOWHERE);
    String evaluation = kept.json().get("id").stringValue();
    answer("getEvaluation", 200, "", "id", model, "evaluation", evaluation);
    answer("changeModel", 200, "{\"threshold\": null}", "id", model);
    answer("changeDataset", 200, example("changeDataset"), "id", iris);
    answer("changeJob", 200, example("changeJob"), "id", job);
    aliases(model);
    answer("predict", 200, example("predict"), "id", model);
    answer("predict", 422, "{\"instances\": [[1, 2]]}", "id", model);
    String all = "{\"dataset_id\": \"" + iris + "\"}";
    answer("predict", 200, all, "id", model, ":Accept", "application/x-ndjson");
    answer("predict", 200, all, "id", model, ":Accept", CSV);
    answer("deleteModel", 204, "", "id", model);
    return calls
        .post("importModel", 201, "/api/v1/models", BYTES, weights.body())
        .json()
        .get("id")
        .stringValue();
  }

  private void protocol(String model) throws Exception {
    answer("getServerMetadata", 200, "");
    answer("getServerLive", 200, "");
    answer("getServerReady", 200, "");
    JsonNode versions = answer("getModelMetadata", 200, "", "model", model).json().get("versions");
    String version = versions.get(versions.size() - 1).stringValue();
    answer("getModelMetadata", 404, "", "model", "nobody");
    answer("getModelReady", 200, "", "model", model);
    answer("getModelVersionMetadata", 200, "", "model", model, "version", version);
    answer("getModelVersionReady", 200, "", "model", model, "version", version);
    answer("infer", 200, example("infer"), "model", model);
    answer("infer", 400, "{}", "model", model);
    answer("inferByVersion", 200, example("inferByVersion"), "model", model, "version", version);
    String binary =
        example("infer").replaceFirst("}$", ", \"parameters\": {\"binary_data_output\": true}}");
    answer("infer", 200, binary, "model", model);
    answer("inferByVersion", 200, binary, "model", model, "version", version);
  }

  private void insight(String job) throws Exception {
    answer("trace", 200, example("trace"));
    answer("trace", 422, "{\"spec\": {\"layers\": [], \"loss\": \"ce\"}, \"batch\": {}}");
    answer("traceJob", 200, example("traceJob"), "id", job, "?step", "3");
    answer("surfaceJob", 200, "{\"x\": 0, \"y\": 1, \"resolution\": 4}", "id", job, "?step", "3");
  }

  private void keys() throws Exception {
    String key = answer("createKey", 201, example("createKey")).json().get("id").stringValue();
    answer("createKey", 422, "{\"owner\": \"lab\", \"scopes\": [\"fly\"]}");
    answer("listKeys", 200, "");
    answer("getKey", 200, "", "id", key);
    answer("deleteKey", 204, "", "id", key);
    answer("getUsage", 200, "");
    answer("listAudit", 200, "");
    answer("listBackups", 200, "");
    // A database in memory has no file to copy
    answer("createBackup", 409, "");
  }

  private void aliases(String model) throws Exception {
    String to = "{\"model_id\": \"%s\"}";
    answer("putAlias", 422, to.formatted(NOWHERE), "alias", "favourite");
    answer("putAlias", 200, to.formatted(model), "alias", "favourite");
    answer("listAliases", 200, "");
    answer("getModel", 200, "", "id", "favourite");
    answer("deleteModel", 409, "", "id", model);
    answer("deleteAlias", 204, "", "alias", "favourite");
    answer("deleteAlias", 404, "", "alias", "favourite");
  }

  private void ends(String iris, String job, String model) throws Exception {
    answer("deleteModel", 204, "", "id", model);
    answer("deleteJob", 204, "", "id", job);
    answer("deleteDataset", 204, "", "id", iris);
    answer("deleteDataset", 404, "", "id", iris);
  }

  private static ObjectNode on(String dataset, JsonNode asked) {
    return ((ObjectNode) asked.deepCopy()).put("dataset_id", dataset).without(List.of("dataset"));
  }
}
