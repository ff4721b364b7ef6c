package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.job.JobFixture;
import io.descent.job.JobStatus;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@RunTest
class OutOfMemoryTest {

  private static final long STEP = 40_000_000;
  private static final String MODEL =
      "{\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";
  private static final String TRAINING = "{\"epochs\": 6, \"batch_size\": 16, \"seed\": 3}";

  @Autowired private JdbcTemplate jdbc;
  @Autowired private Worker worker;
  @Autowired private HeldLeases runs;
  @Autowired private MemoryBudget memory;
  @Autowired private RunTest.SteppingClock clock;

  @AfterEach
  void liveOn() {
    clock.step(STEP, () -> {});
  }

  /** Before its data, in its first steps, and when states were kept already. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 25, 40, 60, 90})
  void theJobFailsAndTheNextOneIsTrained(int looks) throws Exception {
    JobFixture jobs = new JobFixture(jdbc);
    UUID large = jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, TRAINING, 6);
    UUID next = jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, TRAINING, 6);
    AtomicInteger left = new AtomicInteger(looks);
    Thread trains = Thread.currentThread();
    clock.step(
        STEP,
        () -> {
          // The loops of the process look at the clock as well
          if (Thread.currentThread() == trains && left.decrementAndGet() == 0) {
            throw new OutOfMemoryError("Java heap space");
          }
          runs.control();
        });

    assertThat(worker.work(large, 1)).isEqualTo(Worker.Outcome.DONE);
    assertThat(worker.work(next, 1)).isEqualTo(Worker.Outcome.DONE);

    assertThat(jobs.row(large))
        .containsEntry("status", "FAILED")
        .containsEntry("stop_reason", "OUT_OF_MEMORY");
    assertThat((String) jobs.row(large).get("error_json")).contains("\"code\":\"out_of_memory\"");
    assertThat(jobs.models(large)).isZero();
    assertThat(jobs.state(next).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(runs.size()).isZero();
    assertThat(memory.reserve(memory.limit())).isTrue();
    memory.release(memory.limit());
  }
}
