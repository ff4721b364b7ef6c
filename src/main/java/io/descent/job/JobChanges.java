package io.descent.job;

import io.descent.storage.DatabaseClock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one door to a job's status: a conditional update of its row, its numbered event, and the task
 * of a job that is queued. Joins the caller's transaction.
 */
@Component
class JobChanges {

  /**
   * What came of a wish.
   *
   * @param made whether the wish moved the job there, or it stands there for another reason
   */
  record Change(JobStatus status, boolean made) {}

  private static final String STATE =
      "select id, status, attempt, generation from job where id = :id";
  private static final String EVENT =
      """
      insert into job_event (job_id, sequence, status, stop_reason, attempt, worker, model_id,
        error_json, detail, created_at)
      select id, status_sequence, status, stop_reason, attempt, worker, model_id,
        error_json, cast(:detail as varchar(1000)), updated_at from job where id = :id
      """;

  private final JdbcClient database;
  private final TrainingQueue queue;
  private final ApplicationEventPublisher events;
  private final DatabaseClock clock;

  JobChanges(
      JdbcClient database,
      TrainingQueue queue,
      ApplicationEventPublisher events,
      DatabaseClock clock) {
    this.database = database;
    this.queue = queue;
    this.events = events;
    this.clock = clock;
  }

  Optional<JobState> state(UUID id) {
    return database
        .sql(STATE)
        .param("id", id)
        .query(
            (row, _) ->
                new JobState(
                    row.getObject("id", UUID.class),
                    JobStatus.valueOf(row.getString("status")),
                    row.getInt("attempt"),
                    row.getInt("generation")))
        .optional();
  }

  /**
   * Moves the row from the state that was seen to another status, together with the given columns.
   * Empty where the row is no longer as it was seen: nothing has changed then.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  Optional<JobState> apply(
      JobState seen, JobStatus to, Map<String, ? extends @Nullable Object> columns) {
    Map<String, @Nullable Object> set = new LinkedHashMap<>(columns);
    boolean requeued = to == JobStatus.QUEUED;
    int generation = seen.generation() + (requeued ? 1 : 0);
    int attempt = set.get("attempt") instanceof Integer raised ? raised : seen.attempt();
    set.put("status", to.name());
    set.put("generation", generation);
    set.put("updated_at", now());
    if (!update(seen, set)) {
      return Optional.empty();
    }
    note(seen.id(), "");
    if (requeued) {
      enqueue(seen.id());
    }
    return Optional.of(new JobState(seen.id(), to, attempt, generation));
  }

  private boolean update(JobState seen, Map<String, @Nullable Object> set) {
    StringBuilder sql = new StringBuilder("update job set status_sequence = status_sequence + 1");
    set.keySet().forEach(column -> sql.append(", ").append(column).append(" = :").append(column));
    sql.append(
        " where id = :seen_id and status = :seen_status and attempt = :seen_attempt"
            + " and generation = :seen_generation");
    return database
            .sql(sql.toString())
            .params(set)
            .param("seen_id", seen.id())
            .param("seen_status", seen.status().name())
            .param("seen_attempt", seen.attempt())
            .param("seen_generation", seen.generation())
            .update()
        == 1;
  }

  /**
   * What a worker wants, while it holds the job.
   *
   * @throws LeaseLost where it holds it no longer
   */
  Change change(
      Lease lease, JobAction action, Function<JobStatus, Map<String, @Nullable Object>> columns) {
    while (true) {
      JobState seen = held(lease);
      if (!(Transition.of(seen.status(), action) instanceof Transition.To(JobStatus to))) {
        return new Change(seen.status(), false);
      }
      if (apply(seen, to, columns.apply(to)).isPresent()) {
        return new Change(to, true);
      }
    }
  }

  private JobState held(Lease lease) {
    return state(lease.job())
        .filter(state -> state.attempt() == lease.attempt())
        .orElseThrow(() -> new LeaseLost(lease));
  }

  /** Writes the event that belongs to the row's present sequence number. */
  void note(UUID id, String detail) {
    database.sql(EVENT).param("id", id).param("detail", detail).update();
  }

  /** Adds the task of the row's present generation, and tells of it. */
  void enqueue(UUID id) {
    database
        .sql("select generation, priority, queued_at from job where id = :id")
        .param("id", id)
        .query(
            row -> {
              queue.add(
                  id,
                  row.getInt("generation"),
                  row.getInt("priority"),
                  row.getObject("queued_at", OffsetDateTime.class).toInstant());
            });
    events.publishEvent(new JobQueued(id));
  }

  OffsetDateTime now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
