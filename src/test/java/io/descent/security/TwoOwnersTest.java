package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.KeyedServiceTest;
import io.descent.security.KeyedClient.Answer;
import io.descent.security.MappedOperations.Mapped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What belongs to one owner does not exist for another, whatever is asked and in whatever way. */
@KeyedServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoOwnersTest {

  private static final String ALL = "[\"read\", \"train\", \"infer\"]";
  private static final String NAME = "secret-of-ada";
  private static final String TABLE =
      "x,y,kind\n" + "1,4,a\n2,3,b\n3,2,a\n4,1,b\n7,8,a\n9,6,b\n".repeat(5);

  @LocalServerPort private int port;
  @Autowired private ApplicationContext context;
  private KeyedClient ada;
  private KeyedClient bob;
  private String dataset;
  private String job;
  private String model;
  private String sweep;

  /** Keys are made by an administrator, who is an owner as any other. */
  @BeforeAll
  void twoOwners() {
    KeyedClient admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);
    ada = admin.make("ada-" + System.nanoTime(), ALL);
    bob = admin.make("bob-" + System.nanoTime(), ALL);
    dataset = upload(ada).text("/id");
    job = ada.post("/api/v1/jobs", jobOn(dataset)).text("/id");
    model =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> ada.get("/api/v1/jobs/" + job).text("/model_id"), id -> !id.isEmpty());
    ada.post("/api/v1/models/" + model + "/evaluations", datasetId(dataset));
    sweep = ada.post("/api/v1/sweeps", sweepOn(dataset)).text("/id");
    ada.post("/api/v1/sweeps/" + sweep + "/cancel", "");
    // Kept loaded from now on
    ada.post("/api/v1/models/" + model + "/predictions", "{\"instances\": [[1, 2]]}");
  }

  @Test
  void whatIsNamedInAnAddressIsNotThereForAnother() {
    for (String name : List.of(dataset, job, model, sweep, NAME)) {
      for (Mapped mapped : named().toList()) {
        String path = mapped.path(name);
        Answer answer = send(bob, mapped, path);
        assertThat(answer.status()).as(mapped.verb() + " " + path).isBetween(400, 499);
        assertThat(answer.http().body()).doesNotContain("weights_sha256", "x,y,kind");
        if (!mapped.changes()) {
          // A parameter that is missing may be told first
          assertThat(answer.status()).as(path).isIn(404, 400);
          assertThat(answer.status() == 400 && !answer.http().body().contains("pointer")).isFalse();
        }
      }
    }
    assertThat(ada.get("/api/v1/datasets/" + dataset).status()).isEqualTo(200);
    assertThat(ada.get("/api/v1/jobs/" + job).status()).isEqualTo(200);
    assertThat(ada.get("/api/v1/models/" + model).status()).isEqualTo(200);
  }

  /** The administrator's own things are those of the owner local. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/datasets/DATASET",
        "/api/v1/datasets/DATASET/content",
        "/api/v1/datasets/DATASET/rows",
        "/api/v1/datasets/DATASET/columns?name=x",
        "/api/v1/datasets/DATASET/projection",
        "/api/v1/jobs/JOB",
        "/api/v1/jobs/JOB/metrics",
        "/api/v1/jobs/JOB/history",
        "/api/v1/jobs/JOB/events",
        "/api/v1/events?job_id=JOB",
        "/api/v1/sweeps/SWEEP",
        "/api/v1/sweeps/SWEEP/trials",
        "/api/v1/jobs?sort=/training/batch_size&sweep_id=SWEEP",
        "/api/v1/models/MODEL",
        "/api/v1/models/MODEL/card",
        "/api/v1/models/MODEL/weights",
        "/api/v1/models/MODEL/onnx",
        "/v2/models/MODEL",
        "/v2/models/MODEL/ready",
        "/v2/models/secret-of-ada",
        "/v2/models/secret-of-ada/versions/1"
      })
  void whatItsOwnerReadsNobodyElseDoes(String address) {
    String path =
        address
            .replace("DATASET", dataset)
            .replace("JOB", job)
            .replace("MODEL", model)
            .replace("SWEEP", sweep);

    assertThat(ada.get(path).status()).isEqualTo(200);
    assertThat(bob.get(path).status()).isEqualTo(404);
    assertThat(KeyedClient.of(port, KeyedServiceTest.ADMIN).get(path).status()).isEqualTo(404);
    assertThat(KeyedClient.withoutKey(port).get(path).status()).isEqualTo(401);
  }

  @Test
  void noListTellsOfAnother() {
    for (String list :
        List.of("/api/v1/datasets", "/api/v1/jobs", "/api/v1/sweeps", "/api/v1/models")) {
      assertThat(ada.get(list).http().body()).contains(NAME);
      assertThat(bob.get(list).json().at("/items")).isEmpty();
    }
    assertThat(bob.get("/api/v1/models?job_id=" + job).json().at("/items")).isEmpty();
    assertThat(bob.get("/api/v1/models?name=" + NAME).json().at("/items")).isEmpty();
    assertThat(bob.get("/api/v1/jobs?dataset_id=" + dataset).json().at("/items")).isEmpty();
    assertThat(bob.get("/api/v1/jobs?sweep_id=" + sweep).json().at("/items")).isEmpty();
    assertThat(ada.get("/api/v1/usage").json().at("/models").intValue()).isEqualTo(1);
    assertThat(bob.get("/api/v1/usage").json().at("/models").intValue()).isZero();
  }

  @Test
  void whatABodyNamesIsNotThereForAnother() {
    assertInvalid(bob.post("/api/v1/jobs", jobOn(dataset)), "/dataset_id");
    assertInvalid(bob.post("/api/v1/sweeps", sweepOn(dataset)), "/dataset_id");
    String own = upload(bob).text("/id");
    assertInvalid(
        bob.post(
            "/api/v1/jobs",
            jobOn(own).replaceFirst("\\{", "{\"warm_start\": {\"model_id\": \"" + model + "\"},")),
        "/warm_start/model_id");
    assertThat(bob.post("/api/v1/models/" + model + "/evaluations", datasetId(own)).status())
        .isEqualTo(404);
    assertThat(bob.post("/api/v1/models/" + model + "/importance", datasetId(own)).status())
        .isEqualTo(404);
    Answer again = bob.send("POST", "/api/v1/datasets?from=" + dataset, "", "text/csv");
    assertThat(again.status()).isEqualTo(422);
    Answer check =
        bob.post("/api/v1/specs/check", jobOn(dataset).replaceFirst("\"name\": \"[^\"]*\",", ""));
    assertThat(check.json().at("/valid").booleanValue()).isFalse();
    assertThat(bob.delete("/api/v1/datasets/" + own).status()).isEqualTo(204);
  }

  /** One that is one's own does not open the other. */
  @Test
  void whatIsNamedBesideOnesOwnIsNotThereEither() {
    String own = upload(bob).text("/id");
    String ownJob = bob.post("/api/v1/jobs", jobOn(own)).text("/id");
    String ownModel =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> bob.get("/api/v1/jobs/" + ownJob).text("/model_id"), id -> !id.isEmpty());

    for (String pair : List.of(ownJob + "&%s=" + job, job + "&%s=" + ownJob)) {
      assertThat(bob.get("/api/v1/jobs/compare?id=" + pair.formatted("id")).status())
          .isEqualTo(404);
      String events = "/api/v1/events?job_id=" + pair.formatted("job_id");
      assertThat(bob.send("GET", events, "", "", "Last-Event-ID", "1.0,1.0").status())
          .isEqualTo(404);
      assertThat(bob.get(events).status()).isEqualTo(404);
    }
    String ofJob = "/api/v1/jobs/" + job + "/events";
    assertThat(bob.send("GET", ofJob, "", "", "Last-Event-ID", "1.0").status()).isEqualTo(404);
    assertInvalid(
        bob.send("PUT", "/api/v1/models/aliases/mine", modelId(model), "application/json"),
        "/model_id");
    String at = "/api/v1/models/" + ownModel;
    assertInvalid(bob.post(at + "/predictions", datasetId(dataset)), "/dataset_id");
    assertInvalid(bob.post(at + "/evaluations", datasetId(dataset)), "/dataset_id");
    assertInvalid(bob.post(at + "/importance", datasetId(dataset)), "/dataset_id");
    String tested = jobOn(own).replace("\"seed\": 1", "\"seed\": 1, \"split\": " + testedOn());
    assertInvalid(bob.post("/api/v1/jobs", tested), "/training/split/test_dataset_id");
    ada.send("PUT", "/api/v1/models/aliases/hers", modelId(model), "application/json");
    assertThat(bob.get("/api/v1/models/hers").status()).isEqualTo(404);
    assertThat(bob.get("/v2/models/hers").status()).isEqualTo(404);
    assertThat(bob.delete("/api/v1/models/aliases/hers").status()).isEqualTo(404);
    assertThat(bob.get("/api/v1/models/aliases").json().at("/items")).isEmpty();
    assertThat(ada.get("/api/v1/models/hers").status()).isEqualTo(200);

    ada.delete("/api/v1/models/aliases/hers");
    Stream.of("models/" + ownModel, "jobs/" + ownJob, "datasets/" + own)
        .forEach(it -> bob.delete("/api/v1/" + it));
  }

  private String testedOn() {
    return "{\"train\": 0.8, \"validation\": 0.2, \"test_dataset_id\": \"" + dataset + "\"}";
  }

  private static String modelId(String id) {
    return "{\"model_id\": \"" + id + "\"}";
  }

  @Test
  void idempotencyKeysOfTwoOwnersAreTwo() {
    String[] key = {"Idempotency-Key", "the-same"};
    String ofAda = ada.send("POST", "/api/v1/datasets?name=i", TABLE, "text/csv", key).text("/id");
    Answer ofBob = bob.send("POST", "/api/v1/datasets?name=i", TABLE, "text/csv", key);

    assertThat(ofBob.status()).isEqualTo(201);
    assertThat(ofBob.text("/id")).isNotEqualTo(ofAda);
    assertThat(ada.send("POST", "/api/v1/datasets?name=i", TABLE, "text/csv", key).text("/id"))
        .isEqualTo(ofAda);
    ada.delete("/api/v1/datasets/" + ofAda);
    bob.delete("/api/v1/datasets/" + ofBob.text("/id"));
  }

  @Test
  void aKeyOfTheSameOwnerSeesTheSame() {
    KeyedClient admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);
    KeyedClient second = admin.make(ada.get("/api/v1").text("/caller/owner"), "[\"read\"]");

    assertThat(second.get("/api/v1/models/" + model).status()).isEqualTo(200);
    assertThat(second.delete("/api/v1/models/" + model).status()).isEqualTo(403);
  }

  private Stream<Mapped> named() {
    return MappedOperations.of(context)
        .filter(it -> it.pattern().contains("{"))
        .filter(it -> !it.pattern().startsWith("/actuator"))
        .filter(it -> !it.pattern().startsWith("/api/v1/keys"))
        .filter(it -> !it.pattern().startsWith("/api/v1/datasets/samples"))
        .distinct();
  }

  private static Answer send(KeyedClient client, Mapped mapped, String path) {
    boolean body = Set.of("POST", "PUT", "PATCH").contains(mapped.verb());
    return client.send(
        mapped.verb(), path, body ? "{}" : "", body ? "application/json" : "", "Accept", "*/*");
  }

  private static void assertInvalid(Answer answer, String pointer) {
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
  }

  private static Answer upload(KeyedClient client) {
    return client.send("POST", "/api/v1/datasets?name=" + NAME, TABLE, "text/csv");
  }

  private static String jobOn(String dataset) {
    return """
    {"name": "%s", "dataset_id": "%s",
     "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"},
     "training": {"epochs": 2, "batch_size": 4, "seed": 1}}
    """
        .formatted(NAME, dataset);
  }

  /** Too long to have made a model before it is cancelled. */
  private static String sweepOn(String dataset) {
    return jobOn(dataset)
        .replace("\"epochs\": 2", "\"epochs\": 100000")
        .replaceFirst(
            "\\{",
            "{\"space\": {\"/training/batch_size\": {\"choice\": [1, 2]}},"
                + " \"strategy\": {\"type\": \"grid\"},");
  }

  private static String datasetId(String id) {
    return "{\"dataset_id\": \"" + id + "\"}";
  }
}
