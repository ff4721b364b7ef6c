package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.job.JobFixture;
import io.descent.job.JobStatus;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@RunTest
@TestPropertySource(properties = "descent.limits.kept-replays=0")
class ReplayLimitTest {

  private static final long SECOND = 1_000_000_000;
  private static final int UPDATES = 36;

  @Autowired private MockMvcTester http;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private Worker worker;
  @Autowired private HeldLeases runs;
  @Autowired private RunTest.SteppingClock clock;

  @AfterEach
  void timePassesAsUsual() {
    clock.step(SECOND / 1000, () -> {});
  }

  @Test
  void aStepThatTakesTooLongToReachIsRefusedWithThoseThatDoNot() throws Exception {
    UUID job = ended();
    long kept =
        jdbc.queryForObject(
            "select max(updates) from job_checkpoint where job_id = ?", Long.class, job);
    assertThat(trace(job, UPDATES)).hasStatusOk();

    clock.step(16 * SECOND, () -> {});
    assertThat(trace(job, kept + 3)).hasStatusOk();
    refused(trace(job, UPDATES), "%d to %d can be shown".formatted(kept + 1, kept + 3));

    jdbc.update("update job_checkpoint set updates = ? where job_id = ?", UPDATES, job);
    assertThat(trace(job, 3)).hasStatusOk();
    refused(trace(job, kept + 3), "more than 60 s; steps 1 to 3 can be shown");
  }

  private static void refused(MvcTestResult result, String detail) {
    assertThat(result).hasStatus(422).bodyText().contains("\"pointer\":\"step\"", detail);
  }

  /** A job that was worked on to its end, with a pause that left states on the way. */
  private UUID ended() throws InterruptedException {
    JobFixture jobs = new JobFixture(jdbc);
    UUID job =
        jobs.queued(
            TableDatasets.CLASSES,
            "CLASSIFICATION",
            "{\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}",
            """
            {"epochs": 6, "batch_size": 16, "seed": 3,
             "split": {"train": 0.8, "validation": 0, "test": 0.2}}
            """,
            6);
    AtomicLong left = new AtomicLong(60);
    clock.step(
        SECOND / 25,
        () -> {
          if (left.getAndDecrement() == 0) {
            jobs.status(job, JobStatus.PAUSING);
          }
          runs.control();
        });
    worker.work(job, jobs.state(job).generation());
    jobs.status(job, JobStatus.QUEUED);
    clock.step(SECOND / 1000, runs::control);
    worker.work(job, jobs.state(job).generation());
    assertThat(jobs.row(job)).containsEntry("updates", (long) UPDATES);
    return job;
  }

  private MvcTestResult trace(UUID job, long step) {
    return http.post().uri("/api/v1/jobs/" + job + "/trace?step=" + step).exchange();
  }
}
