package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.job.JobFixture;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.job.Lease;
import io.descent.storage.BlobFixture;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@RunTest
class TrainingRunTest {

  private static final String MODEL =
      """
      {"layers": [{"type": "affine", "out": 8}, {"type": "relu"}, {"type": "dropout", "rate": 0.3},
        {"type": "affine", "out": 3}], "loss": "softmax_ce"}
      """;
  private static final String TRAINING =
      """
      {"epochs": 6, "batch_size": 16, "seed": 3,
        "optimizer": {"type": "sgd", "lr": 0.05, "momentum": 0.9}}
      """;
  private static final int EPOCHS = 6;
  private static final long MILLI = 1_000_000;

  @Autowired private ApplicationContext service;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private Worker worker;
  @Autowired private HeldLeases runs;
  @Autowired private RunTest.SteppingClock clock;
  @Autowired private RunTest.Surroundings surroundings;

  private JobFixture jobs;
  private BlobFixture blobs;

  @BeforeEach
  void controlAtEachLook() {
    jobs = new JobFixture(jdbc);
    blobs = new BlobFixture(service);
    clock.step(40 * MILLI, runs::control);
  }

  @AfterEach
  void liveOn() {
    surroundings.database().liveOn();
    clock.step(MILLI, () -> {});
  }

  private UUID queued() {
    return queued(TRAINING);
  }

  private UUID queued(String training) {
    return jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, training, EPOCHS);
  }

  private void work(UUID job) throws InterruptedException {
    assertThat(worker.work(job, jobs.state(job).generation())).isEqualTo(Worker.Outcome.DONE);
  }

  private String weights(UUID job) {
    return (String) jobs.row(job).get("weights_sha256");
  }

  private String diagnosis(UUID job) {
    return (String) jobs.row(job).get("diagnosis_json");
  }

  private UUID straight() throws InterruptedException {
    UUID job = queued();
    work(job);
    return job;
  }

  @Test
  void aJobEndsWithAModelAndOneRowAnEpoch() throws Exception {
    UUID job = straight();

    Map<String, Object> row = jobs.row(job);
    assertThat(row)
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("stop_reason", "COMPLETED")
        .containsEntry("phase", null)
        .containsEntry("epoch", EPOCHS)
        .containsEntry("updates", 6L * 6);
    assertThat(row.get("model_id")).isNotNull();
    assertThat(jobs.models(job)).isEqualTo(1);
    assertThat(jobs.metrics(job))
        .extracting(it -> it.get("epoch"))
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(jobs.events(job)).containsExactly("RUNNING", "SUCCEEDED");
  }

  @Test
  void aModelIsCalledWhatItsJobIsCalledWhenItEnds() throws Exception {
    MockMvcTester http = service.getBean(MockMvcTester.class);
    String anew =
        """
        {"name": "named while it ran", "tags": {"stage": "b"}, "description": "as said meanwhile"}
        """;
    UUID job = queued();
    clock.step(
        40 * MILLI,
        () -> {
          runs.control();
          if (jobs.row(job).get("name").equals("a job")) {
            assertThat(
                    http.patch()
                        .uri("/api/v1/jobs/" + job)
                        .contentType("application/json")
                        .content(anew))
                .hasStatusOk();
          }
        });
    work(job);

    assertThat(http.get().uri("/api/v1/models?tag=stage:b&job_id=" + job))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.items[0]")
        .asMap()
        .containsEntry("name", "named while it ran")
        .containsEntry("description", "as said meanwhile")
        .containsEntry("version", 1);
  }

  @Test
  void killedAtAnyPointItEndsInTheSameBits() throws Exception {
    UUID straight = straight();
    long kills = 0;
    boolean died = true;
    while (died) {
      UUID job = queued();
      surroundings.database().killAfter(kills++);
      try {
        work(job);
      } catch (KillableDatabase.Killed _) {
        // the next start goes on
      }
      died = surroundings.database().liveOn();
      if (!jobs.state(job).status().ended()) {
        work(job);
      }
      assertThat(jobs.state(job).status()).as("kill %d", kills).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(weights(job)).as("kill %d", kills).isEqualTo(weights(straight));
      assertThat(jobs.metrics(job)).as("kill %d", kills).isEqualTo(jobs.metrics(straight));
      assertThat(diagnosis(job)).as("kill %d", kills).isEqualTo(diagnosis(straight));
      assertThat(jobs.models(job)).as("kill %d", kills).isEqualTo(1);
    }
    assertThat(kills).isGreaterThan(50);
    assertThat(blobs.leftWhenSwept()).isEqualTo(jobs.blobs());
  }

  private UUID restingAt(int epoch) {
    UUID job = queued();
    jdbc.update("update job set rest_at_epoch = ? where id = ?", epoch, job);
    return job;
  }

  /** What its sweep does where it is to go on to the next epoch at which trials wait. */
  private void goOn(UUID job, Integer restAt) {
    jdbc.update(
        "update job set status = 'QUEUED', generation = generation + 1, rest_at_epoch = ?"
            + " where id = ? and status = 'PAUSED'",
        restAt,
        job);
  }

  @Test
  void aTrialWaitsAtItsEpochsAndGoesOnFromItsStateToTheSameBits() throws Exception {
    UUID straight = straight();
    UUID job = restingAt(2);
    for (int epoch = 2; epoch < EPOCHS; epoch += 2) {
      work(job);
      assertThat(jobs.row(job))
          .containsEntry("status", "PAUSED")
          .containsEntry("epoch", epoch)
          .containsEntry("updates", 6L * epoch)
          .containsEntry("stop_reason", null);
      assertThat(jobs.metrics(job)).isEqualTo(jobs.metrics(straight).subList(0, epoch));
      goOn(job, epoch + 2 < EPOCHS ? epoch + 2 : null);
    }
    work(job);

    assertThat(jobs.row(job))
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("updates", 6L * EPOCHS);
    assertThat(weights(job)).isEqualTo(weights(straight));
    assertThat(jobs.metrics(job)).isEqualTo(jobs.metrics(straight));
  }

  @Test
  void killedAtAnyPointATrialWaitsWhereItWasTo() throws Exception {
    UUID straight = straight();
    long kills = 0;
    boolean died = true;
    while (died) {
      UUID job = restingAt(2);
      surroundings.database().killAfter(kills++);
      try {
        work(job);
      } catch (KillableDatabase.Killed _) {
        // the next start goes on
      }
      died = surroundings.database().liveOn();
      if (jobs.state(job).status() != JobStatus.PAUSED) {
        work(job);
      }
      assertThat(jobs.row(job))
          .as("kill %d", kills)
          .containsEntry("status", "PAUSED")
          .containsEntry("epoch", 2)
          .containsEntry("updates", 12L);
      goOn(job, null);
      work(job);
      assertThat(weights(job)).as("kill %d", kills).isEqualTo(weights(straight));
    }
    assertThat(kills).isGreaterThan(20);
    assertThat(blobs.leftWhenSwept()).isEqualTo(jobs.blobs());
  }

  @Test
  void pausedAtAnyPointItEndsInTheSameBits() throws Exception {
    UUID straight = straight();
    for (int looks = 5; looks < 200; looks += 13) {
      UUID job = queued();
      AtomicLong left = new AtomicLong(looks);
      clock.step(
          40 * MILLI,
          () -> {
            if (left.getAndDecrement() == 0 && jobs.state(job).status() == JobStatus.RUNNING) {
              jobs.status(job, JobStatus.PAUSING);
            }
            runs.control();
          });
      work(job);
      if (jobs.state(job).status() == JobStatus.PAUSED) {
        jobs.status(job, JobStatus.QUEUED);
        work(job);
      }
      assertThat(jobs.state(job).status()).as("%d", looks).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(weights(job)).as("%d", looks).isEqualTo(weights(straight));
      assertThat(jobs.metrics(job)).as("%d", looks).isEqualTo(jobs.metrics(straight));
      assertThat(diagnosis(job)).as("%d", looks).isEqualTo(diagnosis(straight));
    }
  }

  @Test
  void aDamagedStateIsPassedOverForTheOneBefore() throws Exception {
    UUID straight = straight();
    UUID job = queued();
    stopAtLook(job, 60, JobStatus.PAUSING);
    work(job);
    List<UUID> states =
        jdbc.queryForList(
            "select blob_id from job_checkpoint where job_id = ? order by updates desc",
            UUID.class,
            job);
    assertThat(states).hasSize(2);
    byte[] content =
        jdbc.queryForObject(
            "select content from stored_chunk where blob_id = ? and number = 0",
            byte[].class,
            states.getFirst());
    content[100] ^= 1;
    jdbc.update(
        "update stored_chunk set content = ? where blob_id = ? and number = 0",
        content,
        states.getFirst());

    jobs.status(job, JobStatus.QUEUED);
    work(job);

    assertThat(weights(job)).isEqualTo(weights(straight));
    assertThat(jobs.metrics(job)).isEqualTo(jobs.metrics(straight));
    assertThat(diagnosis(job)).isEqualTo(diagnosis(straight)).contains("\"verdict\"");
    assertThat(jobs.events(job)).anyMatch(it -> it.contains("is damaged"));
  }

  private void stopAtLook(UUID job, int looks, JobStatus asked) {
    AtomicLong left = new AtomicLong(looks);
    clock.step(
        40 * MILLI,
        () -> {
          if (left.getAndDecrement() == 0) {
            jobs.status(job, asked);
          }
          runs.control();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 45, 60, 75, 90})
  void aCancelledJobKeepsItsMetricsAndHasNoModel(int looks) throws Exception {
    UUID job = queued();
    stopAtLook(job, looks, JobStatus.CANCELLING);
    work(job);

    assertThat(jobs.state(job).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(jobs.models(job)).isZero();
    assertThat(jobs.metrics(job)).hasSize((int) jobs.row(job).get("epoch"));
  }

  @Test
  void whatCannotBeGivenUpIsNotWaitedForWhereTheRunIsAskedToLeave() {
    HeldLease lease =
        new HeldLease(
            new Lease(new UUID(0, 1), 1),
            service.getBean(JobLeases.class),
            service.getBean(TrainingMeters.class),
            clock);
    CountDownLatch asked = new CountDownLatch(1);
    lease.meanwhile(asked::countDown);
    assertThat(asked.getCount()).isZero();
    assertThatThrownBy(
            () ->
                lease.meanwhile(
                    () -> {
                      throw new OutOfMemoryError("of a fit");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                lease.meanwhile(
                    () -> {
                      lease.ask(Signal.SAVE_AND_LEAVE);
                      awaitQuietly(never);
                    }))
        .isInstanceOf(HeldLease.AskedToLeave.class);
    never.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRunWhoseJobWasTakenWritesNothingMore() throws Exception {
    UUID job = queued();
    AtomicLong left = new AtomicLong(60);
    clock.step(
        40 * MILLI,
        () -> {
          if (left.getAndDecrement() == 0) {
            jdbc.update("update job set attempt = attempt + 1 where id = ?", job);
          }
          runs.control();
        });
    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.LOST);

    assertThat(jobs.state(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(jobs.state(job).attempt()).isEqualTo(2);
    assertThat(jobs.models(job)).isZero();
  }

  @Test
  void aProcessThatStoodStillWritesNothingUntilItIsConfirmed() throws Exception {
    UUID job = queued();
    AtomicLong left = new AtomicLong(60);
    clock.step(
        40 * MILLI,
        () -> {
          long look = left.getAndDecrement();
          if (look == 0) {
            jdbc.update("update job set attempt = attempt + 1, updates = -1 where id = ?", job);
            clock.pass(7_000 * MILLI);
          }
          if (look > 0 || look < -20) {
            runs.control();
          }
        });
    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.LOST);

    assertThat(jobs.row(job)).containsEntry("updates", -1L).containsEntry("status", "RUNNING");
  }

  @Test
  void aLimitOfTimeEndsTheJobWhereItIs() throws Exception {
    UUID job = queued(TRAINING.replace("\"seed\": 3", "\"seed\": 3, \"max_seconds\": 1"));
    work(job);

    Map<String, Object> row = jobs.row(job);
    assertThat(row)
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("stop_reason", "MAX_SECONDS");
    assertThat((long) row.get("updates")).isBetween(1L, 35L);

    UUID again = queued();
    jdbc.update(
        "update job set reproduces_job_id = ?, stop_at_updates = ? where id = ?",
        job,
        row.get("updates"),
        again);
    work(again);
    assertThat(weights(again)).isEqualTo(weights(job));
    assertThat((String) jobs.row(again).get("reproduction_json")).contains("\"match\":true");
  }

  @Test
  void aDivergedJobFailsAndKeepsItsMetrics() throws Exception {
    UUID job =
        jobs.queued(
            TableDatasets.NUMBERS,
            "REGRESSION",
            "{\"layers\": [{\"type\": \"affine\", \"out\": 1}], \"loss\": \"mse\"}",
            "{\"epochs\": 50, \"seed\": 1, \"optimizer\": {\"type\": \"sgd\", \"lr\": 100}}",
            50);
    work(job);

    Map<String, Object> row = jobs.row(job);
    assertThat(row).containsEntry("status", "FAILED").containsEntry("stop_reason", "DIVERGED");
    assertThat((String) row.get("error_json")).contains("\"code\":\"diverged\"", "\"epoch\"");
    assertThat(jobs.metrics(job)).isNotEmpty().hasSize((int) row.get("epoch"));
  }

  @Test
  void aLastUpdateThatLeavesNoFiniteWeightsFailsTheJobToo() throws Exception {
    UUID job =
        jobs.queued(
            TableDatasets.CLASSES,
            "CLASSIFICATION",
            MODEL,
            """
            {"epochs": 1, "batch_size": 107, "seed": 1,
              "optimizer": {"type": "sgd", "lr": 1e300}}
            """,
            1);
    work(job);

    assertThat(jobs.row(job))
        .containsEntry("status", "FAILED")
        .containsEntry("stop_reason", "DIVERGED");
    assertThat((String) jobs.row(job).get("error_json"))
        .contains("the weights that training ended with", "\"epoch\":1,\"batch\":1");
    assertThat(jobs.models(job)).isZero();
    assertThat(jobs.metrics(job)).hasSize(1);
  }

  @Test
  void tenStartsWithoutANewStateAreACrashLoop() throws Exception {
    UUID job = queued();
    jdbc.update("update job set fruitless_starts = 10 where id = ?", job);
    work(job);

    assertThat(jobs.row(job))
        .containsEntry("status", "FAILED")
        .containsEntry("stop_reason", "CRASH_LOOP");
  }

  @Test
  void aDatabaseOutOfReachFailsNoJob() throws Exception {
    UUID straight = straight();
    UUID job = queued();
    AtomicLong left = new AtomicLong(60);
    clock.step(
        40 * MILLI,
        () -> {
          long look = left.getAndDecrement();
          surroundings.database().away(look <= 0 && look > -40);
          if (look > 0 || look <= -40) {
            runs.control();
          }
        });
    work(job);

    assertThat(jobs.state(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(weights(job)).isEqualTo(weights(straight));
    assertThat(jobs.metrics(job)).isEqualTo(jobs.metrics(straight));
  }
}
