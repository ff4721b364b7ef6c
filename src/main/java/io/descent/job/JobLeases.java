package io.descent.job;

import io.descent.security.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker does to a job's row. Every write carries the attempt; one that meets no row throws
 * {@link LeaseLost}.
 */
@Component
public class JobLeases {

  private final JdbcClient database;
  private final JobChanges changes;
  private final MetricRows metrics;
  private final Checkpoints checkpoints;
  private final JsonMapper json;

  JobLeases(
      JdbcClient database,
      JobChanges changes,
      MetricRows metrics,
      Checkpoints checkpoints,
      JsonMapper json) {
    this.database = database;
    this.changes = changes;
    this.metrics = metrics;
    this.checkpoints = checkpoints;
    this.json = json;
  }

  /** The job of a task, unless it is of another generation or needs no worker. */
  public Optional<Claim> look(UUID job, int generation) {
    return database
        .sql("select * from job where id = :id and generation = :generation")
        .param("id", job)
        .param("generation", generation)
        .query((row, _) -> claim(row))
        .optional()
        .filter(claim -> claim.state().status().needsWorker());
  }

  /** Any job of an owner, as a worker would see it. */
  public Optional<PastTraining> past(Owner owner, UUID job) {
    return database
        .sql("select * from job where id = :id and owner = :owner")
        .param("id", job)
        .param("owner", owner.name())
        .query((row, _) -> new PastTraining(claim(row), row.getLong("updates")))
        .optional();
  }

  private Claim claim(ResultSet row) throws SQLException {
    JobState state =
        new JobState(
            row.getObject("id", UUID.class),
            JobStatus.valueOf(row.getString("status")),
            row.getInt("attempt"),
            row.getInt("generation"));
    @Nullable Long stopAt = row.getObject("stop_at_updates", Long.class);
    return new Claim(
        state,
        new Owner(row.getString("owner")),
        row.getString("name"),
        row.getObject("dataset_id", UUID.class),
        json.readValue(row.getString("model_json"), ObjectNode.class),
        json.readValue(row.getString("training_json"), ObjectNode.class),
        Optional.ofNullable(row.getObject("warm_start_model_id", UUID.class)),
        Optional.ofNullable(row.getObject("reproduces_job_id", UUID.class)),
        stopAt == null ? OptionalLong.empty() : OptionalLong.of(stopAt),
        row.getInt("fruitless_starts"));
  }

  /**
   * Takes the job, unless another was quicker. A job that was to pause or to be cancelled is then
   * paused or cancelled, and there is nothing left to do.
   */
  @Transactional
  public Optional<Lease> take(Claim seen, String worker) {
    JobStatus from = seen.state().status();
    if (!(Transition.of(from, JobAction.CLAIM) instanceof Transition.To(JobStatus to))) {
      return Optional.empty();
    }
    int attempt = seen.state().attempt() + 1;
    Map<String, @Nullable Object> set = status(to, StopReason.CANCELLED);
    set.put("attempt", attempt);
    set.put("worker", worker);
    if (to == JobStatus.RUNNING) {
      set.put("phase", Phase.PREPARING.name());
      set.put("fruitless_starts", seen.startsWithoutCheckpoint() + 1);
    }
    return changes
        .apply(seen.state(), to, set)
        .filter(state -> state.status() == JobStatus.RUNNING)
        .map(state -> started(new Lease(state.id(), attempt)));
  }

  private Lease started(Lease lease) {
    database
        .sql("update job set started_at = updated_at where id = :id and started_at is null")
        .param("id", lease.job())
        .update();
    return lease;
  }

  /** The states to go on from, newest first. */
  public List<Checkpoint> checkpoints(Lease lease) {
    return checkpoints.of(lease.job());
  }

  /** Throws a damaged state away, and says so in the job's events. */
  @Transactional
  public void discard(Lease lease, Checkpoint damaged, String why) {
    write(lease, "status_sequence = status_sequence + 1", Map.of());
    changes.note(lease.job(), why);
    checkpoints.remove(damaged);
  }

  /** Shows how far the run is, and what it is doing. */
  @Transactional
  public void progress(Lease lease, Phase phase, Progress progress, List<EpochRow> epochs) {
    write(lease, "phase = '" + phase.name() + "'", JobColumns.progress(progress, epochs));
  }

  /** Keeps a state together with the epochs since the one before it. */
  @Transactional
  public void checkpoint(
      Lease lease, Checkpoint checkpoint, Progress progress, List<EpochRow> epochs) {
    write(lease, "fruitless_starts = 0", JobColumns.progress(progress, epochs));
    metrics.write(lease.job(), epochs);
    checkpoints.add(lease, checkpoint);
  }

  /**
   * Lets go of the job: back to the queue, or paused or cancelled where that was asked.
   *
   * @param counts whether this start counts where it left no new checkpoint
   * @param epochs those that are not kept yet
   */
  @Transactional
  public JobStatus leave(Lease lease, boolean counts, List<EpochRow> epochs) {
    if (!counts) {
      database
          .sql(
              "update job set fruitless_starts = fruitless_starts - 1"
                  + " where id = :id and attempt = :attempt and fruitless_starts > 0")
          .param("id", lease.job())
          .param("attempt", lease.attempt())
          .update();
    }
    JobStatus status =
        changes.change(lease, JobAction.LEAVE, to -> status(to, StopReason.CANCELLED)).status();
    metrics.write(lease.job(), epochs);
    return status;
  }

  /** Where some jobs stand; those that are gone are left out. */
  public List<JobState> states(Collection<UUID> jobs) {
    return database
        .sql("select id, status, attempt, generation from job where id in (:ids)")
        .param("ids", jobs)
        .query(
            (row, _) ->
                new JobState(
                    row.getObject("id", UUID.class),
                    JobStatus.valueOf(row.getString("status")),
                    row.getInt("attempt"),
                    row.getInt("generation")))
        .list();
  }

  private void write(Lease lease, String assignment, Map<String, ?> set) {
    StringBuilder sql = new StringBuilder("update job set updated_at = :now, ").append(assignment);
    set.keySet().forEach(column -> sql.append(", ").append(column).append(" = :").append(column));
    int rows =
        database
            .sql(sql + " where id = :turn_job and attempt = :turn_attempt")
            .params(set)
            .param("now", changes.now())
            .param("turn_job", lease.job())
            .param("turn_attempt", lease.attempt())
            .update();
    if (rows == 0) {
      throw new LeaseLost(lease);
    }
  }

  private Map<String, @Nullable Object> status(JobStatus to, StopReason reason) {
    return JobColumns.status(to, reason, changes.now());
  }
}
