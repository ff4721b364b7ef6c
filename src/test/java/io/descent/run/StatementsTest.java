package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.job.EpochRow;
import io.descent.job.Job;
import io.descent.job.JobFixture;
import io.descent.job.JobLeases;
import io.descent.job.Phase;
import io.descent.job.Scores;
import io.descent.model.Baselines;
import io.descent.model.ModelMetrics;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What a job and a look at it cost the database; docs/operations.md has the same figures. */
@RunTest
class StatementsTest {

  private static final String MODEL =
      "{\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";
  private static final String TRAINING = "{\"epochs\": 4, \"batch_size\": 16, \"seed\": 3}";
  private static final String ORDER =
      "{\"dataset_id\": \"%s\", \"model\": %s, \"training\": %s}"
          .formatted(TableDatasets.CLASSES, MODEL, TRAINING);

  @Autowired private MockMvcTester http;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private Worker worker;
  @Autowired private HeldLeases runs;
  @Autowired private JobLeases leases;
  @Autowired private Preparation preparation;
  @Autowired private TrainingRun.Tools tools;
  @Autowired private RunTest.SteppingClock clock;
  @Autowired private RunTest.Surroundings surroundings;

  private JobFixture jobs;

  @BeforeEach
  void empty() {
    jobs = new JobFixture(jdbc);
    jobs.clear();
    clock.step(1_000, () -> {});
  }

  @AfterEach
  void timeGoesOn() {
    clock.step(1_000_000, () -> {});
  }

  private interface Deed {
    void run() throws Exception;
  }

  private long statements(Deed deed) throws Exception {
    long before = surroundings.database().statementsHere();
    deed.run();
    return surroundings.database().statementsHere() - before;
  }

  private UUID queued() {
    return jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, TRAINING, 4);
  }

  private long get(String call) throws Exception {
    return statements(() -> assertThat(http.get().uri("/api/v1" + call)).hasStatus(200));
  }

  private long post(String call, String body) throws Exception {
    return statements(
        () ->
            assertThat(
                    http.post()
                        .uri("/api/v1" + call)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .hasStatus(202));
  }

  @Test
  void callsCostAFewStatements() throws Exception {
    UUID job = queued();
    // An owner's first job makes the row of its turns
    post("/jobs", ORDER);

    assertThat(get("/jobs/" + job)).isEqualTo(2);
    assertThat(get("/jobs")).isEqualTo(2);
    assertThat(get("/jobs/" + job + "/metrics")).isEqualTo(2);
    // One of them tells who did what, in the trail, and two count the owner's jobs once more
    assertThat(post("/jobs", ORDER)).isEqualTo(10);
    assertThat(post("/jobs/" + job + "/pause", "")).isEqualTo(5);
    assertThat(get("/jobs/" + job)).isEqualTo(1);
  }

  @Test
  void aChartOfALongTrainingCostsAFewStatementsAndRows() throws Exception {
    Job job = leases.look(queued(), 1).orElseThrow();
    HeldLease run = runs.take(job.id(), job.state()).orElseThrow();
    List<EpochRow> epochs =
        IntStream.rangeClosed(1, 20_300)
            .mapToObj(
                it -> new EpochRow(it, new Scores(1.0 / it, 0.5, null, null), 0.1, 1, 0.01, null))
            .toList();
    leases.leave(run.lease(), true, epochs);
    runs.close(run);
    jdbc.update("update job set epochs = 20300, epoch = 20300 where id = ?", job.id());

    // The job, whole thousands of epochs, and those behind them
    String chart = "/jobs/" + job.id() + "/metrics?points=300";
    assertThat(get(chart)).isEqualTo(3);
    assertThat(get(chart)).isEqualTo(1);
    assertThat(get("/jobs/" + job.id() + "/metrics?points=10000")).isEqualTo(3);
  }

  @Test
  void aJobThatKeepsNoStateCostsThisMuch() throws Exception {
    UUID job = queued();

    assertThat(statements(() -> worker.work(job, 1))).isBetween(20L, 24L);
  }

  @Test
  void aRunningJobCostsThisMuch() throws Exception {
    Job job = leases.look(queued(), 1).orElseThrow();
    HeldLease run = runs.take(job.id(), job.state()).orElseThrow();
    Training training = started(job);
    training.step();

    assertThat(statements(runs::control)).isEqualTo(1);
    assertThat(statements(() -> leases.progress(run.lease(), Phase.TRAINING, training.progress())))
        .isEqualTo(1);
    for (int kept = 0; kept < 4; kept++) {
      training.step();
      assertThat(statements(() -> tools.states().keep(run.lease(), training)))
          .isEqualTo(kept < 2 ? 7 - kept : 8);
    }
    runs.close(run);
  }

  @Test
  void aRateThatHardlyChangesIsToldAsBefore() throws Exception {
    Job job = leases.look(queued(), 1).orElseThrow();
    Training training = started(job);
    training.step();
    double told = Objects.requireNonNull(training.progress().samplesPerSecond());
    clock.step(1_030, () -> {});
    training.step();
    assertThat(training.progress().samplesPerSecond()).isEqualTo(told);

    clock.step(2_000, () -> {});
    for (int i = 0; i < 5; i++) {
      training.step();
    }
    assertThat(training.progress().samplesPerSecond()).isBetween(told / 2, told * 0.9);
  }

  private Training started(Job job) {
    Preparation.Prepared prepared = preparation.prepare(job, () -> {});
    ModelMetrics.Parts constant =
        Baselines.constant(prepared.parts(), prepared.spec().model().loss(), () -> {});
    return Training.start(prepared, constant, clock);
  }
}
