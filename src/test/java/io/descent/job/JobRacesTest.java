package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.DescentApplication;
import io.descent.ServiceTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Many clients at once want contrary things of the same jobs, of two replicas that share them. The
 * system properties {@code races.seeds} and {@code races.commands} ask for more of it.
 */
@ServiceTest
class JobRacesTest {

  private static final int CLIENTS = 8;
  private static final int SEEDS = Integer.getInteger("races.seeds", 2);
  private static final int WISHES = Integer.getInteger("races.wishes", 40);
  private static final String TRAINING = "{\"epochs\": 100, \"seed\": 1, \"batch_size\": 1}";
  private static final Set<JobStatus> UNPAUSABLE =
      EnumSet.of(JobStatus.CANCELLING, JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED);
  private static ConfigurableApplicationContext other;

  @LocalServerPort private int port;
  @Autowired private JdbcTemplate jdbc;

  private final List<String> jobs = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startTheOther() {
    other =
        new SpringApplicationBuilder(DescentApplication.class)
            .run(
                "--server.port=0",
                "--descent.db.url=jdbc:h2:mem:service;DB_CLOSE_DELAY=-1",
                "--descent.home=target/service-test-2");
  }

  @AfterAll
  static void stopTheOther() {
    other.close();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsAskedEveryJobGoesTheTablesWay(long seed) throws Exception {
    int otherPort = other.getEnvironment().getProperty("local.server.port", Integer.class, 0);
    List<JobClient> replicas = List.of(new JobClient(port), new JobClient(otherPort));
    String dataset = replicas.getFirst().upload();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(seed * CLIENTS + i);
        all.add(() -> wish(replicas, dataset, random));
      }
      for (Future<Void> each : clients.invokeAll(all)) {
        each.get();
      }
    }
    for (int i = 0; i < jobs.size(); i++) {
      String last = i % 2 == 0 ? "/resume" : "/cancel";
      assertThat(replicas.get(i / 2 % 2).send("POST", "/jobs/" + jobs.get(i) + last, "").status())
          .isIn(202, 404, 409);
    }

    await().atMost(Duration.ofMinutes(2)).until(() -> jobs.stream().allMatch(this::endedOrGone));
    jobs.forEach(this::assertLegal);
  }

  private Void wish(List<JobClient> replicas, String dataset, Random random) {
    for (int i = 0; i < WISHES; i++) {
      JobClient client = replicas.get(random.nextInt(replicas.size()));
      if (jobs.isEmpty() || random.nextInt(8) == 0) {
        JobClient.Answer made = client.send("POST", "/jobs", JobClient.order(dataset, TRAINING));
        assertThat(made.status()).as(made.http().body()).isEqualTo(202);
        jobs.add(made.text("id"));
        continue;
      }
      String job = "/jobs/" + recent(random);
      switch (random.nextInt(8)) {
        case 0 -> assertDeleted(client.send("DELETE", job, ""));
        case 1 ->
            assertAsked(
                client.send("POST", job + "/cancel", ""),
                EnumSet.of(JobStatus.CANCELLING, JobStatus.CANCELLED),
                EnumSet.of(JobStatus.SUCCEEDED));
        case 2, 3, 4 ->
            assertAsked(
                client.send("POST", job + "/pause", ""),
                EnumSet.complementOf(EnumSet.of(JobStatus.FAILED)),
                UNPAUSABLE);
        default ->
            assertAsked(
                client.send("POST", job + "/resume", ""),
                EnumSet.complementOf(EnumSet.of(JobStatus.FAILED)),
                UNPAUSABLE);
      }
    }
    return null;
  }

  /** One of the newest, most of which have not ended. */
  private String recent(Random random) {
    int size = jobs.size();
    return jobs.get(size - 1 - random.nextInt(Math.min(size, 2 * CLIENTS)));
  }

  /** What is answered is the status a moment later: others may have asked something else. */
  private static void assertAsked(
      JobClient.Answer answer, Set<JobStatus> shown, Set<JobStatus> refused) {
    assertThat(answer.status()).as(answer.http().body()).isIn(202, 404, 409);
    if (answer.status() == 202) {
      assertThat(answer.text("status")).isIn(shown.stream().map(JobStatus::wire).toList());
    } else if (answer.status() == 409) {
      assertThat(answer.text("detail"))
          .isIn(refused.stream().map(status -> "the job is " + status.wire()).toList());
    }
  }

  private static void assertDeleted(JobClient.Answer answer) {
    assertThat(answer.status()).as(answer.http().body()).isIn(204, 404, 409);
    if (answer.status() == 409) {
      assertThat(answer.text("detail"))
          .doesNotContain("succeeded", "cancelled", "failed")
          .endsWith("and not ended");
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
      assertThat(JobAction.values())
          .as("%s to %s in %s", from, to, statuses)
          .anyMatch(action -> Transition.of(from, action).equals(new Transition.To(to)));
    }
    if (!statuses.isEmpty()) {
      assertThat(statuses.getLast()).isIn(JobStatus.SUCCEEDED, JobStatus.CANCELLED);
      assertThat(count("job where status = '" + statuses.getLast() + "' and id", job)).isEqualTo(1);
      assertThat(count("model where job_id", job))
          .isEqualTo(statuses.getLast() == JobStatus.SUCCEEDED ? 1 : 0);
    } else {
      assertThat(count("job where id", job)).isZero();
      assertThat(count("job_checkpoint where job_id", job)).isZero();
    }
  }

  private long count(String what, String job) {
    return jdbc.queryForObject(
        "select count(*) from " + what + " = cast(? as uuid)", Long.class, job);
  }
}
