package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.Trainer;
import io.descent.job.Checkpoint;
import io.descent.job.Job;
import io.descent.job.JobFixture;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.model.Baselines;
import io.descent.model.ModelMetrics;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/**
 * States that earlier versions of the service kept. A file here was kept by the job below after its
 * third epoch, and is never made anew; a version to come gets the file that this test leaves in
 * {@code target/job.state}.
 */
@RunTest
class KeptStateTest {

  private static final int EPOCHS = 6;
  private static final int KEPT_AFTER = 3;
  private static final String MODEL =
      """
      {"layers": [{"type": "affine", "out": 8}, {"type": "batchnorm1d"}, {"type": "relu"},
        {"type": "dropout", "rate": 0.3}, {"type": "affine", "out": 3}], "loss": "softmax_ce"}
      """;
  private static final String TRAINING =
      """
      {"epochs": 6, "batch_size": 16, "seed": 3, "keep": "best",
        "optimizer": {"type": "adam", "lr": 0.01}}
      """;

  @Autowired private MockMvcTester http;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private Worker worker;
  @Autowired private HeldLeases runs;
  @Autowired private JobLeases leases;
  @Autowired private Preparation preparation;
  @Autowired private Blobs blobs;
  @Autowired private RunTest.SteppingClock clock;

  private JobFixture jobs;

  @BeforeEach
  void empty() {
    jobs = new JobFixture(jdbc);
    jobs.clear();
  }

  private UUID queued() {
    return jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, TRAINING, EPOCHS);
  }

  private UUID straight() throws InterruptedException {
    UUID job = queued();
    worker.work(job, 1);
    return job;
  }

  /** Of a training that stands at the end of an epoch, its state. */
  private interface Kept {
    byte[] of(Trainer trainer) throws IOException;
  }

  /** A job that was left with such a state, as if it had just been kept. */
  private UUID leftWith(Kept state) throws IOException {
    Job job = leases.look(queued(), 1).orElseThrow();
    HeldLease run = runs.take(job.id(), job.state()).orElseThrow();
    Preparation.Prepared prepared = preparation.prepare(job, run::goOn);
    ModelMetrics.Parts constant =
        Baselines.constant(prepared.parts(), prepared.spec().model().loss(), run::goOn);
    Training training = Training.start(prepared, constant, clock);
    while (training.trainer().epoch() < KEPT_AFTER) {
      training.step();
    }
    Files.write(Path.of("target", "job.state"), state(training.trainer()));
    Checkpoint kept = training.checkpoint(stored(state.of(training.trainer())).id());
    leases.checkpoint(run.lease(), kept, training.progress(), training.pending(), List.of());
    leases.leave(run.lease(), true, List.of());
    runs.close(run);
    return job.id();
  }

  private static byte[] state(Trainer trainer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    trainer.save(out);
    return out.toByteArray();
  }

  private Blob stored(byte[] state) throws IOException {
    return blobs.write(out -> out.write(state));
  }

  static Stream<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src", "test", "resources", "states"))) {
      return folders
          .map(version -> version.resolve("job.state"))
          .filter(Files::exists)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aJobGoesOnFromAStateOfEachVersion(Path file) throws Exception {
    UUID straight = straight();
    UUID job = leftWith(_ -> Files.readAllBytes(file));

    worker.work(job, 2);

    assertThat(jobs.state(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(jobs.events(job)).containsExactly("RUNNING", "QUEUED", "RUNNING", "SUCCEEDED");
    Map<String, Object> row = jobs.row(job);
    assertThat(row.get("weights_sha256")).isEqualTo(jobs.row(straight).get("weights_sha256"));
    assertThat(jobs.metrics(job)).isEqualTo(jobs.metrics(straight));
  }

  @Test
  void aJobWhoseArithmeticChangesGoesOnAndSaysSo() throws Exception {
    UUID job = leftWith(KeptStateTest::ofAnotherArithmetic);

    worker.work(job, 2);

    String said =
        "Up to update 18 it was trained by version 7 of the arithmetic, from there on by version 1:"
            + " neither alone gives the same bits.";
    assertThat(jobs.state(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(http.get().uri("/api/v1/jobs/" + job))
        .bodyJson()
        .extractingPath("$.warnings[?(@.code == 'arithmetic_changed')].detail")
        .asArray()
        .containsExactly(said);
    assertThat(http.get().uri("/api/v1/models/" + jobs.row(job).get("model_id") + "/card"))
        .bodyJson()
        .extractingPath("$.notes")
        .asArray()
        .contains(said);
  }

  /** As a build of other bits would have kept it. */
  private static byte[] ofAnotherArithmetic(Trainer trainer) throws IOException {
    ByteBuffer state = ByteBuffer.wrap(state(trainer));
    int sumAt = state.capacity() - Long.BYTES;
    CRC32C sum = new CRC32C();
    sum.update(state.putLong(64, 7).array(), 0, sumAt);
    return state.putLong(sumAt, sum.getValue()).array();
  }
}
