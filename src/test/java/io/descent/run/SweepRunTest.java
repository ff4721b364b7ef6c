package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.job.JobFixture;
import io.descent.job.JobState;
import io.descent.job.JobStatus;
import io.descent.job.TrainingQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is asked of a sweep, and wherever its processes end, it comes to the same end. The
 * system properties {@code sweeps.seeds} and {@code sweeps.deeds} ask for more of it.
 */
@RunTest
class SweepRunTest {

  private static final int SEEDS = Integer.getInteger("sweeps.seeds", 4);
  private static final int DEEDS = Integer.getInteger("sweeps.deeds", 40);
  private static final String SWEEPS = "/api/v1/sweeps";
  private static final String REQUEST =
      """
      {"dataset_id": "%s", "model": {"layers": [{"type": "affine", "out": 3}], "loss": "softmax_ce"},
       "training": {"epochs": 4, "batch_size": 16, "optimizer": {"type": "sgd"}},
       "space": {"/training/optimizer/lr": {"choice": [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1e30]}},
       "strategy": {"type": "halving", "trials": %d, "reduction": 2, "min_epochs": 1},
       "seed": %d %s}
      """;
  private static final List<Integer> RUNGS = List.of(1, 2, 4);

  @Autowired private ApplicationContext service;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private MockMvcTester http;
  @Autowired private Worker worker;
  @Autowired private TrainingQueue queue;
  @Autowired private HeldLeases runs;
  @Autowired private RunTest.SteppingClock clock;
  @Autowired private RunTest.Surroundings surroundings;

  private JobFixture jobs;
  private NextJob next;

  /** One of a trial's rows. */
  private record Trial(UUID id, int number, int rung, JobState state, int epoch, long updates) {

    boolean waits() {
      return state.status().needsWorker();
    }
  }

  /** What came of a sweep. */
  private record End(int best, double value, String weights, long updates) {}

  @BeforeEach
  void empty() {
    jobs = new JobFixture(jdbc);
    next = new NextJob(worker, queue, jdbc);
    jobs.clear();
    jdbc.update("delete from sweep");
    clock.step(1_000_000, runs::control);
  }

  @AfterEach
  void liveOn() {
    surroundings.database().liveOn();
    clock.step(1_000_000, () -> {});
  }

  private JsonNode answer(String verb, String path, String body, Integer... statuses) {
    var asked = verb.equals("GET") ? http.get() : verb.equals("POST") ? http.post() : http.delete();
    var answer =
        asked.uri(SWEEPS + path).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
    String text = new String(answer.getResponse().getContentAsByteArray());
    assertThat(answer.getResponse().getStatus()).as(text).isIn((Object[]) statuses);
    return text.isEmpty()
        ? JsonMapper.shared().createObjectNode()
        : JsonMapper.shared().readTree(text);
  }

  private UUID started(int trials, long seed, String more) {
    String request = REQUEST.formatted(TableDatasets.CLASSES, trials, seed, more);
    return UUID.fromString(answer("POST", "", request, 202).path("id").stringValue());
  }

  private JsonNode shown(UUID sweep) {
    return answer("GET", "/" + sweep, "", 200);
  }

  private List<Trial> trials(UUID sweep) {
    return jdbc.query(
        "select * from job where sweep_id = ? order by trial",
        (row, _) -> {
          UUID id = row.getObject("id", UUID.class);
          return new Trial(
              id,
              row.getInt("trial"),
              row.getInt("rung"),
              jobs.state(id),
              row.getInt("epoch"),
              row.getLong("updates"));
        },
        sweep);
  }

  private List<Trial> waiting(UUID sweep) {
    return trials(sweep).stream().filter(Trial::waits).toList();
  }

  private void work(Trial trial) throws InterruptedException {
    worker.work(trial.id(), trial.state().generation());
  }

  /** Works as long as somebody is to. */
  private End worked(UUID sweep) throws InterruptedException {
    for (List<Trial> left = waiting(sweep); !left.isEmpty(); left = waiting(sweep)) {
      work(left.getFirst());
    }
    JsonNode end = shown(sweep);
    assertThat(end.path("status").stringValue()).as("%s", end).isEqualTo("succeeded");
    UUID best = UUID.fromString(end.at("/best/job_id").stringValue());
    return new End(
        end.at("/best/trial").intValue(),
        end.at("/best/value").doubleValue(),
        String.valueOf(jobs.row(best).get("weights_sha256")),
        trials(sweep).stream().mapToLong(Trial::updates).sum());
  }

  @Test
  void killedAtAnyPointOfADecisionTheSameTrialsGoOn() throws Exception {
    End straight = worked(started(3, 2, ""));
    boolean died = true;
    long kills = 0;
    while (died) {
      UUID sweep = started(3, 2, "");
      work(waiting(sweep).get(2));
      work(waiting(sweep).getFirst());
      Trial last = waiting(sweep).getFirst();
      surroundings.database().killAfter(kills++);
      try {
        work(last);
      } catch (KillableDatabase.Killed _) {
        // the next start goes on
      }
      died = surroundings.database().liveOn();
      assertThat(worked(sweep)).as("kill %d", kills).isEqualTo(straight);
    }
    assertThat(kills).isGreaterThan(30);
  }

  private UUID single(String owner) {
    String job =
        """
        {"dataset_id": "%s", "training": {"epochs": 1, "batch_size": 16},
         "model": {"layers": [{"type": "affine", "out": 3}], "loss": "softmax_ce"}}
        """
            .formatted(TableDatasets.CLASSES);
    var answer =
        http.post()
            .uri("/api/v1/jobs")
            .contentType(MediaType.APPLICATION_JSON)
            .content(job)
            .exchange();
    String location = String.valueOf(answer.getResponse().getHeader("Location"));
    UUID id = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    jdbc.update("update job set owner = ? where id = ?", owner, id);
    return id;
  }

  @Test
  void betweenTrialsTheSingleJobsOfAllOwnersHaveTheirTurn() throws Exception {
    UUID sweep = started(8, 1, "");
    assertThat(jobs.row(next.taken())).containsEntry("sweep_id", sweep);
    UUID own = single("local");
    UUID other = single("other");

    assertThat(List.of(next.taken(), next.taken(), next.taken())).contains(own, other);
    assertThat(jobs.row(next.taken())).containsEntry("sweep_id", sweep);
  }

  @Test
  void noTrialGoesBeforeAnOwnerWhoHasFewerJobsWithWorkers() throws Exception {
    UUID sweep = started(8, 1, "");
    Trial first = waiting(sweep).getFirst();
    jdbc.update("delete from scheduled_tasks where task_instance like ?", first.id() + ":%");
    jobs.status(first.id(), JobStatus.RUNNING);
    UUID other = single("other");

    assertThat(next.taken()).isEqualTo(other);
    assertThat(jobs.row(next.taken())).containsEntry("sweep_id", sweep);
  }

  static IntStream seeds() {
    return IntStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverIsAskedNothingStandsStillAndTheSameTrialWins(int seed) throws Exception {
    Random random = new Random(seed);
    int trials = 3 + random.nextInt(6);
    End straight = worked(started(trials, seed, ""));
    int parallel = 1 + random.nextInt(trials);
    UUID sweep = started(trials, seed, ", \"parallel\": " + parallel);

    for (int i = 0; i < DEEDS; i++) {
      deed(sweep, random);
      assertSound(sweep, parallel);
    }
    answer("POST", "/" + sweep + "/resume", "", 202, 409);

    assertThat(worked(sweep)).isEqualTo(straight);
    answer("POST", "/" + sweep + "/cancel", "", 409);
    assertGone(sweep);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverEndsEarlyTheSweepEnds(int seed) throws Exception {
    Random random = new Random(seed);
    int trials = 2 + random.nextInt(7);
    int parallel = 1 + random.nextInt(trials);
    UUID sweep = started(trials, seed, ", \"parallel\": " + parallel);

    for (int i = 0; i < DEEDS; i++) {
      List<Trial> all = trials(sweep);
      Trial one = all.get(random.nextInt(all.size()));
      switch (random.nextInt(12)) {
        case 0 -> http.post().uri("/api/v1/jobs/" + one.id() + "/cancel").exchange();
        case 1 -> jobs.expire(one.id(), service);
        case 2 -> answer("DELETE", "/" + sweep, "", jobsLeft(sweep) ? 409 : 204, 404, 409);
        default -> deed(sweep, random);
      }
      if (trials(sweep).isEmpty()) {
        return;
      }
      assertSound(sweep, parallel);
    }
    answer("POST", "/" + sweep + "/cancel", "", 202, 409);
    for (Trial left : waiting(sweep)) {
      work(left);
    }
    assertThat(shown(sweep).path("finished_at").isNull()).isFalse();
    assertGone(sweep);
  }

  private boolean jobsLeft(UUID sweep) {
    return trials(sweep).stream().anyMatch(it -> !it.state().status().ended());
  }

  /** Something that a client, a worker or the end of a process does. */
  private void deed(UUID sweep, Random random) throws InterruptedException {
    int what = random.nextInt(8);
    List<Trial> waiting = waiting(sweep);
    if (what < 4) {
      asked(sweep, what < 2 ? "/pause" : "/resume", random);
    } else if (!waiting.isEmpty()) {
      Trial one = waiting.get(random.nextInt(waiting.size()));
      if (what < 6) {
        surroundings.database().killAfter(random.nextInt(80));
      }
      try {
        work(one);
      } catch (KillableDatabase.Killed _) {
        // it goes on where it was
      } finally {
        surroundings.database().liveOn();
      }
    }
  }

  /** Of a process that may end before it has done all, and whose client then asks again. */
  private void asked(UUID sweep, String what, Random random) {
    surroundings.database().killAfter(random.nextInt(60));
    try {
      // What would be the end of the process may be a 500 here
      answer("POST", "/" + sweep + what, "", 202, 409, 500);
    } catch (KillableDatabase.Killed _) {
      // or goes on up
    }
    if (surroundings.database().liveOn()) {
      answer("POST", "/" + sweep + what, "", 202, 409);
    }
  }

  private void assertSound(UUID sweep, int parallel) {
    JsonNode shown = shown(sweep);
    List<Trial> trials = trials(sweep);
    List<Trial> waiting = trials.stream().filter(Trial::waits).toList();
    String status = shown.path("status").stringValue();
    assertThat(waiting).as(status).hasSizeLessThanOrEqualTo(parallel);
    // Something is under way exactly where something is to come
    boolean underWay = List.of("queued", "running", "pausing", "cancelling").contains(status);
    assertThat(!waiting.isEmpty()).as(shown.toString()).isEqualTo(underWay);
    assertThat(trials.stream().allMatch(it -> it.state().status().ended()))
        .as(shown.toString())
        .isEqualTo(!shown.path("finished_at").isNull());
    for (Trial trial : trials) {
      assertThat(trial.epoch()).isLessThanOrEqualTo(RUNGS.get(trial.rung()));
    }
    List<Integer> came = new ArrayList<>();
    shown.path("rungs").forEach(it -> came.add(it.path("trials").intValue()));
    for (int rung = 1; rung < came.size(); rung++) {
      assertThat(came.get(rung)).isLessThanOrEqualTo((came.get(rung - 1) + 1) / 2);
    }
    for (Trial trial : waiting) {
      assertThat(jobs.tasks(trial.id())).as(trial.toString()).isPositive();
    }
  }

  private void assertGone(UUID sweep) {
    List<Trial> trials = trials(sweep);
    answer("DELETE", "/" + sweep, "", 204);
    answer("GET", "/" + sweep, "", 404);
    for (Trial trial : trials) {
      for (String table :
          List.of("job where id", "job_checkpoint where job_id", "tag where item_id")) {
        Map<String, Object> left =
            jdbc.queryForMap("select count(*) as c from " + table + " = ?", trial.id());
        assertThat(left).as(table).containsEntry("c", 0L);
      }
    }
  }
}
