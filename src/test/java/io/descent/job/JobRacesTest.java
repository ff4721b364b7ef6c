package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.ServiceTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Many clients at once want contrary things of the same jobs. */
@ServiceTest
class JobRacesTest {

  private static final int CLIENTS = 8;
  private static final int WISHES = 30;
  private static final String TRAINING = "{\"epochs\": 100, \"seed\": 1, \"batch_size\": 1}";

  @LocalServerPort private int port;
  @Autowired private JdbcTemplate jdbc;

  private final List<String> jobs = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whateverIsAskedEveryJobGoesTheTablesWay(long seed) throws Exception {
    JobClient client = new JobClient(port);
    String dataset = client.upload();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed * CLIENTS + i);
        all.add(() -> wish(client, dataset, random));
      }
      for (Future<Void> each : clients.invokeAll(all)) {
        each.get();
      }
    }
    jobs.forEach(job -> client.send("POST", "/jobs/" + job + "/resume", ""));

    await().atMost(Duration.ofMinutes(2)).until(() -> jobs.stream().allMatch(this::endedOrGone));
    jobs.forEach(this::assertLegal);
  }

  private Void wish(JobClient client, String dataset, Random random) {
    for (int i = 0; i < WISHES; i++) {
      if (jobs.isEmpty() || random.nextInt(6) == 0) {
        JobClient.Answer made = client.send("POST", "/jobs", JobClient.order(dataset, TRAINING));
        assertThat(made.status()).isEqualTo(202);
        jobs.add(made.text("id"));
        continue;
      }
      String job = "/jobs/" + jobs.get(random.nextInt(jobs.size()));
      switch (random.nextInt(8)) {
        case 0 -> assertThat(client.send("DELETE", job, "").status()).isIn(204, 404, 409);
        case 1 -> assertAsked(client, job + "/cancel", "cancelling", "cancelled");
        case 2, 3, 4 ->
            assertAsked(
                client,
                job + "/pause",
                "pausing",
                "paused",
                "queued",
                "running",
                "succeeded",
                "cancelling",
                "cancelled");
        default ->
            assertAsked(
                client,
                job + "/resume",
                "queued",
                "running",
                "pausing",
                "paused",
                "succeeded",
                "cancelling",
                "cancelled");
      }
    }
    return null;
  }

  /** What is answered is the status a moment later: others may have asked something else. */
  private static void assertAsked(JobClient client, String path, String... statuses) {
    JobClient.Answer answer = client.send("POST", path, "");
    assertThat(answer.status()).as(answer.http().body()).isIn(202, 404, 409);
    if (answer.status() == 202) {
      assertThat(answer.text("status")).isIn(Arrays.asList(statuses));
    }
  }

  private List<JobStatus> statuses(String job) {
    return jdbc.query(
        "select status from job_event where job_id = cast(? as uuid) order by sequence",
        (row, _) -> JobStatus.valueOf(row.getString(1)),
        job);
  }

  private boolean endedOrGone(String job) {
    List<JobStatus> statuses = statuses(job);
    return statuses.isEmpty() || statuses.getLast().ended();
  }

  private void assertLegal(String job) {
    List<JobStatus> statuses = statuses(job);
    for (int i = 1; i < statuses.size(); i++) {
      JobStatus from = statuses.get(i - 1);
      JobStatus to = statuses.get(i);
      assertThat(Verb.values())
          .as("%s to %s in %s", from, to, statuses)
          .anyMatch(verb -> Transition.of(from, verb).equals(new Transition.To(to)));
    }
    long models =
        jdbc.queryForObject(
            "select count(*) from model where job_id = cast(? as uuid)", Long.class, job);
    if (!statuses.isEmpty()) {
      assertThat(models).isEqualTo(statuses.getLast() == JobStatus.SUCCEEDED ? 1 : 0);
    }
  }
}
