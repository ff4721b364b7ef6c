package io.descent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.job.Job;
import io.descent.job.JobFixture;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.job.TrainingQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Owners share the workers of a process, however long their jobs are and however many. */
@RunTest
class FairTurnsTest {

  private static final String MODEL =
      """
      {"layers": [{"type": "affine", "out": 8}, {"type": "dropout", "rate": 0.3},
        {"type": "affine", "out": 3}], "loss": "softmax_ce"}
      """;
  private static final String TRAINING =
      """
      {"epochs": 6, "batch_size": 16, "seed": 3,
        "optimizer": {"type": "sgd", "lr": 0.05, "momentum": 0.9}}
      """;
  private static final int EPOCHS = 6;
  private static final Duration TURN = Duration.ofSeconds(30);

  @Autowired private JdbcTemplate jdbc;
  @Autowired private Worker worker;
  @Autowired private TrainingQueue queue;
  @Autowired private JobLeases leases;
  @Autowired private HeldLeases runs;
  @Autowired private FairTurns turns;
  @Autowired private MemoryBudget memory;
  @Autowired private RunTest.SteppingClock clock;

  private JobFixture jobs;
  private NextJob next;

  @BeforeEach
  void twoOwners() {
    jobs = new JobFixture(jdbc);
    next = new NextJob(worker, queue, jdbc);
    jobs.clear();
    jdbc.update("delete from job_owner");
    List.of("local", "other")
        .forEach(it -> jdbc.update("insert into job_owner (owner) values (?)", it));
    clock.step(1_000_000, runs::control);
  }

  @AfterEach
  void timeGoesOn() {
    clock.step(1_000_000, () -> {});
  }

  /** A job that waits since before those that came earlier here. */
  private UUID queued(String owner, int secondsAgo) {
    UUID id = jobs.queued(TableDatasets.CLASSES, "CLASSIFICATION", MODEL, TRAINING, EPOCHS);
    Instant since = Instant.now().minusSeconds(secondsAgo);
    jdbc.update(
        "update job set owner = ?, queued_at = ? where id = ?",
        owner,
        since.atOffset(ZoneOffset.UTC),
        id);
    jobs.task(id, since);
    return id;
  }

  /** With every look at the clock so much time passes, and somebody looks who is to make room. */
  private void timePasses(Duration atEachLook) {
    clock.step(
        atEachLook.toNanos(),
        () -> {
          runs.control();
          turns.share();
        });
  }

  private JobStatus status(UUID job) {
    return jobs.state(job).status();
  }

  private Object weights(UUID job) {
    return jobs.row(job).get("weights_sha256");
  }

  @Test
  void aJobThatHadItsTurnMakesRoomForAnotherOwnersAndEndsInTheSameBits() throws Exception {
    UUID straight = queued("local", 10);
    assertThat(next.taken()).isEqualTo(straight);
    UUID first = queued("local", 9);
    UUID second = queued("local", 8);
    UUID others = queued("other", 7);
    timePasses(Duration.ofSeconds(1));

    jdbc.update("update job_owner set turn_at = null");
    assertThat(next.taken()).isEqualTo(first);
    assertThat(status(first)).isEqualTo(JobStatus.QUEUED);
    assertThat(jobs.events(first)).anyMatch(it -> it.startsWith("RUNNING: it makes room"));
    assertThat((Integer) jobs.row(first).get("epoch")).isBetween(0, EPOCHS - 1);

    clock.step(1_000_000, runs::control);
    assertThat(next.taken()).isEqualTo(others);
    assertThat(List.of(next.taken(), next.taken())).containsExactly(first, second);
    assertThat(Stream.of(straight, first, second, others).map(this::weights))
        .doesNotContainNull()
        .containsOnly(weights(straight));
    assertThat(jobs.metrics(first)).isEqualTo(jobs.metrics(straight));
  }

  @Test
  void twoOwnersOfLongJobsHaveTheirTurnsOneAfterTheOther() throws Exception {
    UUID straight = queued("local", 10);
    next.taken();
    UUID one = queued("local", 9);
    UUID two = queued("other", 8);
    jdbc.update("update job_owner set turn_at = null");
    List<UUID> order = new ArrayList<>();
    while (status(one) != JobStatus.SUCCEEDED || status(two) != JobStatus.SUCCEEDED) {
      // A turn ends sooner here, and who asks for room has waited for long
      jdbc.update("update job_owner set room_at = null");
      timePasses(Duration.ofSeconds(5));
      order.add(next.taken());
      assertThat(order).hasSizeLessThan(100);
    }
    assertThat(order.subList(0, 4)).containsExactly(one, two, one, two);
    assertThat(weights(one)).isEqualTo(weights(straight));
    assertThat(weights(two)).isEqualTo(weights(straight));
  }

  @Test
  void manyShortJobsOfOneOwnerLetTheOtherOwnersBetween() throws Exception {
    List<UUID> many =
        List.of(queued("local", 10), queued("local", 9), queued("local", 8), queued("local", 7));
    List<UUID> few = List.of(queued("other", 6), queued("other", 5));

    assertThat(
            List.of(
                next.taken(), next.taken(), next.taken(), next.taken(), next.taken(), next.taken()))
        .containsExactly(
            many.get(0), few.get(0), many.get(1), few.get(1), many.get(2), many.get(3));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("the same owner", "owner = 'local'"),
        Arguments.of("of less priority", "priority = -1"),
        Arguments.of("has just come", "queued_at = queued_at + interval '10' second"),
        Arguments.of("paused", "status = 'PAUSED'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void nobodyMakesRoomForWhoIsNotBehind(String who, String change) throws Exception {
    UUID job = queued("local", 10);
    UUID other = queued("other", 9);
    jdbc.update("update job set " + change + " where id = ?", other);
    timePasses(Duration.ofSeconds(1));

    worker.work(job, 1);
    assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
  }

  /** What else is so that no room is made. */
  private void staysWith(Consumer<UUID> waiting, Duration atEachLook) throws Exception {
    UUID job = queued("local", 10);
    waiting.accept(queued("other", 9));
    timePasses(atEachLook);

    worker.work(job, 1);
    assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void nobodyMakesRoomForAnOwnerWhoHasAsManyWorkers() throws Exception {
    staysWith(_ -> jobs.status(queued("other", 8), JobStatus.RUNNING), Duration.ofSeconds(1));
  }

  @Test
  void nobodyMakesRoomForWhoIsBeingTaken() throws Exception {
    staysWith(
        it ->
            jdbc.update(
                "update scheduled_tasks set picked = true where task_instance like ?", it + ":%"),
        Duration.ofSeconds(1));
  }

  @Test
  void nobodyMakesRoomBeforeItsTurnIsOver() throws Exception {
    staysWith(_ -> {}, Duration.ofMillis(20));
  }

  @Test
  void ofTwoProcessesOneMakesRoom() throws Exception {
    staysWith(
        _ ->
            jdbc.update(
                "update job_owner set room_at = ? where owner = 'other'",
                OffsetDateTime.now().plusSeconds(60)),
        Duration.ofSeconds(1));
  }

  @Test
  void noRoomIsMadeForWhatWouldNotFitThen() throws Exception {
    UUID job = queued("local", 10);
    UUID other = queued("other", 9);
    Job large = leases.look(other, 1).orElseThrow();
    Job small = leases.look(job, 1).orElseThrow();
    assertThat(worker.couldRun(large, small)).isTrue();
    long all = memory.limit() - memory.taken();
    assertThat(memory.reserve(all)).isTrue();
    try {
      assertThat(worker.couldRun(large, small)).isTrue();
      assertThat(memory.wouldHold(1, 0)).isFalse();
      assertThat(memory.wouldHold(10, 9)).isFalse();
      assertThat(memory.wouldHold(10, 10)).isTrue();
    } finally {
      memory.release(all);
    }
  }

  @Test
  void aTurnIsMuchLongerThanWhatCameBeforeIt() throws Exception {
    Job job = leases.look(queued("local", 1), 1).orElseThrow();
    long second = Duration.ofSeconds(1).toNanos();
    Turn quick = new Turn(job, 0, second);
    assertThat(quick.isOver(TURN, 31 * second - 1)).isFalse();
    assertThat(quick.isOver(TURN, 31 * second)).isTrue();
    Turn slow = new Turn(job, 0, 10 * second);
    assertThat(slow.isOver(TURN, 99 * second)).isFalse();
    assertThat(slow.isOver(TURN, 100 * second)).isTrue();
  }
}
