package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.job.JobFixture;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.storage.BlobFixture;
import io.descent.web.UuidV7;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Processes that die or do not agree on the time, with the tasks by which they share jobs. */
@RunTest
class ReplicaTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long STEP = 40_000_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String MODEL =
      """
      {"layers": [{"type": "affine", "out": 8}, {"type": "dropout", "rate": 0.3},
        {"type": "affine", "out": 3}], "loss": "softmax_ce"}
      """;
  private static final String TRAINING = "{\"epochs\": 4, \"batch_size\": 16, \"seed\": 3}";

  @Autowired private io.descent.job.TrainingQueue queue;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private DataSource database;
  @Autowired private JobLeases leases;
  @Autowired private Preparation preparation;
  @Autowired private TrainingRun.Tools tools;
  @Autowired private UuidV7 uuids;
  @Autowired private ApplicationContext context;

  @Autowired
  @Qualifier("databaseClock")
  private InstantSource right;

  private final List<TrainingScheduler> replicas = new ArrayList<>();
  private JobFixture jobs;

  @BeforeEach
  void fixture() {
    jobs = new JobFixture(jdbc);
    jobs.clear();
  }

  @AfterEach
  void stop() {
    replicas.forEach(TrainingScheduler::stop);
  }

  private InstantSource shifted(Duration by) {
    return () -> right.instant().plus(by);
  }

  /** A process of one worker. */
  private HeldLeases replica(InstantSource clock, Runnable look) {
    RunTest.SteppingClock nanos = new RunTest.SteppingClock();
    MemoryBudget memory = new MemoryBudget();
    WorkerName name = new WorkerName(uuids);
    WorkerSettings settings = new WorkerSettings(1, "auto", false);
    HeldLeases runs = new HeldLeases(leases, name, tools.meters(), nanos, settings);
    TrainingRun.Tools own =
        new TrainingRun.Tools(
            leases, runs, tools.states(), tools.publication(), tools.live(), tools.meters(), nanos);
    nanos.step(
        STEP,
        () -> {
          look.run();
          runs.control();
        });
    TrainingScheduler scheduler =
        new TrainingScheduler(
            new Worker(runs, preparation, memory, own),
            runs,
            queue,
            name,
            settings,
            database,
            clock);
    replicas.add(scheduler);
    scheduler.start();
    return runs;
  }

  private UUID queued() {
    return jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, TRAINING, 4);
  }

  private void succeed(UUID job) {
    await().atMost(LIMIT).until(() -> jobs.state(job).status() == JobStatus.SUCCEEDED);
  }

  private UUID straight() {
    UUID job = queued();
    jobs.task(job, right.instant());
    replica(right, () -> {});
    succeed(job);
    replicas.removeLast().stop();
    return job;
  }

  private void assertSameBits(UUID job, UUID straight) {
    assertThat(jobs.row(job).get("weights_sha256"))
        .isEqualTo(jobs.row(straight).get("weights_sha256"));
    assertThat(jobs.metrics(job)).isEqualTo(jobs.metrics(straight));
    assertThat(jobs.models(job)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, -10, 10, 60})
  void aDeadProcesssJobIsTakenUpByADatabaseOfAnotherTime(long minutes) {
    InstantSource shared = shifted(Duration.ofMinutes(minutes));
    UUID job = queued();
    jobs.status(job, JobStatus.RUNNING);
    jobs.deadTask(job, shared.instant().minusSeconds(30));

    replica(shared, () -> {});

    succeed(job);
  }

  @Test
  void anOwnerWhoHasNoneIsServedBeforeOneWhoHasMany() throws Exception {
    CountDownLatch midst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    UUID first = queued();
    jobs.task(first, right.instant().minusSeconds(60));
    replica(right, () -> holdAt(20, looks, midst, goOn));
    midst.await();
    UUID flood = queued();
    jobs.task(flood, right.instant().minusSeconds(50));
    UUID other = queued();
    jdbc.update("update job set owner = 'other' where id = ?", other);
    jobs.task(other, right.instant().minusSeconds(10));

    replica(right, () -> {});

    await().atMost(LIMIT).until(() -> jobs.state(other).attempt() > 0);
    assertThat(jobs.state(first).status()).isEqualTo(JobStatus.RUNNING);
    goOn.countDown();
    succeed(first);
    succeed(flood);
    assertThat(startedAt(other)).isBefore(startedAt(flood));
  }

  private java.time.OffsetDateTime startedAt(UUID job) {
    return java.util.Objects.requireNonNull(
        jdbc.queryForObject(
            "select started_at from job where id = ?", java.time.OffsetDateTime.class, job));
  }

  private static void holdAt(
      int look, AtomicInteger looks, CountDownLatch midst, CountDownLatch goOn) {
    if (looks.incrementAndGet() == look) {
      midst.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aHealthyJobThatAWrongClockTakesAwayEndsInTheRightBits() throws Exception {
    UUID straight = straight();
    UUID job = queued();
    jobs.task(job, right.instant());
    CountDownLatch midst = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    HeldLeases held = replica(right, () -> holdAt(60, looks, midst, goOn));
    midst.await();

    replica(shifted(HOUR), () -> {});
    succeed(job);
    goOn.countDown();

    await().atMost(LIMIT).until(() -> held.size() == 0);
    assertSameBits(job, straight);
    assertThat(jobs.state(job).attempt()).isEqualTo(2);
    assertThat(jobs.events(job)).containsExactly("RUNNING", "RUNNING", "SUCCEEDED");
  }

  @Test
  void aDeathBetweenAJobsSuccessAndItsTasksEndChangesNothing() {
    UUID job = straight();
    jobs.deadTask(job, right.instant());

    replica(right, () -> {});

    await().atMost(LIMIT).until(() -> jobs.tasks(job) == 0);
    assertThat(jobs.state(job).attempt()).isEqualTo(1);
    assertThat(jobs.events(job)).containsExactly("RUNNING", "SUCCEEDED");
    assertThat(jobs.models(job)).isEqualTo(1);
  }

  @Test
  void aProcessThatIsAnHourAheadSweepsNothingThatIsBeingWritten() {
    BlobFixture blobs = new BlobFixture(context);
    UUID fresh = blobs.beingWritten();

    blobs.sweep();

    assertThat(blobs.isLoose(fresh)).isTrue();
  }
}
