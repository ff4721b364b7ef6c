package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Jobs as a client sees them, whatever the database. */
@Timeout(180)
abstract class JobsContract {

  private static final String SHORT = "{\"epochs\": 3, \"seed\": 1, \"batch_size\": 8}";
  private static final String LONG = "{\"epochs\": 100000, \"seed\": 1, \"batch_size\": 1}";

  @LocalServerPort private int port;
  @Autowired private JdbcTemplate jdbc;

  private JobClient client;
  private String dataset = "";

  @BeforeEach
  void upload() {
    client = new JobClient(port);
    dataset = client.upload();
  }

  private JobClient.Answer send(String method, String path, String body, String... headers) {
    return client.send(method, path, body, headers);
  }

  private JobClient.Answer get(String path, String... headers) {
    return client.send("GET", path, "", headers);
  }

  private String order(String training) {
    return JobClient.order(dataset, training);
  }

  private String started(String training) {
    JobClient.Answer answer = send("POST", "/jobs", order(training));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    return answer.text("id");
  }

  private void awaitStatus(String job, String... statuses) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Set.of(statuses).contains(get("/jobs/" + job).text("status")));
  }

  @Test
  void aJobIsAcceptedTrainedAndShown() {
    JobClient.Answer accepted = send("POST", "/jobs", order(SHORT));
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.header("Location")).isEqualTo("/api/v1/jobs/" + accepted.text("id"));
    assertThat(accepted.text("name")).isEqualTo("forty");
    assertThat(accepted.body().at("/training/optimizer/lr").asDouble()).isEqualTo(0.1);

    String job = accepted.text("id");
    awaitStatus(job, "succeeded");
    JsonNode done = get("/jobs/" + job).body();
    assertThat(done.path("stop_reason").asString()).isEqualTo("completed");
    assertThat(done.path("phase").isNull()).isTrue();
    assertThat(done.at("/progress/epoch").asInt()).isEqualTo(3);
    assertThat(done.at("/progress/fraction").asDouble()).isEqualTo(1);
    assertThat(done.at("/progress/updates").asInt()).isEqualTo(12);
    assertThat(done.at("/latest/train_accuracy").isNumber()).isTrue();
    String worker = done.path("worker").asString();
    assertThat(worker).startsWith("descent-");
    assertThat(get("/replicas").body().path("items").findValuesAsString("name")).contains(worker);
    assertThat(done.path("attempt").asInt()).isEqualTo(1);
    assertThat(get("/models/" + done.path("model_id").asString()).status()).isEqualTo(200);
  }

  @Test
  void jobsThatComeAtOnceAreNoMoreThanTheLimit() throws Exception {
    int most = get("/limits").body().path("unfinished_jobs_per_owner").asInt();
    JobFixture jobs = new JobFixture(jdbc);
    List<UUID> paused = new ArrayList<>();
    List<String> accepted;
    try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
      while (unfinished() < most - 3) {
        UUID id = jobs.queued(UUID.randomUUID(), "CLASSIFICATION", "{}", "{}", 1);
        jobs.status(id, JobStatus.PAUSED);
        paused.add(id);
      }
      Callable<JobClient.Answer> post = () -> send("POST", "/jobs", order(LONG));
      List<JobClient.Answer> answers =
          clients.invokeAll(Collections.nCopies(16, post)).stream().map(Future::resultNow).toList();
      assertThat(answers).allMatch(it -> it.status() == 202 || it.status() == 429);
      accepted =
          answers.stream().filter(it -> it.status() == 202).map(it -> it.text("id")).toList();
      assertThat(accepted).hasSizeBetween(3, 15);
      assertThat(unfinished()).isLessThanOrEqualTo(most);
    } finally {
      paused.forEach(id -> jdbc.update("delete from job where id = ?", id));
    }
    accepted.forEach(id -> send("POST", "/jobs/" + id + "/cancel", ""));
  }

  private long unfinished() {
    return jdbc.queryForObject(
        "select count(*) from job where owner = 'local' and status not in"
            + " ('SUCCEEDED', 'FAILED', 'CANCELLED')",
        Long.class);
  }

  @Test
  void metricsCountEveryEpochOnceInPagesOrAsCsv() {
    String job = started(SHORT);
    awaitStatus(job, "succeeded");

    JsonNode page = get("/jobs/" + job + "/metrics?limit=2").body();
    assertThat(page.path("items").size()).isEqualTo(2);
    JsonNode rest =
        get("/jobs/" + job + "/metrics?limit=2&cursor=" + page.path("next_cursor").asString())
            .body();
    assertThat(rest.path("items").size()).isEqualTo(1);
    assertThat(rest.path("next_cursor").isNull()).isTrue();
    assertThat(rest.at("/items/0/epoch").asInt()).isEqualTo(3);
    assertThat(rest.at("/items/0/seconds").isNumber()).isTrue();
    JobClient.Answer csv = get("/jobs/" + job + "/metrics", "Accept", "text/csv");
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.http().body().lines().toList())
        .hasSize(4)
        .first()
        .asString()
        .startsWith(
            "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,lr,grad_norm,"
                + "seconds,layer_0_dead_share,layer_0_saturated_share,layer_0_update_ratio");
    assertThat(page.at("/items/0/layers/0/update_ratio").asDouble()).isPositive();
    JsonNode diagnosis = get("/jobs/" + job).body().path("diagnosis");
    assertThat(diagnosis.path("summary").asString()).isNotEmpty();
    assertThat(diagnosis.path("evidence")).isNotEmpty();
    assertThat(diagnosis.path("layers")).isNotEmpty();
    assertThat(get("/jobs/" + job + "/metrics?points=2").body().path("items").size()).isEqualTo(2);
    assertThat(get("/jobs/" + job + "/metrics?points=0").status()).isEqualTo(400);
    assertThat(get("/jobs/" + job + "/metrics?points=many").status()).isEqualTo(400);
  }

  @Test
  void aJobIsFoundByItsTagsAndNamedAnew() {
    String order = order(LONG).replaceFirst("\\{", "{\"tags\": {\"a\": \"1\", \"b\": \"x:y\"}, ");
    JobClient.Answer made = send("POST", "/jobs", order);
    assertThat(made.status()).as(made.http().body()).isEqualTo(202);
    String job = made.text("id");
    String other = started(LONG);
    assertThat(get("/jobs?tag=a:1&tag=b:x:y").body().at("/items").findValuesAsString("id"))
        .contains(job)
        .doesNotContain(other);
    assertThat(get("/jobs?tag=a").status()).isEqualTo(400);

    String patch =
        """
        {"name": "anew", "tags": {"a": null, "c": ""}, "description": "of it"}
        """;
    JobClient.Answer changed = send("PATCH", "/jobs/" + job, patch);
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
    assertThat(get("/jobs/" + job).body().path("tags")).hasToString("{\"b\":\"x:y\",\"c\":\"\"}");
    assertThat(get("/jobs?name=anew&tag=c:").body().at("/items/0/description").asString())
        .isEqualTo("of it");
    JobClient.Answer silent = send("PATCH", "/jobs/" + job, "{\"description\": \"\"}");
    assertThat(silent.body().path("description")).hasToString("\"\"");
    assertThat(get("/jobs?tag=a:1").body().at("/items").findValuesAsString("id"))
        .doesNotContain(job);
    assertThat(send("PATCH", "/jobs/" + job, "{\"tags\": {\"c\": 1}}").status()).isEqualTo(400);
    assertThat(send("PATCH", "/jobs/" + job, "{\"status\": \"paused\"}").status()).isEqualTo(400);
    String many = IntStream.range(0, 32).mapToObj(i -> "\"k" + i + "\": \"\"").toList().toString();
    JobClient.Answer refused =
        send("PATCH", "/jobs/" + job, "{\"tags\": {" + many.substring(1, many.length() - 1) + "}}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.http().body()).contains("/tags", "32");
    send("POST", "/jobs/" + job + "/cancel", "");
    send("POST", "/jobs/" + other + "/cancel", "");
    awaitStatus(job, "cancelled");
    assertThat(send("DELETE", "/jobs/" + job, "").status()).isEqualTo(204);
    assertThat(get("/jobs?tag=c:").body().at("/items")).isEmpty();
  }

  @Test
  void aListIsSortedPageByPageAndWhatHasNoValueComesLast() {
    String rate =
        """
        {"epochs": 2, "seed": 1, "batch_size": 8, "optimizer": {"type": "sgd", "lr": %s}}
        """;
    List<String> jobs =
        Stream.of("0.3", "0.01", "0.3", "0.2").map(lr -> started(rate.formatted(lr))).toList();
    String waiting = started(LONG);
    send("POST", "/jobs/" + waiting + "/pause", "");
    jobs.forEach(job -> awaitStatus(job, "succeeded"));
    String of = "/jobs?limit=2&dataset_id=" + dataset;

    assertThat(walked(of + "&sort=-lr"))
        .containsExactly(jobs.get(2), jobs.get(0), jobs.get(3), waiting, jobs.get(1));
    assertThat(walked(of + "&sort=finished_at")).hasSize(5).last().isEqualTo(waiting);
    assertThat(walked(of + "&sort=-finished_at")).hasSize(5).last().isEqualTo(waiting);
    assertThat(walked(of + "&sort=created_at")).startsWith(jobs.get(0), jobs.get(1));
    for (String key :
        List.of(
            "name", "samples_per_second", "best.validation_r2", "batch_size", "epochs", "seed")) {
      assertThat(walked(of + "&sort=" + key)).as(key).hasSize(5).doesNotHaveDuplicates();
      assertThat(walked(of + "&sort=-" + key)).as(key).hasSize(5).doesNotHaveDuplicates();
    }
    assertThat(
            walked(of + "&sort=best.validation_loss").stream()
                .filter(job -> !job.equals(waiting))
                .map(job -> get("/jobs/" + job).body().at("/best/validation_loss").asDouble()))
        .hasSize(4)
        .isSorted();
    JobClient.Answer refused = get("/jobs?sort=loss");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.http().body()).contains("best.validation_loss", "samples_per_second");
    send("POST", "/jobs/" + waiting + "/cancel", "");
  }

  private List<String> walked(String list) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JobClient.Answer page = get(list + cursor);
      assertThat(page.status()).as(page.http().body()).isEqualTo(200);
      ids.addAll(page.body().at("/items").findValuesAsString("id"));
      cursor = "&cursor=" + page.text("next_cursor");
    } while (!cursor.equals("&cursor="));
    return ids;
  }

  @Test
  void theBestEpochIsShownWithItsScores() {
    String job = started(SHORT);
    awaitStatus(job, "succeeded");
    JsonNode best = get("/jobs/" + job).body().path("best");
    JsonNode metrics = get("/jobs/" + job + "/metrics").body().at("/items");
    assertThat(metrics.valueStream().map(it -> it.path("validation_loss").asDouble()))
        .hasSize(3)
        .allMatch(loss -> loss >= best.path("validation_loss").asDouble());
    JsonNode epoch = metrics.get(best.path("epoch").asInt() - 1);
    assertThat(best.path("validation_loss")).isEqualTo(epoch.path("validation_loss"));
    assertThat(best.path("validation_accuracy")).isEqualTo(epoch.path("validation_accuracy"));
    assertThat(get("/jobs?limit=200").body().at("/items").findValues("best")).contains(best);
  }

  @Test
  void aJobWhoseTimeIsOverIsCancelledWhereverItStands() {
    String order = order(LONG).replaceFirst("\\{", "{\"expires_in_seconds\": 2, ");
    List<String> jobs =
        Stream.of(order, order).map(it -> send("POST", "/jobs", it).text("id")).toList();
    send("POST", "/jobs/" + jobs.getFirst() + "/pause", "");
    assertThat(get("/jobs/" + jobs.getFirst()).text("expires_at")).isNotEmpty();

    for (String job : jobs) {
      awaitStatus(job, "cancelled");
      assertThat(get("/jobs/" + job).text("stop_reason")).isEqualTo("expired");
    }
    assertThat(send("POST", "/jobs", order.replace(": 2,", ": 0,")).status()).isEqualTo(422);
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    String job = started(SHORT);
    awaitStatus(job, "succeeded");
    for (String path : List.of("/jobs/" + job, "/jobs/" + job + "/metrics")) {
      String tag = get(path).header("ETag");
      // A strong one would keep the answer from being compressed
      assertThat(tag).startsWith("W/");
      assertThat(get(path, "If-None-Match", tag).status()).isEqualTo(304);
      assertThat(get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }
  }

  @Test
  void theSameKeyGivesTheSameJob() {
    String key = UUID.randomUUID().toString();
    JobClient.Answer first = send("POST", "/jobs", order(SHORT), "Idempotency-Key", key);
    JobClient.Answer second = send("POST", "/jobs", order(SHORT), "Idempotency-Key", key);
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.text("id")).isEqualTo(first.text("id"));
    assertThat(send("POST", "/jobs", order(LONG), "Idempotency-Key", key).status()).isEqualTo(422);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    JobClient.Answer wrong =
        send(
            "POST",
            "/jobs",
            """
            {"dataset_id": "%s", "priority": 101, "threads": 0, "warm_start": {"model_id": "%s"},
             "model": {"layers": [{"type": "affine", "out": 3}], "loss": "softmax_ce"},
             "training": {"epochs": 0}}
            """
                .formatted(dataset, UUID.randomUUID()));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body().path("errors").findValuesAsString("pointer"))
        .contains("/priority", "/threads", "/warm_start/model_id", "/training/epochs");

    String unknown = order(SHORT).replace(dataset, UUID.randomUUID().toString());
    assertThat(send("POST", "/jobs", unknown).body().at("/errors/0/pointer").asString())
        .isEqualTo("/dataset_id");
    assertThat(send("POST", "/jobs", order(SHORT).replace("\"model\"", "\"modle\"")).status())
        .isEqualTo(400);
    assertThat(send("POST", "/jobs", "{").status()).isEqualTo(400);
  }

  @Test
  void aRunningJobIsPausedResumedAndCancelled() {
    String job = started(LONG);
    awaitStatus(job, "running");
    assertThat(send("POST", "/jobs/" + job + "/pause", "").status()).isEqualTo(202);
    awaitStatus(job, "paused");
    assertThat(send("POST", "/jobs/" + job + "/pause", "").text("status")).isEqualTo("paused");
    assertThat(send("DELETE", "/jobs/" + job, "").status()).isEqualTo(409);
    assertThat(send("DELETE", "/datasets/" + dataset, "").status()).isEqualTo(409);

    assertThat(send("POST", "/jobs/" + job + "/resume", "").status()).isEqualTo(202);
    awaitStatus(job, "running");
    assertThat(send("POST", "/jobs/" + job + "/cancel", "").status()).isEqualTo(202);
    awaitStatus(job, "cancelled");
    JsonNode ended = get("/jobs/" + job).body();
    assertThat(ended.path("stop_reason").asString()).isEqualTo("cancelled");
    assertThat(ended.path("finished_at").isNull()).isFalse();
    assertThat(send("POST", "/jobs/" + job + "/cancel", "").status()).isEqualTo(202);
    JobClient.Answer refused = send("POST", "/jobs/" + job + "/resume", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail")).contains("cancelled");
    JsonNode began = get("/jobs/" + job + "/history?limit=3").body();
    assertThat(began.path("items").findValuesAsString("status"))
        .containsExactly("queued", "running", "pausing");
    JsonNode rest =
        get("/jobs/" + job + "/history?cursor=" + began.path("next_cursor").asString()).body();
    assertThat(rest.path("items").findValuesAsString("status"))
        .containsExactly("paused", "queued", "running", "cancelling", "cancelled");
    JsonNode last = rest.path("items").get(4);
    assertThat(last.path("stop_reason").asString()).isEqualTo("cancelled");
    assertThat(last.path("attempt").asInt()).isEqualTo(2);
    assertThat(last.path("update").asLong())
        .isGreaterThanOrEqualTo(rest.at("/items/0/update").asLong())
        .isPositive();

    assertThat(send("DELETE", "/jobs/" + job, "").status()).isEqualTo(204);
    assertThat(get("/jobs/" + job).status()).isEqualTo(404);
    assertThat(send("DELETE", "/datasets/" + dataset, "").status()).isEqualTo(204);
  }

  @Test
  void jobsAreListedNewestFirstByStatusAndDataset() {
    String first = started(SHORT);
    String second = started(SHORT);
    awaitStatus(first, "succeeded");
    awaitStatus(second, "succeeded");

    JsonNode list = get("/jobs?dataset_id=" + dataset).body();
    assertThat(list.path("items").findValuesAsString("id")).startsWith(second, first);
    JsonNode page = get("/jobs?limit=1&status=succeeded&dataset_id=" + dataset).body();
    assertThat(page.at("/items/0/id").asString()).isEqualTo(second);
    assertThat(
            get("/jobs?limit=1&status=succeeded&dataset_id="
                    + dataset
                    + "&cursor="
                    + page.path("next_cursor").asString())
                .body()
                .at("/items/0/id")
                .asString())
        .isEqualTo(first);
    assertThat(get("/jobs?status=failed&dataset_id=" + dataset).body().path("items").size())
        .isZero();
    assertThat(get("/jobs?status=FAILED").status()).isEqualTo(400);
    assertThat(get("/jobs?colour=red").status()).isEqualTo(400);
  }

  @Test
  void waitingJobsKnowTheirPlace() {
    List<String> running = IntStream.range(0, 8).mapToObj(_ -> started(LONG)).toList();
    JsonNode last = get("/jobs/" + running.getLast()).body();
    assertThat(last.path("status").asString()).isEqualTo("queued");
    assertThat(last.path("queue_position").asInt()).isPositive();
    running.forEach(job -> send("POST", "/jobs/" + job + "/cancel", ""));
    running.forEach(job -> awaitStatus(job, "cancelled"));
  }

  @Test
  void aTrainingIsReproducedToTheBit() {
    String job = started(SHORT);
    awaitStatus(job, "succeeded");
    JobClient.Answer again = send("POST", "/jobs/" + job + "/reproduce", "");
    assertThat(again.status()).isEqualTo(202);
    awaitStatus(again.text("id"), "succeeded");

    JsonNode reproduction = get("/jobs/" + again.text("id")).body().path("reproduction");
    assertThat(reproduction.path("of").asString()).isEqualTo(job);
    assertThat(reproduction.path("match").asBoolean()).isTrue();
    assertThat(reproduction.path("first_difference").isNull()).isTrue();
    assertThat(reproduction.path("weights_sha256").asString()).hasSize(64);
  }

  /** Its columns and classes are in another order, and it has a category more. */
  private String testSet() {
    return client.upload("target=label", "label,y,x\nb,7,1\na,3,2\nb,10,3\nb,2,5\na,8,30\n");
  }

  private static String testedOn(String dataset, String more) {
    return "{\"epochs\": 3, \"seed\": 1, \"split\": {%s\"test_dataset_id\": \"%s\"}}"
        .formatted(more, dataset);
  }

  @Test
  void anOwnTestSetIsWhatTheModelIsTestedOn() {
    String test = testSet();
    String job = started(testedOn(test, ""));
    JsonNode split = get("/jobs/" + job).body().at("/training/split");
    assertThat(split.path("train").asDouble()).isEqualTo(0.9);
    assertThat(split.path("test").asDouble()).isZero();
    assertThat(split.path("test_dataset_id").asString()).isEqualTo(test);
    awaitStatus(job, "succeeded");

    JsonNode model = get("/models/" + get("/jobs/" + job).text("model_id")).body();
    JsonNode matrix = model.at("/metrics/test/confusion_matrix");
    assertThat(matrix.get(0).get(0).asInt() + matrix.get(0).get(1).asInt()).isEqualTo(2);
    assertThat(matrix.get(1).get(0).asInt() + matrix.get(1).get(1).asInt()).isEqualTo(3);
    assertThat(model.at("/metrics/test/dataset/sha256"))
        .isEqualTo(get("/datasets/" + test).body().get("sha256"));
    JsonNode rows = get("/models/" + model.path("id").asString() + "/card").body();
    assertThat(rows.at("/provenance/rows"))
        .hasToString("{\"train\":36,\"validation\":4,\"test\":5}");

    String again = send("POST", "/jobs/" + job + "/reproduce", "").text("id");
    awaitStatus(again, "succeeded");
    assertThat(get("/jobs/" + again).body().at("/reproduction/match").asBoolean()).isTrue();
    assertThat(send("DELETE", "/datasets/" + test, "").status()).isEqualTo(204);
    assertThat(send("POST", "/jobs/" + job + "/reproduce", "").status()).isEqualTo(409);
    assertThat(get("/models/" + model.path("id").asString()).body().at("/metrics/test/dataset/id"))
        .hasToString("\"" + test + "\"");
  }

  @Test
  void anOwnTestSetIsFoundByItsName() {
    String older = client.upload("name=own-test&target=label", "label,y,x\na,3,2\nb,10,3\n");
    String test = client.upload("name=own-test&target=label", "label,y,x\na,3,2\nb,11,3\n");
    String job = started(testedOn("own-test", ""));

    JsonNode split = get("/jobs/" + job).body().at("/training/split");
    assertThat(split.path("test_dataset_id").asString()).isEqualTo(test).isNotEqualTo(older);
    awaitStatus(job, "succeeded");
  }

  @Test
  void anOwnTestSetStaysWhileAJobIsUnfinished() {
    String test = testSet();
    String job = started(testedOn(test, "").replace("\"epochs\": 3", "\"epochs\": 100000"));
    JobClient.Answer refused = send("DELETE", "/datasets/" + test, "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("detail")).contains(job);
    send("POST", "/jobs/" + job + "/cancel", "");
    awaitStatus(job, "cancelled");

    assertThat(send("DELETE", "/datasets/" + test, "").status()).isEqualTo(204);
  }

  @Test
  void aJobShowsHowManyThreadsItWantsAtMost() {
    String capped = order(SHORT).replaceFirst("\\{", "{\"threads\": 2, ");
    assertThat(send("POST", "/jobs", capped).body().path("threads").asInt()).isEqualTo(2);
    assertThat(send("POST", "/jobs", order(SHORT)).body().has("threads")).isFalse();
  }

  @Test
  void anOwnTestSetThatDoesNotFitIsRefused() {
    String other = client.upload("name=other", "x,z,label\n1,2,a\n3,4,c\n");
    String good = testSet();

    assertRefused(testedOn(UUID.randomUUID().toString(), ""), "/test_dataset_id", "no data set");
    assertRefused(testedOn(other, ""), "/test_dataset_id", "has no numeric column y");
    assertRefused(
        testedOn("never", ""), "/test_dataset_id", "nothing has the id or name \"never\"");
    assertRefused(testedOn(good, "\"train\": 0.8, "), "", "train and validation add to 0.9");
    assertRefused(testedOn(good, "\"test\": 0.1, "), "/test", "must be 0 or absent");
    assertThat(
            send(
                    "POST",
                    "/specs/check",
                    order(testedOn(other, "")).replace("\"priority\"", "\"x\""))
                .body()
                .at("/problems/0/pointer")
                .asString())
        .isEqualTo("/training/split/test_dataset_id");
  }

  @Test
  void whatIsDoubtfulOfTheTestSetIsTold() {
    String colours = "x,colour,label\n1,red,a\n2,blue,b\n3,red,b\n4,blue,a\n5,red,a\n";
    String own = client.upload("name=colours", colours);
    String other =
        client.upload("name=others", colours.replace("red", "pink").replace("label", "kind"));
    JsonNode warnings =
        send("POST", "/jobs", JobClient.order(own, testedOn(other, ""))).body().get("warnings");

    assertThat(warnings.findValuesAsString("code")).contains("unknown_category", "other_target");
    warnings.forEach(
        it -> {
          if (!it.path("code").asString().equals("batch_cut")) {
            assertThat(it.path("pointer").asString()).isEqualTo("/training/split/test_dataset_id");
          }
        });
    String again = client.upload("name=again", colours);
    assertThat(
            send("POST", "/jobs", JobClient.order(own, testedOn(again, "")))
                .body()
                .get("warnings")
                .findValuesAsString("code"))
        .contains("tested_on_itself");
  }

  @Test
  void whatGroupsAndOrderLeaveOutIsTold() {
    StringBuilder rows = new StringBuilder("day,side,label\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i).append(i % 2 == 0 ? ",left," : ",right,").append(i < 36 ? "a\n" : "b\n");
    }
    String set = client.upload("name=sides", rows.toString());
    String sides = ended(set, "{\"epochs\": 1, \"split\": {\"group\": \"side\"}}");
    assertThat(sides).contains("\"empty_part\"").contains("left for validation and test");
    String days = ended(set, "{\"epochs\": 1, \"split\": {\"order\": \"day\"}}");
    assertThat(days).contains("\"untrained_class\"").contains("the class \\\"b\\\"");
    assertThat(ended(set, "{\"epochs\": 1}")).doesNotContain("untrained_class", "empty_part");
  }

  /** The warnings of a job in the end. */
  private String ended(String set, String training) {
    String job = send("POST", "/jobs", JobClient.order(set, training)).text("id");
    awaitStatus(job, "succeeded");
    return get("/jobs/" + job).body().get("warnings").toString();
  }

  private void assertRefused(String training, String field, String detail) {
    JobClient.Answer answer = send("POST", "/jobs", order(training));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(422);
    assertThat(answer.body().at("/errors/0/pointer").asString())
        .isEqualTo("/training/split" + field);
    assertThat(answer.body().at("/errors/0/detail").asString()).contains(detail);
  }

  @Test
  void aTrainingStartsFromAModelsWeights() {
    String job = started(SHORT);
    awaitStatus(job, "succeeded");
    String model = get("/jobs/" + job).text("model_id");
    String warm =
        order(SHORT)
            .replace("\"model\":", "\"warm_start\": {\"model_id\": \"" + model + "\"}, \"model\":");
    JobClient.Answer accepted = send("POST", "/jobs", warm);
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    awaitStatus(accepted.text("id"), "succeeded");

    JobClient.Answer other = send("POST", "/jobs", warm.replace("\"out\": 8", "\"out\": 9"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().at("/errors/0/pointer").asString()).isEqualTo("/warm_start");
  }

  @Test
  void eventsTellOfEveryEpochAndEndWithTheJob() {
    String job = started("{\"epochs\": 4000, \"seed\": 1, \"batch_size\": 1}");
    String stream = get("/jobs/" + job + "/events").http().body();

    List<String> kinds =
        stream.lines().filter(it -> it.startsWith("event: ")).map(it -> it.substring(7)).toList();
    assertThat(kinds).startsWith("status").endsWith("status").contains("epoch");
    assertThat(kinds.stream().filter("epoch"::equals)).hasSize(4000);
    assertThat(stream).contains("\"status\":\"succeeded\"");
    String lastId = stream.lines().filter(it -> it.startsWith("id: ")).toList().getLast();
    assertThat(lastId).endsWith(".4000");

    String ended = get("/jobs/" + job + "/events").http().body();
    assertThat(ended.lines().filter(it -> it.startsWith("event: ")))
        .containsExactly("event: status");
    String late = get("/jobs/" + job + "/events", "Last-Event-ID", "2.3998").http().body();
    assertThat(late.lines().filter(it -> it.startsWith("event: ")))
        .containsExactly("event: epoch", "event: epoch", "event: status");
    assertThat(get("/jobs/" + job + "/events", "Last-Event-ID", "x").status()).isEqualTo(400);
  }

  @Test
  void oneStreamTellsOfSeveralJobs() {
    String first = started(SHORT);
    String second = started(SHORT);
    String stream = get("/events?job_id=" + first + "&job_id=" + second).http().body();

    assertThat(stream).contains(first, second);
    String lastId = stream.lines().filter(it -> it.startsWith("id: ")).toList().getLast();
    assertThat(lastId).matches("id: \\d+\\.3,\\d+\\.3");
    assertThat(get("/events?job_id=" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(get("/events?job_id=").status()).isEqualTo(400);
  }

  @Test
  void jobsAreComparedBySettingsThatDifferAndByTheSameEpochs() {
    String first = started("{\"epochs\": 4, \"seed\": 1, \"batch_size\": 8}");
    String second =
        send(
                "POST",
                "/jobs",
                order("{\"epochs\": 400, \"seed\": 1, \"batch_size\": 8}")
                    .replace("\"out\": 8", "\"out\": 9")
                    .replaceFirst("\\{", "{\"name\": \"a, \\\\\"b\\\\\"\", "))
            .text("id");
    awaitStatus(first, "succeeded");
    awaitStatus(second, "succeeded");
    String ids = "?id=" + first + "&id=" + second;

    JsonNode compared = get("/jobs/compare" + ids).body();
    assertThat(compared.path("baseline").asString()).isEqualTo(first);
    assertThat(compared.path("settings").toString())
        .isEqualTo("{\"/model/layers/0/out\":[8,9],\"/training/epochs\":[4,400]}");
    JsonNode one = compared.at("/jobs/0");
    JsonNode other = compared.at("/jobs/1");
    assertThat(one.path("metrics").valueStream().map(it -> it.path("epoch").asInt()))
        .isSubsetOf(1, 2, 3, 4);
    assertThat(other.path("metrics").size()).isBetween(200, 300);
    assertThat(other.at("/metrics").valueStream().mapToInt(it -> it.path("epoch").asInt()).max())
        .hasValue(400);
    double least =
        get("/jobs/" + second + "/metrics?points=10000")
            .body()
            .path("items")
            .valueStream()
            .mapToDouble(it -> it.path("validation_loss").asDouble())
            .min()
            .orElseThrow();
    assertThat(other.at("/best/validation_loss").asDouble()).isEqualTo(least);
    assertThat(other.at("/latest")).isEqualTo(get("/jobs/" + second).body().path("latest"));
    String csv = get("/jobs/compare" + ids, "Accept", "text/csv").http().body();
    assertThat(csv.lines().findFirst().orElseThrow()).startsWith("job_id,name,epoch,train_loss,");
    assertThat(csv).contains(second + ",\"a, \"\"b\"\"\",");
    assertThat(csv.lines().map(it -> it.replace("\"a, \"\"b\"\"\"", "b").split(",", -1).length))
        .containsOnly(10);
    assertThat(get("/jobs/compare?id=" + first).status()).isEqualTo(400);
    assertThat(get("/jobs/compare?id=" + first + "&id=" + UUID.randomUUID()).status())
        .isEqualTo(404);
  }

  @Test
  void whoKnowsHowAJobEndedIsToldThatThereIsNoMore() {
    String job = started(SHORT);
    String stream = get("/jobs/" + job + "/events").http().body();
    String last = stream.lines().filter(it -> it.startsWith("id: ")).toList().getLast();
    JobClient.Answer again = get("/jobs/" + job + "/events", "Last-Event-ID", last.substring(4));
    assertThat(again.status()).isEqualTo(204);
  }

  @Test
  void oneStreamTellsOfAllThatIsUnfinishedAndOfWhatIsNew() throws Exception {
    String paused = started(LONG);
    awaitStatus(paused, "running");
    send("POST", "/jobs/" + paused + "/pause", "");
    awaitStatus(paused, "paused");
    CountDownLatch open = new CountDownLatch(1);
    FutureTask<List<String>> reading =
        new FutureTask<>(() -> client.events("/events", "", it -> tells(it, paused, open)));
    Thread.ofVirtual().start(reading);
    open.await();
    String job = started(SHORT);

    List<String> all = new ArrayList<>(reading.get());
    assertThat(all).anyMatch(it -> it.contains(paused) && it.contains("\"status\":\"paused\""));
    while (all.stream().noneMatch(it -> it.contains(job) && isEnd(it))) {
      all.addAll(client.events("/events", id(all), it -> it.contains(job) && isEnd(it)));
    }
    List<String> its = all.stream().filter(it -> it.contains(job) && isKept(it)).toList();
    assertThat(its).hasSize(6);
    assertThat(its.getFirst()).contains("\"status\":\"queued\"");
    String second = its.get(2).lines().findFirst().orElseThrow().substring(4);
    List<String> missed = client.events("/events", second, it -> it.contains(job) && isEnd(it));
    assertThat(missed.stream().filter(it -> it.contains(job) && isKept(it)).map(this::data))
        .containsExactlyElementsOf(its.subList(3, 6).stream().map(this::data).toList());
    assertThat(missed).noneMatch(it -> it.contains(paused));
    assertThat(get("/events", "Last-Event-ID", "1.2").status()).isEqualTo(400);
    send("POST", "/jobs/" + paused + "/cancel", "");
  }

  /** Whether it is the end of another job than the one that the stream begins with. */
  private static boolean tells(String event, String first, CountDownLatch open) {
    if (event.contains(first)) {
      open.countDown();
    }
    return isEnd(event) && !event.contains(first);
  }

  private static boolean isKept(String event) {
    return event.contains("event: status") || event.contains("event: epoch");
  }

  private static boolean isEnd(String event) {
    return event.contains("\"status\":\"succeeded\"");
  }

  private static String id(List<String> events) {
    return events.stream()
        .flatMap(String::lines)
        .filter(it -> it.startsWith("id: "))
        .toList()
        .getLast()
        .substring(4);
  }

  private String data(String event) {
    return event.lines().filter(it -> it.startsWith("data: ")).findFirst().orElseThrow();
  }
}
