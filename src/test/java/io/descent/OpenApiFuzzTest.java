package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.ApiDocument.Answer;
import io.descent.ApiDocument.Operation;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/**
 * Every operation of the OpenAPI document with input that is valid, nearly valid, or nonsense: no
 * answer is an error of the service, each status is documented, and each body follows the schema of
 * its status. By default a number of rounds, so that a faster machine asks nothing that a slower
 * one does not; {@code -Dfuzz.seconds=600 -Dfuzz.seed=7} is the long form.
 */
@ServiceTest
class OpenApiFuzzTest {

  private static final String APPLICATION_JSON = "application/json";
  private static final String SPACE =
      "{\"/training/optimizer/lr\": {\"choice\": [0.1, 0.2]}}, \"strategy\": {\"type\": \"grid\"}";

  @LocalServerPort private int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private final long seconds = Long.getLong("fuzz.seconds", 0);
  private final int rounds = Integer.getInteger("fuzz.rounds", 20);
  private final long seed = Long.getLong("fuzz.seed", 20_261_130);
  private final Random random = new Random(seed);
  private final Map<String, String> ids = new HashMap<>();
  private final Set<Integer> statuses = new TreeSet<>();
  private ApiDocument document = new ApiDocument("{\"paths\": {}}");
  private GeneratedRequests chance = new GeneratedRequests(random, document, ids);

  @BeforeEach
  void learnSomething() throws Exception {
    document = new ApiDocument(get("/v3/api-docs").toString());
    chance = new GeneratedRequests(random, document, ids);
    String dataset = id(send("POST", "/api/v1/datasets/samples/iris", "", APPLICATION_JSON));
    String order =
        """
        {"dataset_id": "%s", "model": {"layers": [{"type": "affine", "out": 3}],
         "loss": "softmax_ce"}, "training": {"epochs": 2, "seed": 1}}
        """
            .formatted(dataset);
    String job = id(send("POST", "/api/v1/jobs", order, APPLICATION_JSON));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/v1/jobs/" + job).get("status").stringValue().equals("succeeded"));
    ids.put("datasets", dataset);
    ids.put("jobs", job);
    ids.put("others", id(send("POST", "/api/v1/jobs", order, APPLICATION_JSON)));
    String model = get("/api/v1/jobs/" + job).get("model_id").stringValue();
    ids.putAll(Map.of("models", model, "versions", "1", "samples", "diabetes"));
    ids.put("sweeps", made("sweeps", order.replace("1}}", "1}, \"space\": " + SPACE + "}")));
    ids.put("keys", made("keys", "{\"owner\": \"lab\", \"scopes\": [\"read\"]}"));
    String kept = "models/" + model + "/evaluations";
    ids.put("evaluations", made(kept, "{\"dataset_id\": \"" + dataset + "\"}"));
    String to = "{\"model_id\": \"" + model + "\"}";
    send("PUT", "/api/v1/models/aliases/fuzzed", to, APPLICATION_JSON);
    ids.put("aliases", "fuzzed");
  }

  @Test
  void everyAnswerIsADocumentedOneWhateverIsAsked() throws Exception {
    // What streams without end, writes files or ends nothing by itself is left out
    List<Operation> operations =
        document.operations().stream()
            .filter(it -> !it.node().toString().contains("text/event-stream"))
            .filter(it -> !it.path().contains("/admin/"))
            .toList();
    assertThat(operations).hasSizeGreaterThan(30);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    int sent = 0;
    try {
      while (sent < rounds * operations.size() || System.nanoTime() < end) {
        fuzz(operations.get(sent++ % operations.size()));
      }
    } finally {
      cancel("sweeps");
      cancel("jobs");
      send("DELETE", "/api/v1/models/aliases/fuzzed", "", "");
    }
    assertThat(statuses).contains(200, 202, 400, 404, 422);
  }

  @Test
  void noFlippedByteIsAnErrorOfTheService() throws Exception {
    byte[] csv = Files.readAllBytes(Path.of("examples", "data", "iris.csv"));
    String model = "/api/v1/models/" + ids.get("models");
    byte[] weights = answer("GET", model + "/weights", "", new byte[0]).body();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (int round = 0; round < rounds || System.nanoTime() < end; round++) {
      for (byte[] file :
          List.of(
              csv,
              SmallFiles.gzip(csv),
              SmallFiles.zip("iris.csv", csv),
              SmallFiles.npz(),
              SmallFiles.npy(),
              SmallFiles.idx())) {
        flipped("uploadDatasetBody", "/api/v1/datasets/raw", "application/octet-stream", file);
      }
      flipped("importModel", "/api/v1/models", "application/octet-stream", weights);
      flipped(
          "infer",
          "/v2/models/" + ids.get("models") + "/infer",
          APPLICATION_JSON,
          SmallFiles.infer());
      flipped("predict", model + "/predictions", "text/csv", csv);
    }
    assertThat(statuses).contains(200, 201, 422);
  }

  private void flipped(String id, String path, String type, byte[] file) throws Exception {
    byte[] changed = file.clone();
    int flips = 1 + random.nextInt(3);
    for (int i = 0; i < flips; i++) {
      int within = random.nextBoolean() ? Math.min(200, changed.length) : changed.length;
      changed[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(5) == 0) {
      changed = Arrays.copyOf(changed, random.nextInt(changed.length));
    }
    Answer answer = answer("POST", path, type, changed);
    verify(document.operation(id), answer, path);
    if (answer.status() == 201) {
      send("DELETE", "/api/v1" + made(path) + answer.json().get("id").stringValue(), "", "");
    }
  }

  private String made(String collection, String asked) throws Exception {
    return id(send("POST", "/api/v1/" + collection, asked, APPLICATION_JSON));
  }

  private static String made(String path) {
    return path.contains("datasets") ? "/datasets/" : "/models/";
  }

  private void fuzz(Operation operation) throws Exception {
    String path = path(operation) + query(operation);
    JsonNode forms = document.requestForms(operation);
    String type = APPLICATION_JSON;
    String body = "";
    if (forms.has(type)) {
      body = chance.body(forms.get(type));
    } else if (!forms.isEmpty()) {
      type = forms.propertyNames().iterator().next();
      body = chance.text();
    }
    if (chance.once(20)) {
      type = "text/plain";
    }
    Answer answer = send(operation.verb().toUpperCase(Locale.ROOT), path, body, type);
    verify(operation, answer, path + " " + body);
  }

  private void verify(Operation operation, Answer answer, String asked) {
    String said = new String(answer.body(), StandardCharsets.UTF_8);
    String call = "seed %d: %s %s -> %s".formatted(seed, operation.id(), asked, said);
    statuses.add(answer.status());
    assertThat(answer.status()).as(call).isLessThan(500);
    document.verify(operation, answer, call);
    if (answer.status() >= 400 && !operation.path().startsWith("/v2")) {
      JsonNode problem = answer.json();
      assertThat(problem.path("status").asInt(0)).as(call).isEqualTo(answer.status());
      assertThat(problem.path("type").asString("")).as(call).startsWith("/problems/");
      assertThat(said).as(call).doesNotContain("Exception", "java.");
    }
  }

  private String path(Operation operation) {
    StringBuilder path = new StringBuilder();
    String kind = "";
    for (String part : operation.path().substring(1).split("/")) {
      String value = part;
      if (part.startsWith("{")) {
        value = encoded(chance.id(kind, !operation.verb().equals("delete")));
        value = value.isEmpty() || value.equals("..%2F..") ? "x" : value;
      }
      kind = part;
      path.append('/').append(value);
    }
    return path.toString();
  }

  private String query(Operation operation) {
    List<String> parts = new ArrayList<>();
    for (JsonNode parameter : operation.node().path("parameters")) {
      boolean wanted = parameter.path("required").asBoolean(false) || chance.once(3);
      if (parameter.path("in").asString("").equals("query") && wanted) {
        parts.addAll(values(operation, parameter));
      }
    }
    if (chance.once(20)) {
      parts.add("nonsense=1");
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  /** One value, or two jobs, which may differ, where jobs are compared. */
  private List<String> values(Operation operation, JsonNode parameter) {
    String name = parameter.get("name").stringValue() + "=";
    if (operation.id().equals("compareJobs") && !chance.once(4)) {
      return List.of(name + ids.get("jobs"), name + ids.get("others"));
    }
    return List.of(name + encoded(chance.query(parameter)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What has not ended, and would go on beside the tests that follow. */
  private void cancel(String collection) throws Exception {
    String path = "/api/v1/" + collection;
    for (JsonNode asked : get(path + "?limit=200").get("items")) {
      boolean ours = asked.get("dataset_id").asString("").equals(ids.get("datasets"));
      if (ours && asked.get("finished_at").isNull()) {
        send("POST", path + "/" + asked.get("id").stringValue() + "/cancel", "", "");
      }
    }
  }

  private Answer send(String verb, String path, String body, String type) throws Exception {
    return answer(verb, path, body.isEmpty() ? "" : type, body.getBytes(StandardCharsets.UTF_8));
  }

  private Answer answer(String verb, String path, String type, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(30));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    boolean without = body.length == 0 && !verb.equals("POST") && !verb.equals("PATCH");
    request.method(verb, without ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    return Answer.of(http.send(request.build(), BodyHandlers.ofByteArray()));
  }

  private JsonNode get(String path) throws Exception {
    return send("GET", path, "", "").json();
  }

  private static String id(Answer answer) {
    assertThat(answer.status()).as(answer.json().toString()).isLessThan(300);
    return answer.json().get("id").stringValue();
  }
}
