package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.job.JobFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.json.JsonMapper;

/** What a process knows of the others. */
// In a database of its own: other services of this process tell theirs of themselves, too
@RunTest
@TestPropertySource(properties = "descent.db.url=jdbc:h2:mem:replicas;DB_CLOSE_DELAY=-1")
class ReplicasTest {

  private static final long WIDE = 20_000;

  /** Its parameters alone fill the heap, however large that is. */
  private static final String LARGE =
      """
      {"input_shape": [3], "layers": [%s{"type": "affine", "out": 3}], "loss": "softmax_ce"}\
      """
          .formatted(
              "{\"type\": \"affine\", \"out\": 20000}, "
                  .repeat((int) (Runtime.getRuntime().maxMemory() / (WIDE * WIDE * 4)) + 2));

  private static final String TRAINING = "{\"epochs\": 1, \"batch_size\": 1}";
  private static final String CHECK =
      "{\"model\": %s, \"training\": {\"batch_size\": 1}}".formatted(LARGE);

  @Autowired private MockMvcTester http;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private Replicas replicas;
  @Autowired private Worker worker;

  @Autowired
  @Qualifier("databaseClock")
  private InstantSource clock;

  private JobFixture jobs;

  @BeforeEach
  void jobs() {
    jobs = new JobFixture(jdbc);
    jobs.clear();
  }

  @AfterEach
  void forget() {
    jdbc.update("delete from replica where version = 'other'");
    replicas.beat();
    jobs.clear();
  }

  private void other(String name, int workers, Duration silent) {
    OffsetDateTime heartbeat = clock.instant().minus(silent).atOffset(ZoneOffset.UTC);
    jdbc.update(
        "insert into replica (name, version, workers, memory_bytes, started_at, heartbeat_at)"
            + " values (?, 'other', ?, ?, ?, ?)",
        name,
        workers,
        1L << 40,
        heartbeat,
        heartbeat);
    replicas.beat();
  }

  @Test
  void eachProcessIsShownWithWhatItHas() {
    other("silent", 2, Duration.ofMinutes(1));
    other("gone", 2, Duration.ofMinutes(6));
    UUID job = jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", LARGE, TRAINING, 1);
    jdbc.update("update job set status = 'RUNNING', worker = 'silent' where id = ?", job);

    assertThat(http.get().uri("/api/v1/replicas"))
        .hasStatusOk()
        .bodyJson()
        .hasPathSatisfying("$.items.length()", it -> it.assertThat().isEqualTo(2))
        .hasPathSatisfying("$.items[0].name", it -> it.assertThat().isEqualTo("silent"))
        .hasPathSatisfying("$.items[0].stale", it -> it.assertThat().isEqualTo(true))
        .hasPathSatisfying("$.items[0].running", it -> it.assertThat().isEqualTo(1))
        .hasPathSatisfying("$.items[0].jobs[0].name", it -> it.assertThat().isEqualTo("a job"))
        .hasPathSatisfying("$.items[1].name", it -> it.assertThat().asString().contains("descent-"))
        .hasPathSatisfying("$.items[1].stale", it -> it.assertThat().isEqualTo(false))
        .hasPathSatisfying("$.items[1].jobs.length()", it -> it.assertThat().isEqualTo(0));
  }

  @Test
  void aTrainingIsTakenWhereAProcessThatLivesAndTrainsHasTheMemory() {
    assertThat(valid()).isFalse();
    other("does not train", 0, Duration.ZERO);
    other("silent", 2, Duration.ofMinutes(1));
    assertThat(valid()).isFalse();
    other("lives", 2, Duration.ZERO);
    assertThat(valid()).isTrue();
  }

  private boolean valid() {
    byte[] answer =
        http.post()
            .uri("/api/v1/specs/check")
            .contentType(MediaType.APPLICATION_JSON)
            .content(CHECK)
            .exchange()
            .getResponse()
            .getContentAsByteArray();
    return JsonMapper.shared().readTree(answer).get("valid").booleanValue();
  }

  @Test
  void aWorkerLeavesToOthersWhatItCannotHold() throws Exception {
    UUID job = jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", LARGE, TRAINING, 1);
    other("silent", 2, Duration.ofMinutes(1));
    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.LATER);
    assertThat(jobs.row(job)).containsEntry("status", "QUEUED").containsEntry("attempt", 0);

    jdbc.update("delete from replica where name = 'silent'");
    replicas.beat();
    assertThat(worker.work(job, 1)).isEqualTo(Worker.Outcome.DONE);
    assertThat(jobs.row(job)).containsEntry("stop_reason", "OUT_OF_MEMORY");
  }
}
