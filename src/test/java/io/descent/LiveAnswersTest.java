package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ApiDocument.Answer;
import io.descent.ApiDocument.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the service answers is what its OpenAPI document says: each operation is called, and each
 * answer is held against the schema of its status and form. What an operation's example asks for is
 * asked.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveAnswersTest {

  private static final String NOWHERE = "00000000-0000-7000-8000-000000000000";

  @LocalServerPort private int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> answered = new TreeSet<>();
  private ApiDocument document = new ApiDocument("{\"paths\": {}}");

  @BeforeEach
  void read() throws Exception {
    document =
        new ApiDocument(
            new String(send("GET", "/v3/api-docs", "", "").body(), StandardCharsets.UTF_8));
  }

  @Test
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
    assertThat(
            document.operations().stream().map(Operation::id).filter(it -> !answered.contains(it)))
        .as("operations that no answer was seen of")
        .isEmpty();
  }

  /** What another test has left in the same service. */
  private void forget(String name) throws Exception {
    for (JsonNode item : send("GET", "/api/v1/datasets?name=" + name, "", "").json().get("items")) {
      send("DELETE", "/api/v1/datasets/" + item.get("id").stringValue(), "", "");
    }
  }

  private String datasets() throws Exception {
    answer("listDatasets", 200, "");
    Answer uploaded = form("header", "true", "target", "species");
    check("uploadDataset", uploaded, 201);
    String iris = uploaded.json().get("id").stringValue();
    check("uploadDataset", form("header", "perhaps"), 400);
    check("uploadDataset", form("target", "nothing"), 422);
    check(
        "uploadDatasetBody",
        send("POST", "/api/v1/datasets/raw?header=true", "text/csv", "a,b\n1,x\n2,y\n3,x\n"),
        201);
    answer("generateDataset", 201, example("generateDataset"));
    forget("diabetes");
    answer("createSampleDataset", 201, "", "name", "diabetes");
    answer("createSampleDataset", 200, "", "name", "diabetes");
    answer("createSampleDataset", 404, "", "name", "roses");
    forget("diabetes");
    answer("listDatasets", 200, "", "?limit", "1");
    answer("getDataset", 200, "", "id", iris);
    answer("getDataset", 404, "", "id", NOWHERE);
    answer("getDatasetRows", 200, "", "id", iris, "?limit", "3");
    answer("getDatasetColumn", 200, "", "id", iris, "?name", "species");
    answer("getDatasetColumn", 200, "", "id", iris, "?name", "petal%20length%20%28cm%29");
    answer("getDatasetProjection", 200, "", "id", iris);
    answer("getDatasetContent", 200, "", "id", iris);
    return iris;
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
    answer("getJobHistory", 200, "", "id", job);
    answer("streamJobEvents", 200, "", "id", job);
    answer("deleteJob", 204, "", "id", failed);
    String again = answer("reproduceJob", 202, "", "id", job).json().get("id").stringValue();
    ended("getJob", again);
    answer("compareJobs", 200, "", "?id", job, "?id", again);
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
    answer("deleteModel", 204, "", "id", model);
    HttpRequest back =
        HttpRequest.newBuilder(uri("/api/v1/models"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(weights.body()))
            .build();
    Answer imported = Answer.of(http.send(back, BodyHandlers.ofByteArray()));
    check("importModel", imported, 201);
    return imported.json().get("id").stringValue();
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

  private void ended(String operation, String id) throws Exception {
    Instant last = Instant.now().plus(Duration.ofSeconds(60));
    while (answer(operation, 200, "", "id", id).json().get("finished_at").isNull()) {
      assertThat(Instant.now()).isBefore(last);
    }
  }

  private Answer form(String... fields) throws Exception {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(
          "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(fields[i]));
      form.append(fields[i + 1]).append("\r\n");
    }
    form.append(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"iris.csv\"\r\n\r\n");
    form.append(Files.readString(Path.of("examples/data/iris.csv"))).append("\r\n--x--\r\n");
    return send("POST", "/api/v1/datasets", "multipart/form-data; boundary=x", form.toString());
  }

  /**
   * Calls an operation and holds its answer against the document.
   *
   * @param arguments name and value of each path variable, or of a query parameter after a {@code
   *     ?}
   */
  private Answer answer(String id, int status, String body, String... arguments) throws Exception {
    Operation operation = operation(id);
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i].startsWith("?")) {
        query.append(query.isEmpty() ? "?" : "&").append(arguments[i].substring(1));
        query.append('=').append(arguments[i + 1]);
      } else {
        path = path.replace('{' + arguments[i] + '}', arguments[i + 1]);
      }
    }
    String type = body.isEmpty() ? "" : "application/json";
    Answer answer = send(operation.verb(), path + query, type, body);
    check(id, answer, status);
    return answer;
  }

  private void check(String id, Answer answer, int status) {
    String what = id + " " + answer.status() + " " + new String(answer.body()).lines().findFirst();
    assertThat(answer.status()).as(what).isEqualTo(status);
    answered.add(id);
    document.verify(operation(id), answer, what);
  }

  private Operation operation(String id) {
    return document.operation(id);
  }

  private String example(String id) {
    return document.example(id);
  }

  private Answer send(String verb, String path, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(verb.toUpperCase(java.util.Locale.ROOT), BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return Answer.of(http.send(request.build(), BodyHandlers.ofByteArray()));
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
