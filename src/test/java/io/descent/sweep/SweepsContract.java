package io.descent.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sweeps as a client sees them, whatever the database. */
@Timeout(120)
abstract class SweepsContract {

  private static final String SWEEPS = "/api/v1/sweeps";
  private static final String LR = "{\"/training/optimizer/lr\": {\"log_uniform\": [0.001, 1]}}";
  private static final String HALVING =
      "{\"type\": \"halving\", \"trials\": 9, \"reduction\": 3, \"min_epochs\": 2}";

  @LocalServerPort private int port;

  private ServiceClient client;
  private String dataset = "";

  @BeforeEach
  void upload() {
    client = new ServiceClient(port);
    String rows =
        IntStream.range(0, 40)
            .mapToObj(i -> i + "," + (i * 7 % 11) + "," + (i % 2 == 0 ? "a" : "b"))
            .collect(Collectors.joining("\n"));
    dataset = client.upload("x,y,label\n" + rows + "\n", "name=forty");
  }

  final String request(int epochs, String space, String strategy, String more) {
    return """
    {"dataset_id": "%s", "name": "many", "model": {"layers": [{"type": "affine", "out": 8},
      {"type": "relu"}, {"type": "affine", "out": 2}], "loss": "softmax_ce"},
     "training": {"epochs": %d, "batch_size": 8, "optimizer": {"type": "sgd"},
       "split": {"train": 0.6, "validation": 0.2, "test": 0.2}},
     "space": %s, "strategy": %s %s}
    """
        .formatted(dataset, epochs, space, strategy, more);
  }

  /** Trials that do not end by themselves within a test. */
  private String endless(String strategy, String more) {
    return request(100_000, LR, strategy, more).replace("\"out\": 8", "\"out\": 1000");
  }

  private String started(String request) {
    return client.post(SWEEPS, request).expect(202).json().path("id").stringValue();
  }

  private JsonNode shown(String sweep) {
    return client.get(SWEEPS + "/" + sweep).expect(200).json();
  }

  private JsonNode awaited(String sweep, String... statuses) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Set.of(statuses).contains(shown(sweep).path("status").stringValue()));
    return shown(sweep);
  }

  private List<JsonNode> trials(String sweep) {
    List<JsonNode> newestFirst =
        new ArrayList<>(
            client
                .get(SWEEPS + "/" + sweep + "/trials?limit=200")
                .expect(200)
                .json()
                .path("items")
                .values());
    return newestFirst.reversed();
  }

  /** The statuses that a trial came to. */
  private String history(JsonNode trial) {
    JsonNode items =
        client
            .get("/api/v1/jobs/" + trial.path("id").stringValue() + "/history?limit=200")
            .expect(200)
            .json()
            .path("items");
    return String.join(" ", items.findValuesAsString("status"));
  }

  private int updates(String sweep) {
    return trials(sweep).stream().mapToInt(it -> it.at("/progress/updates").intValue()).sum();
  }

  private String csv(String sweep) {
    return client.get(SWEEPS + "/" + sweep + "/trials", "Accept", "text/csv").expect(200).text();
  }

  /** Of the trials in the table, which has them in the order of the list. */
  private List<String> numbers(String sweep, String query) {
    String path = SWEEPS + "/" + sweep + "/trials?" + query;
    List<String> numbers =
        client.get(path, "Accept", "text/csv").expect(200).text().lines().skip(1).toList().stream()
            .map(it -> it.substring(0, it.indexOf(',')))
            .toList();
    List<String> listed =
        client
            .get(path)
            .expect(200)
            .json()
            .path("items")
            .valueStream()
            .map(it -> it.path("trial").toString())
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(numbers);
    if (query.contains("sort")) {
      assertThat(numbers).isEqualTo(listed);
    }
    return numbers;
  }

  @Test
  void halvingTrainsNothingTwiceAndPrunesTheRest() {
    String sweep = started(request(18, LR, HALVING, ", \"seed\": 5"));
    JsonNode done = awaited(sweep, "succeeded", "failed");

    assertThat(done.path("status").stringValue()).as(done.toString()).isEqualTo("succeeded");
    assertThat(done.path("rungs").toString())
        .isEqualTo(
            "[{\"epochs\":2,\"trials\":9},{\"epochs\":6,\"trials\":3},{\"epochs\":18,\"trials\":1}]");
    assertThat(done.at("/counts/succeeded").intValue()).isEqualTo(1);
    assertThat(done.at("/counts/cancelled").intValue()).isEqualTo(8);
    assertThat(done.at("/progress/fraction").doubleValue()).isEqualTo(1);
    // 24 of 40 rows in batches of 8: 3 updates an epoch; 9·2 + 3·4 + 1·12 epochs
    assertThat(updates(sweep)).isEqualTo(3 * (9 * 2 + 3 * 4 + 12));
    List<JsonNode> trials = trials(sweep);
    JsonNode winner = trials.get(done.at("/best/trial").intValue() - 1);
    assertThat(winner.path("id")).isEqualTo(done.at("/best/job_id"));
    assertThat(winner.path("status").stringValue()).isEqualTo("succeeded");
    assertThat(winner.path("name").stringValue()).isEqualTo("many-trial-" + winner.path("trial"));
    assertThat(trials)
        .filteredOn(it -> it.path("status").stringValue().equals("cancelled"))
        .allMatch(it -> it.path("stop_reason").stringValue().equals("pruned"))
        .allMatch(it -> history(it).endsWith("paused cancelled"));
  }

  @Test
  void twentySevenTrialsReadDigitsForTheUpdatesOfTheirRungs() {
    client.post("/api/v1/datasets/samples/digits", "");
    String sweep =
        started(
            """
            {"dataset": "digits", "name": "digits-27",
             "model": {"layers": [{"type": "affine", "out": 64}, {"type": "relu"},
               {"type": "affine", "out": 10}], "loss": "softmax_ce"},
             "training": {"epochs": 27, "batch_size": 32},
             "space": {"/training/optimizer/lr": {"log_uniform": [0.001, 1]},
               "/training/optimizer/momentum": {"uniform": [0, 0.95]},
               "/model/layers/0/out": {"choice": [32, 64, 128]}},
             "strategy": {"type": "halving", "trials": 27, "reduction": 3, "min_epochs": 3},
             "metric": "validation_accuracy", "seed": 1}
            """);
    JsonNode done = awaited(sweep, "succeeded", "failed");

    assertThat(done.at("/best/value").doubleValue()).isGreaterThanOrEqualTo(0.97);
    // 45 updates an epoch
    assertThat(updates(sweep)).isEqualTo(45 * (27 * 3 + 9 * 6 + 3 * 18));
  }

  @Test
  void pausedInTheMiddleTheSameTrialsWinInTheSameBits() {
    String straight = started(request(300, LR, HALVING, ", \"seed\": 6"));
    JsonNode first = awaited(straight, "succeeded", "failed");
    String paused = started(request(300, LR, HALVING, ", \"seed\": 6, \"parallel\": 1"));
    for (int i = 0; i < 4; i++) {
      client.post(SWEEPS + "/" + paused + "/pause", "");
      String status = awaited(paused, "paused", "succeeded").path("status").stringValue();
      if (status.equals("paused")) {
        client.post(SWEEPS + "/" + paused + "/resume", "").expect(202);
      }
    }
    JsonNode second = awaited(paused, "succeeded", "failed");

    assertThat(second.at("/best/trial")).isEqualTo(first.at("/best/trial"));
    assertThat(second.at("/best/value")).isEqualTo(first.at("/best/value"));
    assertThat(updates(paused)).isEqualTo(updates(straight));
    assertThat(csv(paused).replaceAll("[0-9a-f-]{36}", ""))
        .isEqualTo(csv(straight).replaceAll("[0-9a-f-]{36}", ""));
  }

  @Test
  void aGridTriesEveryCombinationAndIsDeletedWithItsTrials() {
    String space =
        """
        {"/model/layers/0/out": {"choice": [4, 8]}, "/training/batch_size": {"int": [7, 8]}}
        """;
    String sweep = started(request(2, space, "{\"type\": \"grid\"}", ", \"parallel\": 2"));
    JsonNode done = awaited(sweep, "succeeded", "failed");

    assertThat(done.at("/counts/succeeded").intValue()).isEqualTo(4);
    assertThat(csv(sweep).lines().toList())
        .hasSize(5)
        .first()
        .isEqualTo(
            "trial,job_id,status,stop_reason,epoch,updates,value,/model/layers/0/out,"
                + "/training/batch_size");
    assertThat(numbers(sweep, "sort=-/training/batch_size")).containsExactly("4", "2", "3", "1");
    assertThat(numbers(sweep, "sort=-created_at&status=succeeded")).startsWith("4", "3");
    assertThat(numbers(sweep, "name=many-trial-3")).containsExactly("3");
    assertThat(numbers(sweep, "tag=of:nothing")).isEmpty();
    assertThat(done.path("updated_at")).isEqualTo(done.path("finished_at"));
    String trial = trials(sweep).getFirst().path("id").stringValue();
    client.delete("/api/v1/jobs/" + trial).expect(409);
    client.patch("/api/v1/jobs/" + trial, "{\"tags\": {\"of\": \"a grid\"}}").expect(200);
    client.delete(SWEEPS + "/" + sweep).expect(204);
    client.get(SWEEPS + "/" + sweep).expect(404);
    client.get("/api/v1/jobs/" + trial).expect(404);
  }

  @Test
  void aTrialAloneIsNotPausedAndACancelledSweepEnds() {
    String random = "{\"type\": \"random\", \"trials\": 5}";
    String sweep = started(endless(random, ", \"parallel\": 2"));
    client.delete(SWEEPS + "/" + sweep).expect(409);
    List<JsonNode> trials = trials(sweep);
    assertThat(trials.stream().filter(it -> it.path("status").stringValue().equals("paused")))
        .hasSize(3);
    String trial = "/api/v1/jobs/" + trials.getFirst().path("id").stringValue();
    client.post(trial + "/pause", "").expect(409);
    client.post(trial + "/resume", "").expect(409);
    client.delete("/api/v1/datasets/" + dataset).expect(409);
    // The next one takes its place
    client.post(trial + "/cancel", "").expect(202);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> shown(sweep).at("/counts/paused").intValue() == 2);

    client.post(SWEEPS + "/" + sweep + "/cancel", "").expect(202);
    JsonNode done = awaited(sweep, "cancelled");
    assertThat(done.at("/counts/cancelled").intValue()).isEqualTo(5);
    client.post(SWEEPS + "/" + sweep + "/cancel", "").expect(202);
    client.post(SWEEPS + "/" + sweep + "/resume", "").expect(409);
  }

  @Test
  void aSweepWhoseTimeIsOverEndsWithAllItsTrials() {
    String options = ", \"priority\": 5, \"threads\": 1, \"expires_in_seconds\": 1";
    String random = "{\"type\": \"random\", \"trials\": 20}";
    String sweep = started(endless(random, options + ", \"parallel\": 3"));
    List<JsonNode> trials = trials(sweep);
    assertThat(trials)
        .allMatch(it -> it.path("priority").intValue() == 5 && it.path("threads").intValue() == 1)
        .allMatch(it -> it.path("expires_at").equals(shown(sweep).path("expires_at")));

    JsonNode done = awaited(sweep, "cancelled", "succeeded");
    assertThat(done.path("status").stringValue()).isEqualTo("cancelled");
    assertThat(done.path("priority").intValue()).isEqualTo(5);
    assertThat(done.path("threads").intValue()).isEqualTo(1);
    assertThat(trials(sweep))
        .hasSize(20)
        .allMatch(it -> it.path("status").stringValue().equals("cancelled"))
        .allMatch(it -> it.path("stop_reason").stringValue().equals("expired"));
  }

  /** A thousand jobs may be unfinished, whoever was counted when. */
  @Test
  void sweepsThatAreAskedForAtOnceAreMadeOneAfterAnother() throws Exception {
    String random = "{\"type\": \"random\", \"trials\": 400}";
    String request = endless(random, ", \"parallel\": 1");
    List<Integer> statuses;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> asking = () -> client.post(SWEEPS, request).status();
      statuses =
          clients.invokeAll(Collections.nCopies(6, asking)).stream()
              .map(Future::resultNow)
              .toList();
    }
    assertThat(statuses).allMatch(it -> it == 202 || it == 429).contains(202, 429);
    assertThat(statuses.stream().filter(it -> it == 202).count()).isLessThanOrEqualTo(2);
    for (JsonNode sweep : client.get(SWEEPS + "?name=many").expect(200).json().path("items")) {
      client.post(SWEEPS + "/" + sweep.path("id").stringValue() + "/cancel", "");
    }
  }

  @Test
  void whatASweepCannotBeToldIsRefusedByItsPlace() {
    String random = "{\"type\": \"random\", \"trials\": 2}";
    String beyond = ", \"priority\": 101, \"threads\": 0, \"expires_in_seconds\": 0";
    JsonNode refused = client.post(SWEEPS, request(2, LR, random, beyond)).expect(422).json();
    assertThat(refused.path("errors").findValuesAsString("pointer"))
        .containsExactlyInAnyOrder("/priority", "/threads", "/expires_in_seconds");
    String unknown = ", \"warm_start\": {\"model_id\": \"m\"}, \"freeze\": [0]";
    refused = client.post(SWEEPS, request(2, LR, random, unknown)).expect(400).json();
    assertThat(refused.path("errors").findValuesAsString("pointer"))
        .containsExactlyInAnyOrder("/warm_start", "/freeze");
    String half = "{\"/training/batch_size\": {\"int\": [1.5, 8]}}";
    client.post(SWEEPS, request(2, half, random, "")).expect(400);
    // Of the model too where there are no points, but not of what the space replaces
    String space = "{\"/model/layers/2/out\": {\"choice\": [2]}}";
    String wrong =
        request(2, space, random, ", \"metric\": \"luck\"")
            .replace("\"out\": 8", "\"out\": 0")
            .replace("\"out\": 2}", "\"out\": 0}");
    refused = client.post(SWEEPS, wrong).expect(422).json();
    assertThat(refused.path("errors").findValuesAsString("pointer"))
        .containsExactlyInAnyOrder("/metric", "/model/layers/0/out");
  }

  @Test
  void trialsThatWaitArePausedGoOnAndEndTogether() {
    String sweep = started(endless("{\"type\": \"random\", \"trials\": 30}", ""));
    client.post(SWEEPS + "/" + sweep + "/pause", "").expect(202);
    assertThat(awaited(sweep, "paused").at("/counts/paused").intValue()).isEqualTo(30);
    client.post(SWEEPS + "/" + sweep + "/resume", "").expect(202);
    assertThat(shown(sweep).at("/counts/paused").intValue()).isZero();
    client.post(SWEEPS + "/" + sweep + "/cancel", "").expect(202);
    assertThat(awaited(sweep, "cancelled").at("/counts/cancelled").intValue()).isEqualTo(30);

    List<JsonNode> trials = trials(sweep);
    assertThat(trials)
        .allMatch(it -> it.path("stop_reason").stringValue().equals("cancelled"))
        .allMatch(it -> history(it).endsWith("cancelled"));
    assertThat(history(trials.getLast())).isEqualTo("queued paused queued cancelled");
  }

  @Test
  void trialsCancelledByManyAtOnceAreAnsweredAndTheSweepEnds() throws Exception {
    String random = "{\"type\": \"random\", \"trials\": 40}";
    String sweep = started(endless(random, ", \"parallel\": 8"));
    List<Callable<Integer>> cancels =
        trials(sweep).stream()
            .map(it -> "/api/v1/jobs/" + it.path("id").stringValue() + "/cancel")
            .<Callable<Integer>>map(it -> () -> client.post(it, "").status())
            .toList();
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> answer : clients.invokeAll(cancels)) {
        assertThat(answer.get()).isEqualTo(202);
      }
    }

    JsonNode done = awaited(sweep, "cancelled");
    assertThat(done.at("/counts/cancelled").intValue()).isEqualTo(40);
    assertThat(done.path("best").isNull()).isFalse();
  }

  @Test
  void aTrialThatWasCancelledOrDivergedGoesNoFurther() {
    String space = "{\"/training/optimizer/lr\": {\"choice\": [1e30, 0.1, 0.01]}}";
    String strategy = "{\"type\": \"halving\", \"trials\": 6, \"reduction\": 2, \"min_epochs\": 2}";
    String sweep = started(request(4, space, strategy, ", \"seed\": 3, \"parallel\": 1"));
    String last = "/api/v1/jobs/" + trials(sweep).getLast().path("id").stringValue();
    client.post(last + "/cancel", "").expect(202);
    JsonNode done = awaited(sweep, "succeeded", "failed");

    assertThat(done.path("status").stringValue()).isEqualTo("succeeded");
    List<JsonNode> trials = trials(sweep);
    assertThat(trials.getLast().path("stop_reason").stringValue()).isEqualTo("cancelled");
    long failed =
        trials.stream().filter(it -> it.path("status").stringValue().equals("failed")).count();
    assertThat(failed).isBetween(1L, 4L);
    assertThat(done.at("/counts/succeeded").longValue())
        .isEqualTo(Math.min(3, 5 - failed))
        .isEqualTo(done.at("/rungs/1/trials").longValue());
  }

  @Test
  void trialsAreSortedByTheSettingsOfTheirSpace() {
    String random = "{\"type\": \"random\", \"trials\": 7}";
    String sweep = started(endless(random, ", \"parallel\": 1"));
    String sorted = SWEEPS + "/" + sweep + "/trials?limit=3&sort=-/training/optimizer/lr";

    List<Double> rates = new ArrayList<>();
    JsonNode page = client.get(sorted).expect(200).json();
    while (!page.path("items").isEmpty()) {
      page.path("items").forEach(it -> rates.add(it.at("/training/optimizer/lr").doubleValue()));
      String cursor = page.path("next_cursor").asString("");
      page =
          cursor.isEmpty()
              ? JsonMapper.shared().createObjectNode()
              : client.get(sorted + "&cursor=" + cursor).expect(200).json();
    }
    assertThat(rates).hasSize(7).isSortedAccordingTo(Comparator.reverseOrder());
    String jobs = "/api/v1/jobs?sort=/training/optimizer/lr";
    assertThat(
            client
                .get(jobs + "&sweep_id=" + sweep)
                .expect(200)
                .json()
                .at("/items/0/training/optimizer/lr")
                .doubleValue())
        .isEqualTo(rates.getLast());
    assertThat(client.get(jobs).expect(400).text()).contains("best.validation_loss");
    assertThat(client.get(SWEEPS + "/" + sweep + "/trials?sort=/model/loss").expect(400).text())
        .contains("/training/optimizer/lr");
    client.post(SWEEPS + "/" + sweep + "/cancel", "").expect(202);
  }

  @Test
  void aSweepHasLabelsByWhichItIsFound() {
    String sweep =
        started(
            request(1, LR, "{\"type\": \"random\", \"trials\": 1}", ", \"tags\": {\"a\": \"b\"}"));
    client
        .patch(
            SWEEPS + "/" + sweep,
            "{\"name\": \"found again\", \"tags\": {\"a\": null, \"c\": \"d\"}}")
        .expect(200);

    for (String filter : List.of("name=found%20again", "tag=c:d")) {
      assertThat(client.get(SWEEPS + "?" + filter).expect(200).json().at("/items/0/id").asString())
          .isEqualTo(sweep);
    }
    assertThat(client.get(SWEEPS + "?tag=a:b").expect(200).json().path("items")).isEmpty();
    assertThat(client.get(SWEEPS + "/found%20again").expect(200).json().path("id").asString())
        .isEqualTo(sweep);
  }

  @Test
  void theSameKeyGivesTheSameSweepAndNothingIsStoredOfABadOne() {
    String request = request(2, LR, "{\"type\": \"random\", \"trials\": 2}", "");
    String key = "sweep-" + dataset;
    JsonNode once = client.post(SWEEPS, request, "Idempotency-Key", key).expect(202).json();
    JsonNode again = client.post(SWEEPS, request, "Idempotency-Key", key).expect(202).json();
    assertThat(again.path("id")).isEqualTo(once.path("id"));

    String bad =
        """
        {"/training/optimizer/momentum": {"choice": [0.9, 1.5]},
         "/model/layers/0/out": {"choice": [8, -1]}}
        """;
    JsonNode refused =
        client.post(SWEEPS, request(2, bad, "{\"type\": \"grid\"}", "")).expect(422).json();
    assertThat(refused.path("errors").findValuesAsString("pointer"))
        .contains("/space/~1training~1optimizer~1momentum", "/space/~1model~1layers~10~1out");
    String many = "{\"type\": \"random\", \"trials\": 1001}";
    assertThat(
            client
                .post(SWEEPS, request(2, LR, many, ""))
                .expect(422)
                .json()
                .at("/errors/0/pointer"))
        .asString()
        .contains("/strategy/trials");
    client.post(SWEEPS, request(2, LR, "{\"type\": \"other\"}", "")).expect(422);
    client.post(SWEEPS, "{}").expect(400);
  }
}
