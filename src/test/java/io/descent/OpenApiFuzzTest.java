package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every operation of the OpenAPI document with input that is valid, nearly valid, or nonsense: no
 * answer is an error of the service, each status is documented, and each refusal is a problem. By
 * default some seconds; {@code -Dfuzz.seconds=600 -Dfuzz.seed=7} is the long form.
 */
@ServiceTest
class OpenApiFuzzTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of(
          "", "x", "é\u0001\"<b>", "../..", "1e999", "iris", "a".repeat(300), "%", "\\", "null");
  private static final List<String> QUERIES =
      List.of("", "-1", "0", "1", "1.5", "NaN", "99999999999999999999", "x", "é", "true", "a,b");

  @LocalServerPort private int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private final long seconds = Long.getLong("fuzz.seconds", 6);
  private final long seed = Long.getLong("fuzz.seed", 20_261_130);
  private final Random random = new Random(seed);
  private final Map<String, String> ids = new java.util.HashMap<>();
  private final Set<Integer> statuses = new TreeSet<>();

  /** An operation as the document has it. */
  private record Operation(String verb, String path, JsonNode node) {}

  @BeforeEach
  void learnSomething() throws Exception {
    String dataset = id(send("POST", "/api/v1/datasets/samples/iris", "", "application/json"));
    String order =
        """
        {"dataset_id": "%s", "model": {"layers": [{"type": "affine", "out": 3}],
         "loss": "softmax_ce"}, "training": {"epochs": 2, "seed": 1}}
        """
            .formatted(dataset);
    String job = id(send("POST", "/api/v1/jobs", order, "application/json"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/v1/jobs/" + job).get("status").stringValue().equals("succeeded"));
    ids.put("datasets", dataset);
    ids.put("jobs", job);
    ids.put("models", get("/api/v1/jobs/" + job).get("model_id").stringValue());
  }

  @Test
  void noInputIsAnErrorOfTheService() throws Exception {
    JsonNode document = get("/v3/api-docs");
    List<Operation> operations = operations(document);
    assertThat(operations).hasSizeGreaterThan(30);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    int sent = 0;
    try {
      while (System.nanoTime() < end) {
        for (Operation operation : operations) {
          fuzz(operation, document);
          sent++;
        }
      }
    } finally {
      endJobs();
    }
    assertThat(sent).isGreaterThanOrEqualTo(operations.size());
    assertThat(statuses).contains(200, 202, 400, 404, 422);
  }

  @Test
  void noFlippedByteIsAnErrorOfTheService() throws Exception {
    byte[] csv = Files.readAllBytes(Path.of("examples", "data", "iris.csv"));
    byte[] weights = bytes("/api/v1/models/" + ids.get("models") + "/weights");
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    do {
      for (byte[] file : List.of(csv, gzip(csv), zip("iris.csv", csv), npz(), npy(), idx())) {
        flipped("/api/v1/datasets", "application/octet-stream", file);
      }
      flipped("/api/v1/models", "application/octet-stream", weights);
      flipped("/v2/models/" + ids.get("models") + "/infer", "application/json", infer());
      flipped("/api/v1/models/" + ids.get("models") + "/predictions", "text/csv", csv);
    } while (System.nanoTime() < end);
    assertThat(statuses).contains(200, 201, 422);
  }

  private void flipped(String path, String type, byte[] file) throws Exception {
    byte[] changed = file.clone();
    int flips = 1 + random.nextInt(3);
    for (int i = 0; i < flips; i++) {
      int within = random.nextBoolean() ? Math.min(200, changed.length) : changed.length;
      changed[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(5) == 0) {
      changed = java.util.Arrays.copyOf(changed, random.nextInt(changed.length));
    }
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(changed))
                .build(),
            BodyHandlers.ofByteArray());
    statuses.add(answer.statusCode());
    String said = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as("seed %d: %s %s", seed, path, said).isLessThan(500);
    if (answer.statusCode() == 201) {
      String made = answer.headers().firstValue("Location").orElseThrow();
      send("DELETE", made, "", "application/json");
    }
  }

  private static List<Operation> operations(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    for (var path : document.get("paths").properties()) {
      for (var verb : path.getValue().properties()) {
        String text = verb.getValue().toString();
        // What streams without end, writes files or ends nothing by itself is left out
        if (!text.contains("text/event-stream") && !path.getKey().contains("/admin/")) {
          operations.add(new Operation(verb.getKey(), path.getKey(), verb.getValue()));
        }
      }
    }
    return operations;
  }

  private void fuzz(Operation operation, JsonNode document) throws Exception {
    String path = path(operation) + query(operation);
    JsonNode content = resolved(operation.node().at("/requestBody"), document).path("content");
    String type = "application/json";
    String body = "";
    if (content.has(type)) {
      body = body(content.get(type));
    } else if (!content.isEmpty()) {
      type = content.propertyNames().iterator().next();
      body = text();
    }
    if (random.nextInt(20) == 0) {
      type = "text/plain";
    }
    HttpResponse<String> answer = send(operation.verb().toUpperCase(), path, body, type);
    String call =
        "seed %d: %s %s %s -> %s".formatted(seed, operation.verb(), path, body, answer.body());
    int status = answer.statusCode();
    statuses.add(status);
    assertThat(status).as(call).isLessThan(500);
    assertThat(operation.node().get("responses").propertyNames())
        .as(call)
        .contains(Integer.toString(status));
    boolean ours = !path.startsWith("/v2");
    if (status >= 400 && ours && !operation.verb().equals("head")) {
      JsonNode problem = JSON.readTree(answer.body());
      assertThat(problem.path("status").asInt(0)).as(call).isEqualTo(status);
      assertThat(problem.path("type").asString("")).as(call).startsWith("/problems/");
      assertThat(answer.body()).as(call).doesNotContain("Exception", "java.");
    }
  }

  private static JsonNode resolved(JsonNode node, JsonNode document) {
    return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
  }

  private String path(Operation operation) {
    StringBuilder path = new StringBuilder();
    String kind = "";
    for (String part : operation.path().substring(1).split("/")) {
      String value = part;
      if (part.startsWith("{")) {
        String known = ids.getOrDefault(kind, UUID.randomUUID().toString());
        boolean real = random.nextInt(4) > 0 && !operation.verb().equals("delete");
        value =
            encoded(real ? known : random.nextBoolean() ? UUID.randomUUID().toString() : text());
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
      boolean wanted = parameter.path("required").asBoolean(false) || random.nextInt(3) == 0;
      if (parameter.path("in").asString("").equals("query") && wanted) {
        String value = QUERIES.get(random.nextInt(QUERIES.size()));
        JsonNode example = parameter.path("example");
        boolean valid = random.nextBoolean() && !example.isMissingNode();
        parts.add(
            parameter.get("name").stringValue()
                + "="
                + encoded(valid ? example.asString("") : value));
      }
    }
    if (random.nextInt(20) == 0) {
      parts.add("nonsense=1");
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  /** The example of the document with known ids, changed in some places. */
  private String body(JsonNode form) {
    JsonNode example = form.path("example");
    if (example.isMissingNode() && form.has("examples")) {
      example = form.get("examples").iterator().next().path("value");
    }
    String known = example.toString();
    known = known.replaceAll("(\"dataset_id\":\")[^\"]*", "$1" + ids.get("datasets"));
    known = known.replaceAll("(\"model_id\":\")[^\"]*", "$1" + ids.get("models"));
    JsonNode body = JSON.readTree(known.isEmpty() ? "{}" : known);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      body = changed(body, 0);
    }
    String text = body.toString();
    if (random.nextInt(12) == 0 && !text.isEmpty()) {
      int at = random.nextInt(text.length());
      text = text.substring(0, at) + (char) (32 + random.nextInt(90)) + text.substring(at + 1);
    }
    return text;
  }

  private JsonNode changed(JsonNode node, int depth) {
    boolean deeper = depth < 6 && random.nextInt(4) > 0;
    if (node instanceof ObjectNode object && !object.isEmpty() && deeper) {
      List<String> names = List.copyOf(object.propertyNames());
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(8)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(text(), value());
        default -> object.set(name, changed(object.get(name), depth + 1));
      }
      return object;
    }
    if (node instanceof ArrayNode array && !array.isEmpty() && deeper) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(8)) {
        case 0 -> array.remove(at);
        case 1 -> array.add(value());
        default -> array.set(at, changed(array.get(at), depth + 1));
      }
      return array;
    }
    return value();
  }

  private JsonNode value() {
    return switch (random.nextInt(12)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt(5) - 1);
      case 3 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
      case 4 -> NODES.numberNode(Integer.MAX_VALUE);
      case 5 -> NODES.numberNode(Long.MIN_VALUE);
      case 6 -> NODES.objectNode();
      case 7 -> NODES.arrayNode();
      case 8 -> NODES.arrayNode().add(1).add(NODES.arrayNode().add("x"));
      case 9 -> NODES.stringNode(String.valueOf(ids.get("models")));
      default -> NODES.stringNode(text());
    };
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void endJobs() throws Exception {
    for (JsonNode job :
        get("/api/v1/jobs?limit=200&dataset_id=" + ids.get("datasets")).get("items")) {
      if (job.get("finished_at").isNull()) {
        send(
            "POST",
            "/api/v1/jobs/" + job.get("id").stringValue() + "/cancel",
            "",
            "application/json");
      }
    }
  }

  private HttpResponse<String> send(String verb, String path, String body, String type)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    boolean without = body.isEmpty() && !verb.equals("POST") && !verb.equals("PATCH");
    if (!without && !body.isEmpty()) {
      request.header("Content-Type", type);
    }
    request.method(verb, without ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(send("GET", path, "", "").body());
  }

  private byte[] bytes(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofByteArray()).body();
  }

  private static String id(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return JSON.readTree(answer.body()).get("id").stringValue();
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  private static byte[] infer() {
    return """
    {"id": "1", "inputs": [{"name": "input", "shape": [2, 4], "datatype": "FP32",
     "data": [5.1, 3.5, 1.4, 0.2, 6.2, 2.9, 4.3, 1.3]}]}
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] zip(String name, byte[]... files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < files.length; i++) {
        zip.putNextEntry(new ZipEntry(files.length == 1 ? name : (i == 0 ? "x" : "y") + name));
        zip.write(files[i]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] npy() {
    return npy("<f8", "(30, 3)", 30 * 3 * 8);
  }

  private static byte[] npz() throws IOException {
    return zip(".npy", npy("<f4", "(30, 3)", 30 * 3 * 4), npy("<i8", "(30,)", 30 * 8));
  }

  private static byte[] npy(String type, String shape, int size) {
    String head = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    int length = 118;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, 0});
    out.writeBytes(
        (head + " ".repeat(length - 1 - head.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    byte[] data = new byte[size];
    for (int i = 0; i < size; i += 8) {
      data[i] = (byte) (i % 24);
    }
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static byte[] idx() {
    byte[] file = new byte[16 + 10 * 4 * 4];
    file[2] = 8;
    file[3] = 3;
    file[7] = 10;
    file[11] = 4;
    file[15] = 4;
    return file;
  }
}
