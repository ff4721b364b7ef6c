package io.descent.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.KeyedServiceTest;
import io.descent.security.KeyedClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an agent can do with a key, and what it cannot. */
@KeyedServiceTest
class McpTest {

  private static final String MODEL =
      "{\"layers\": [{\"type\": \"affine\", \"out\": 8}, {\"type\": \"tanh\"},"
          + " {\"type\": \"affine\", \"out\": 2}], \"loss\": \"softmax_ce\"}";
  private static final String SPEC =
      "\"dataset\": \"points\", \"model\": "
          + MODEL
          + ", \"training\": {\"epochs\": 5, \"batch_size\": 8, \"seed\": 1}";

  @LocalServerPort private int port;

  private Agent agent(String owner, String... scopes) {
    String quoted = List.of(scopes).stream().map(it -> '"' + it + '"').toList().toString();
    KeyedClient admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);
    return new Agent(admin.make("agent-of-" + owner, quoted), "2025-11-25");
  }

  /** Two classes that a line parts. */
  private static String points() {
    StringBuilder csv = new StringBuilder("x,y,side\n");
    for (int i = 0; i < 60; i++) {
      double x = i * 37 % 60 / 10.0;
      double y = i * 17 % 60 / 10.0;
      csv.append(x).append(',').append(y).append(x + y > 6 ? ",above\n" : ",below\n");
    }
    return csv.toString();
  }

  private static String upload(String more) {
    return "{\"csv\": %s, \"name\": \"points\"%s}"
        .formatted(JsonMapper.shared().writeValueAsString(points()), more);
  }

  @Test
  void anAgentTrainsFromATableToADownload() {
    Agent agent = agent("session", "read", "train", "infer");

    JsonNode dataset = agent.call("upload_csv", upload(", \"tags\": {\"team\": \"a\"}"));
    assertThat(dataset.path("target").stringValue()).isEqualTo("side");
    assertThat(agent.call("list_datasets", "{\"tag\": [\"team:a\"]}").at("/items/0/id"))
        .isEqualTo(dataset.path("id"));

    JsonNode check = agent.call("check_spec", "{" + SPEC + "}");
    assertThat(check.path("valid").booleanValue()).isTrue();

    JsonNode preview = agent.call("train", "{" + SPEC + "}");
    assertThat(preview.path("confirmed").booleanValue()).isFalse();
    assertThat(preview.path("check")).isEqualTo(check);
    assertThat(agent.client().get("/api/v1/jobs").json().path("items").size()).isZero();

    JsonNode job = agent.call("train", "{" + SPEC + ", \"confirm\": true}").path("job");
    JsonNode ended = ended(agent, job.path("id").stringValue());
    assertThat(ended.path("status").stringValue()).isEqualTo("succeeded");
    assertThat(ended.at("/progress/updates").longValue())
        .isEqualTo(check.path("updates").longValue())
        .isEqualTo(5 * 6);

    JsonNode judged = agent.call("diagnose", "{\"job\": \"points\"}");
    assertThat(judged.path("model_id")).isEqualTo(ended.path("model_id"));
    assertThat(judged.at("/metrics/baseline").isObject()).isTrue();
    assertThat(judged.at("/metrics/test/curve").isMissingNode()).isTrue();
    assertThat(agent.call("diagnose", "{\"model\": \"points\"}")).isEqualTo(judged);

    String id = ended.path("id").stringValue();
    assertThat(agent.client().send("DELETE", "/api/v1/jobs/" + id, "", "").status()).isEqualTo(204);
    JsonNode alone = agent.call("diagnose", "{\"model\": \"points\"}");
    assertThat(alone.path("job_id").isNull()).isTrue();
    assertThat(alone.path("diagnosis")).isEqualTo(judged.path("diagnosis"));
    assertThat(alone.at("/diagnosis/verdict").stringValue()).isNotBlank();

    JsonNode answer =
        agent.call("predict", "{\"model\": \"points\", \"instances\": [[5.5, 5.5], [0.1, 0.2]]}");
    assertThat(answer.at("/predictions/0/label").stringValue()).isIn("above", "below");

    JsonNode links = agent.call("export_link", "{\"model\": \"points\"}");
    String weights = links.path("weights").stringValue();
    assertThat(weights).startsWith("http://localhost:" + port + "/api/v1/models/");
    assertThat(agent.client().get(weights.substring(weights.indexOf("/api"))).status())
        .isEqualTo(200);
    assertThat(links.path("needs_key").booleanValue()).isTrue();
  }

  @Test
  void thePreviewOfATrainingLooksAtAllThatIsAsked() {
    Agent agent = agent("preview", "read", "train");
    agent.call("upload_csv", upload(""));
    trained(agent, "\"name\": \"first\"");
    String more =
        ", \"name\": \"second\", \"tags\": {\"team\": \"a\"}, \"description\": \"again\","
            + " \"threads\": 1, \"priority\": 3, \"freeze\": [0],"
            + " \"warm_start\": {\"model_id\": \"first\"}";

    JsonNode preview = agent.call("train", "{" + SPEC + more + "}").path("check");
    assertThat(preview.path("problems").isEmpty()).as(preview.toString()).isTrue();
    JsonNode job = agent.call("train", "{" + SPEC + more + ", \"confirm\": true}").path("job");
    assertThat(preview.path("carried").toString())
        .contains("\"0.W\":\"carried\"")
        .isEqualTo(job.path("carried").toString());
    assertThat(job.at("/tags/team").stringValue()).isEqualTo("a");
    assertThat(job.path("priority").intValue()).isEqualTo(3);
    ended(agent, job.path("id").stringValue());
    String wrong = more.replace("[0]", "[0, 9]").replace("\"first\"", "\"none\"");
    assertThat(agent.call("train", "{" + SPEC + wrong + "}").at("/check/problems").valueStream())
        .extracting(it -> it.path("pointer").stringValue())
        .containsExactlyInAnyOrder("/warm_start/model_id", "/freeze/1");
    assertThat(agent.refusal("train", "{\"model\": " + MODEL + "}").path("errors").valueStream())
        .extracting(it -> it.path("pointer").stringValue())
        .containsExactly("/training", "/dataset_id");
  }

  private static JsonNode ended(Agent agent, String job) {
    Set<String> ends = Set.of("succeeded", "failed", "cancelled");
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> agent.call("get_job", "{\"job\": \"" + job + "\"}"),
            it -> ends.contains(it.path("status").stringValue()));
  }

  @Test
  void aStepIsShownAndJobsAreCompared() {
    Agent agent = agent("steps", "read", "train");
    agent.call("upload_csv", upload(""));
    String first = trained(agent, "\"name\": \"plain\"");
    String second = trained(agent, "\"name\": \"frozen\", \"freeze\": [0]");

    JsonNode step =
        agent.call("trace_step", "{\"job\": \"plain\", \"step\": 2, \"values\": \"none\"}");
    assertThat(step.at("/forward/loss").isNumber()).isTrue();
    assertThat(step.at("/replayed/equals_recorded").booleanValue()).isTrue();

    JsonNode compared = agent.call("compare_jobs", "{\"jobs\": [\"plain\", \"" + second + "\"]}");
    assertThat(compared.path("baseline").stringValue()).isEqualTo(first);
    assertThat(compared.at("/jobs/1/metrics").isMissingNode()).isTrue();
    assertThat(
            agent
                .call("compare_jobs", "{\"jobs\": [\"plain\", \"frozen\"], \"metrics\": true}")
                .at("/jobs/1/metrics")
                .size())
        .isEqualTo(5);
  }

  private static String trained(Agent agent, String more) {
    String asked = "{" + SPEC + ", \"confirm\": true, " + more + "}";
    String job = agent.call("train", asked).at("/job/id").stringValue();
    ended(agent, job);
    return job;
  }

  @Test
  void numbersThatAreGivenAreTraced() {
    JsonNode step =
        agent("numbers", "read")
            .call(
                "trace_step",
                """
                {"spec": {"input_shape": [2], "layers": [{"type": "affine", "out": 1}], "loss": "mse"},
                 "parameters": {"0.W": [[1], [2]], "0.b": [0.5]},
                 "batch": {"x": [[1, 1]], "t": [[3]]}}
                """);

    assertThat(step.at("/forward/loss").doubleValue()).isEqualTo(0.125);
    assertThat(step.at("/gradients/0.W/0/0").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void whatAKeyDoesNotAllowIsNotListedAndRefused() {
    Agent reader = agent("reader", "read");
    Agent asker = agent("asker", "infer");

    assertThat(names(reader))
        .containsExactlyInAnyOrder(
            "list_datasets",
            "check_spec",
            "get_job",
            "diagnose",
            "compare_jobs",
            "trace_step",
            "export_link");
    assertThat(names(asker)).containsExactly("predict");
    assertThat(names(agent("all", "read", "train", "infer"))).hasSize(10);
    JsonNode refusal = reader.refusal("upload_csv", upload(""));
    assertThat(refusal.path("status").intValue()).isEqualTo(403);
    assertThat(refusal.path("detail").stringValue()).contains("scope train");
    assertThat(asker.refusal("get_job", "{\"job\": \"x\"}").path("status").intValue())
        .isEqualTo(403);
  }

  private static Set<String> names(Agent agent) {
    return agent.tools().values().stream()
        .map(it -> it.path("name").stringValue())
        .collect(Collectors.toSet());
  }

  @Test
  void whatBelongsToAnotherOwnerIsNotThere() {
    Agent owner = agent("owner", "read", "train", "infer");
    Agent other = agent("other", "read", "train", "infer");
    String dataset = owner.call("upload_csv", upload("")).path("id").stringValue();
    String job = trained(owner, "\"name\": \"mine\"");
    String model = owner.call("get_job", "{\"job\": \"mine\"}").path("model_id").stringValue();

    assertThat(other.call("list_datasets", "{}").path("items").size()).isZero();
    assertThat(status(other, "get_job", "{\"job\": \"%s\"}".formatted(job))).isEqualTo(404);
    assertThat(status(other, "get_job", "{\"job\": \"mine\"}")).isEqualTo(404);
    assertThat(status(other, "diagnose", "{\"job\": \"%s\"}".formatted(job))).isEqualTo(404);
    assertThat(status(other, "diagnose", "{\"model\": \"%s\"}".formatted(model))).isEqualTo(404);
    assertThat(status(other, "trace_step", "{\"job\": \"%s\", \"step\": 1}".formatted(job)))
        .isEqualTo(404);
    assertThat(status(other, "export_link", "{\"model\": \"%s\"}".formatted(model))).isEqualTo(404);
    assertThat(
            status(
                other, "predict", "{\"model\": \"%s\", \"instances\": [[1, 1]]}".formatted(model)))
        .isEqualTo(404);
    String theirs = "{\"dataset_id\": \"%s\", \"model\": %s, \"training\": {}, \"confirm\": true}";
    assertThat(other.refusal("train", theirs.formatted(dataset, MODEL)).at("/errors/0/pointer"))
        .hasToString("\"/dataset_id\"");
  }

  private static int status(Agent agent, String tool, String arguments) {
    return agent.refusal(tool, arguments).path("status").intValue();
  }

  @Test
  void aRefusalSaysWhatIsWrongWhereAndWhatToDo() {
    Agent agent = agent("mistaken", "read", "train", "infer");

    JsonNode line = agent.refusal("upload_csv", "{\"csv\": \"a,b\\n1,2\\n3\\n\"}");
    assertThat(line.at("/errors/0/line").intValue()).isEqualTo(3);
    assertThat(ToolResult.refused(line).text()).isEqualTo(line.path("detail").stringValue());
    JsonNode field = agent.refusal("upload_csv", "{\"csv\": \"a,b\\n1,x\\n\", \"traget\": \"b\"}");
    assertThat(field.path("detail").stringValue()).contains("did you mean \"target\"?");
    JsonNode argument = agent.refusal("get_job", "{\"jobs\": \"x\"}");
    assertThat(argument.at("/errors/0/pointer").stringValue()).isEqualTo("/job");
    assertThat(argument.toString()).contains("did you mean");
    agent.call("upload_csv", upload(""));
    JsonNode layer =
        agent.refusal(
            "train", "{" + SPEC.replace("\"out\": 8", "\"out\": 0") + ", \"confirm\": true}");
    assertThat(layer.at("/errors/0/pointer").stringValue()).isEqualTo("/model/layers/0/out");
    JsonNode preview = agent.loose("train", "{" + SPEC.replace("softmax_ce", "ce") + "}");
    assertThat(preview.at("/check/problems/0/pointer").stringValue()).isEqualTo("/model/loss");
    JsonNode two =
        agent.refusal(
            "train",
            "{\"dataset\": \"points\", \"model\": {\"layers\": []}, \"training\": {}, \"confirm\":"
                + " true}");
    assertThat(ToolResult.refused(two).text()).contains("\n- /model/loss: ");
    assertThat(status(agent, "compare_jobs", "{\"jobs\": []}")).isEqualTo(400);
    assertThat(status(agent, "diagnose", "{}")).isEqualTo(422);
  }

  @Test
  void aKeyOfACallMakesItSafeToRepeat() {
    Agent agent = agent("careful", "read", "train");
    String upload = upload(", \"idempotency_key\": \"one\"");

    JsonNode first = agent.call("upload_csv", upload);
    assertThat(agent.call("upload_csv", upload)).isEqualTo(first);
    String train = "{" + SPEC + ", \"confirm\": true, \"idempotency_key\": \"two\"";
    JsonNode job = agent.call("train", train + ", \"name\": \"a\", \"priority\": 1}").at("/job/id");
    assertThat(agent.call("train", train + ", \"priority\": 1, \"name\": \"a\"}").at("/job/id"))
        .isEqualTo(job);
    assertThat(status(agent, "train", train + ", \"name\": \"b\"}")).isEqualTo(422);
  }

  @Test
  void changesAndRefusalsAreInTheAuditAsIfTheyHadComeByThemselves() {
    Agent agent = agent("audited", "read", "train");
    String dataset = agent.call("upload_csv", upload("")).path("id").stringValue();
    agent.call("train", "{" + SPEC + "}");
    agent("audited", "read").refusal("train", "{" + SPEC + "}");

    List<JsonNode> entries =
        KeyedClient.of(port, KeyedServiceTest.ADMIN)
            .get("/api/v1/audit?limit=200")
            .json()
            .path("items")
            .values()
            .stream()
            .filter(it -> it.path("owner").stringValue().equals("agent-of-audited"))
            .toList();
    assertThat(entries).hasSize(2);
    assertThat(entries.getFirst().path("operation").stringValue()).isEqualTo("tools/call train");
    assertThat(entries.getFirst().path("status").intValue()).isEqualTo(403);
    assertThat(entries.getLast().path("operation").stringValue())
        .isEqualTo("POST /api/v1/datasets/raw");
    assertThat(entries.getLast().path("subject").stringValue()).isEqualTo(dataset);
    assertThat(entries.getLast().path("status").intValue()).isEqualTo(201);
  }

  @Test
  void eachMessageOfABatchCountsAsARequestOfTheKey() {
    String key =
        KeyedClient.of(port, KeyedServiceTest.ADMIN)
            .post(
                "/api/v1/keys",
                "{\"owner\": \"agent-of-batches\", \"scopes\": [\"read\"],"
                    + " \"limits\": {\"requests_per_second\": 4}}")
            .text("/key");
    KeyedClient client = KeyedClient.of(port, key);

    assertThat(client.post(Agent.PATH, pings(4)).json().size()).isEqualTo(4);
    assertThat(IntStream.range(0, 5).mapToObj(_ -> client.post(Agent.PATH, pings(4)).status()))
        .contains(429);
    assertThat(client.post(Agent.PATH, pings(5)).status()).isIn(413, 429);
  }

  private static String pings(int count) {
    return Collections.nCopies(count, Agent.PING).toString();
  }

  @Test
  void withoutAKeyNothingIsSaid() {
    Agent nobody = new Agent(KeyedClient.withoutKey(port), "2025-11-25");

    assertThat(nobody.send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}").status())
        .isEqualTo(401);
    assertThat(nobody.send("not JSON").status()).isEqualTo(401);
  }
}
