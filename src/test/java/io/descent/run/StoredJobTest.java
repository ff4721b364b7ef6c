package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.descent.job.JobFixture;
import io.descent.job.JobStatus;
import io.descent.job.TrainingQueue;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What was accepted once and meets a process of other means, and rows that are damaged. */
@RunTest
@ExtendWith(OutputCaptureExtension.class)
class StoredJobTest {

  private static final String TRAINING = "{\"epochs\": 2, \"batch_size\": 16, \"seed\": 3}";
  private static final String SMALL = affine(3);
  private static final int MOST_TRIES = 10;

  @Autowired private MockMvcTester http;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private DataSource database;
  @Autowired private Worker worker;
  @Autowired private TrainingScheduler scheduler;

  private JobFixture jobs;

  @BeforeEach
  @AfterEach
  void empty() {
    jobs = new JobFixture(jdbc);
    jobs.clear();
  }

  private static String affine(int... units) {
    return model(
        IntStream.of(units).mapToObj("{\"type\": \"affine\", \"out\": %d}"::formatted).toList());
  }

  private static String model(List<String> layers) {
    return "{\"layers\": [%s], \"loss\": \"softmax_ce\"}".formatted(String.join(", ", layers));
  }

  private UUID queued(String model) {
    return jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", model, TRAINING, 2);
  }

  private void refused(String model) {
    String order =
        "{\"dataset_id\": \"%s\", \"model\": %s, \"training\": %s}"
            .formatted(TableDatasets.CLASSES, model, TRAINING);
    assertThat(
            http.post().uri("/api/v1/jobs").contentType(MediaType.APPLICATION_JSON).content(order))
        .hasStatus(422);
  }

  @Test
  void aJobThatALargerHeapAcceptedFailsForItsMemoryAndSaysHowMuch() throws Exception {
    String large = affine(40_000, 40_000, 3);
    refused(large);
    UUID job = queued(large);

    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.DONE);

    assertThat(jobs.row(job))
        .containsEntry("status", "FAILED")
        .containsEntry("stop_reason", "OUT_OF_MEMORY");
    assertThat((String) jobs.row(job).get("error_json"))
        .containsPattern("the training takes \\d{10,} bytes, and a worker has \\d{8,}");
  }

  @Test
  void aJobBeyondTheLimitsOfTodayIsTrained() throws Exception {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < 1_001; i++) {
      layers.add("{\"type\": \"relu\"}");
    }
    layers.add("{\"type\": \"affine\", \"out\": 3}");
    refused(model(layers));
    UUID job = queued(model(layers));

    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.DONE);

    assertThat(jobs.state(job).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void aJobOfAnEarlierVersionTakesItsWeightsByPosition() throws Exception {
    UUID first = queued(SMALL);
    assertThat(worker.work(first, 1)).isEqualTo(Worker.Outcome.DONE);
    UUID warm = queued(SMALL);
    jdbc.update(
        "update job set warm_start_model_id = ? where id = ?",
        jobs.row(first).get("model_id"),
        warm);

    assertThat(worker.work(warm, 1)).isEqualTo(Worker.Outcome.DONE);

    assertThat(jobs.state(warm).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(jobs.row(warm).get("weights_sha256"))
        .isNotEqualTo(jobs.row(first).get("weights_sha256"));
    assertThat(http.get().uri("/api/v1/jobs/" + warm))
        .bodyJson()
        .doesNotHavePath("$.carried")
        .doesNotHavePath("$.warm_start.layers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model_json    | {"layers": [ | its stored model is damaged
          model_json    | [1]          | its stored model is damaged
          model_json    | {"layers": 3}| damaged at /model
          training_json |              | its stored training is damaged
          training_json | {"epochs": 0}| damaged at /training/epochs
          """)
  void aDamagedRowEndsItsJobAndIsStillShown(String column, String content, String detail)
      throws Exception {
    UUID job = queued(SMALL);
    UUID next = queued(SMALL);
    jdbc.update(
        "update job set " + column + " = ? where id = ?", content == null ? "" : content, job);
    shown(job);

    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.DONE);
    assertThat(worker.work(next, 1)).isEqualTo(Worker.Outcome.DONE);

    assertThat(jobs.row(job))
        .containsEntry("status", "FAILED")
        .containsEntry("stop_reason", "ERROR");
    assertThat((String) jobs.row(job).get("error_json")).contains(detail);
    shown(job);
    assertThat(jobs.state(next).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  private void shown(UUID job) {
    for (String path : List.of("/jobs", "/jobs/" + job, "/jobs/" + job + "/metrics")) {
      assertThat(http.get().uri("/api/v1" + path)).as(path).hasStatus(200);
    }
  }

  @Test
  void whatIsDamagedIsToldAmongTheWarnings() {
    UUID job = queued(SMALL);
    jdbc.update("update job set model_json = '{', error_json = '{' where id = ?", job);

    assertThat(http.get().uri("/api/v1/jobs/" + job))
        .bodyJson()
        .hasPathSatisfying("$.model", it -> it.assertThat().isNull())
        .hasPathSatisfying("$.error", it -> it.assertThat().isNull())
        .extractingPath("$.warnings[0].detail")
        .asString()
        .contains("stored model is damaged");
  }

  @Test
  void aTaskThatFailsIsTriedLessAndLessOftenAndThenItsJobEnds(CapturedOutput output) {
    SettableClock clock = new SettableClock();
    ManualScheduler tasks = manual(clock);
    UUID job = queued(SMALL);
    jdbc.update("update job set phase = 'UNHEARD_OF' where id = ?", job);
    jobs.task(job, clock.now());

    List<Duration> pauses = new ArrayList<>();
    for (int tried = 1; tried < MOST_TRIES; tried++) {
      tasks.runAnyDueExecutions();
      assertThat(jobs.state(job).status()).isEqualTo(JobStatus.QUEUED);
      pauses.add(Duration.between(clock.now(), due(job).toInstant()));
      clock.tick(pauses.getLast());
    }
    tasks.runAnyDueExecutions();

    assertThat(pauses).isSorted().startsWith(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(pauses).endsWith(Duration.ofMinutes(1));
    assertThat(jobs.row(job))
        .containsEntry("status", "FAILED")
        .containsEntry("stop_reason", "ERROR");
    assertThat(jobs.tasks(job)).isZero();
    assertThat(output.getOut().split("UNHEARD_OF", -1)).hasSizeLessThan(10);
    shown(job);
  }

  private ManualScheduler manual(SettableClock clock) {
    TestHelper.ManualSchedulerBuilder builder =
        TestHelper.createManualScheduler(database, scheduler.task()).clock(clock);
    builder.serializer(TrainingQueue.IDS).failureLogging(LogLevel.OFF, false).enablePriority();
    return builder.build();
  }

  private OffsetDateTime due(UUID job) {
    return jdbc.queryForObject(
        "select execution_time from scheduled_tasks where task_instance like ?",
        OffsetDateTime.class,
        job + ":%");
  }
}
