package io.descent.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import tools.jackson.databind.JsonNode;

/**
 * Jobs as workers and the loops of a process see them, whoever owns them. Each update names the
 * state that was seen, or the attempt of the lease, and returns how many rows had it.
 */
interface WorkerJobs extends Repository<Job, UUID> {

  String CHANGE =
      """
      update Job j set j.state = :next, j.statusSequence = j.statusSequence + 1,
        j.updatedAt = :now\
      """;
  String SEEN = " where j.id = :job and j.state = :seen";
  String HELD = " where j.id = :job and j.state.attempt = :attempt";

  /** Where a job stands. */
  record Standing(UUID id, JobState state) {}

  /** What the task of a queued job is made from. */
  record Place(int generation, short priority, Instant queuedAt) {}

  /** Jobs of one status, and when the first of them was queued. */
  record Count(JobStatus status, long jobs, Instant oldest) {}

  @Query("select j.state.status, count(j), min(j.queuedAt) from Job j group by j.state.status")
  List<Count> counts();

  @Query(
      """
      select j.id, j.name, j.owner, j.worker from Job j
      where j.state.status in (RUNNING, PAUSING, CANCELLING) and j.worker is not null order by j.id
      """)
  List<JobCatalog.Running> running();

  @Query("select j from Job j where j.id = :job and j.state.generation = :generation")
  Optional<Job> find(UUID job, int generation);

  @Query("select j.state from Job j where j.id = :job")
  Optional<JobState> state(UUID job);

  /** Where a job stands, and of which sweep it is a trial. */
  record Held(JobState state, @Nullable UUID sweep) {}

  @Query("select j.state, j.sweepId from Job j where j.id = :job")
  Optional<Held> held(UUID job);

  @Query(
      """
      select j.sweepId, j.id, j.trial, j.rung, j.state, j.outcome.stopReason, j.epochs,
        j.progress.epoch, j.progress.updates, j.restAtEpoch, j.trialValue
      from Job j where j.sweepId in :sweeps order by j.sweepId, j.trial
      """)
  List<Trials.Standing> trials(Collection<UUID> sweeps);

  /** These trials go on to the next epoch at which trials wait. */
  @Modifying
  @Query(
      """
      update Job j set j.rung = :rung, j.restAtEpoch = :rest
      where j.sweepId = :sweep and j.trial in :trials
      """)
  int promote(UUID sweep, Collection<Integer> trials, int rung, @Nullable Integer rest);

  /** As {@link #release}, of all trials of a sweep that stand there, up to a rung. */
  @Modifying
  @Query(
      """
      update Job j set j.state.status = :next, j.statusSequence = j.statusSequence + 1,
        j.updatedAt = :now, j.phase = null, j.outcome = :outcome
      where j.sweepId = :sweep and j.rung <= :rung and j.state.status in :seen
      """)
  int release(
      UUID sweep,
      int rung,
      Collection<JobStatus> seen,
      JobStatus next,
      JobOutcome outcome,
      Instant now);

  @Modifying
  @Query("update Job j set j.trialValue = :best where j.id = :job")
  int value(UUID job, @Nullable Double best);

  @Query("select j.id, j.state from Job j where j.id in :jobs")
  List<Standing> standings(Collection<UUID> jobs);

  /** A job whose time is over, and of which sweep it is a trial. */
  record Overdue(UUID id, String owner, @Nullable UUID sweep) {}

  @Query(
      """
      select j.id, j.owner, j.sweepId from Job j
      where j.expiresAt <= :now and j.state.status in (QUEUED, RUNNING, PAUSING, PAUSED)
      order by j.expiresAt
      """)
  List<Overdue> overdue(Instant now, Limit limit);

  @Query("select j.name, j.labels, j.warnings from Job j where j.id = :job")
  JobLeases.Called called(UUID job);

  @Query("select j.expiresAt from Job j where j.id = :job and j.expiresAt is not null")
  Optional<Instant> deadline(UUID job);

  @Query("select j.state.generation, j.priority, j.queuedAt from Job j where j.id = :job")
  Place place(UUID job);

  @Query("select j.outcome.weightsSha256 from Job j where j.id = :job")
  Optional<String> weights(UUID job);

  @Query(WatchedJob.SELECT + " where j.id in :jobs")
  List<WatchedJob> watched(Collection<UUID> jobs);

  @Query(
      """
      select j.id from Job j
      where (j.datasetId = :dataset or j.testDatasetId = :dataset) and j.state.status in :statuses
      order by j.id fetch first 1 rows only
      """)
  Optional<UUID> firstOf(UUID dataset, Collection<JobStatus> statuses);

  @Query(
      """
      select j.id from Job j where j.warmStartModelId = :model and j.state.status in :statuses
      order by j.id fetch first 1 rows only
      """)
  Optional<UUID> firstFrom(UUID model, Collection<JobStatus> statuses);

  /** Native, because the table of tasks is db-scheduler's own. */
  @NativeQuery(
      """
      select * from job
      where status in ('QUEUED', 'RUNNING', 'PAUSING', 'CANCELLING') and not exists (
        select 1 from scheduled_tasks where task_name = 'train' and task_instance =
          cast(job.id as varchar(36)) || ':' || cast(job.generation as varchar(12)))
      """)
  List<Job> withoutTask();

  /**
   * A job that waits.
   *
   * @param roomAt when room was made last for a job of its owner
   */
  record Fairer(UUID id, int generation, String owner, Instant queuedAt, @Nullable Instant roomAt) {

    String task() {
      return id + ":" + generation;
    }
  }

  /**
   * How many jobs of an owner workers have now, and since when one took none any more.
   *
   * @param turnAt null before the first
   */
  record Share(long running, @Nullable Instant turnAt) {}

  @Query(
      """
      select count(j), (select o.turnAt from JobOwner o where o.owner = :owner) from Job j
      where j.owner = :owner and j.state.status in (RUNNING, PAUSING, CANCELLING)
      """)
  Share share(String owner);

  /**
   * Jobs that wait, of the priority at least, whose owners have fewer with workers than so many, or
   * as many and had their last turn before a time: who comes first of these is first.
   */
  @Query(
      """
      select j.id, j.state.generation, j.owner, j.queuedAt, o.roomAt
      from Job j left join JobOwner o on o.owner = j.owner
      where j.state.status = QUEUED and j.priority >= :priority and j.owner <> :owner
      and ((select count(r) from Job r
          where r.owner = j.owner and r.state.status in (RUNNING, PAUSING, CANCELLING)) < :running
        or (o.turnAt is null or o.turnAt < :turn) and :turn > :never
          and (select count(r) from Job r
            where r.owner = j.owner and r.state.status in (RUNNING, PAUSING, CANCELLING))
          = :running)
      order by j.priority desc,
        (select count(r) from Job r
          where r.owner = j.owner and r.state.status in (RUNNING, PAUSING, CANCELLING)),
        o.turnAt nulls first, j.queuedAt
      """)
  List<Fairer> fairer(
      String owner, short priority, long running, Instant turn, Instant never, Limit limit);

  /**
   * Jobs of no sweep that wait, of the priority at least, since before a trial of this sweep
   * started, and whose owners have no more with workers than so many.
   */
  @Query(
      """
      select j.id, j.state.generation, j.owner, j.queuedAt, o.roomAt
      from Job j left join JobOwner o on o.owner = j.owner
      where j.state.status = QUEUED and j.priority >= :priority and j.sweepId is null
      and j.queuedAt < (select max(t.startedAt) from Job t where t.sweepId = :sweep)
      and (select count(r) from Job r
        where r.owner = j.owner and r.state.status in (RUNNING, PAUSING, CANCELLING)) <= :running
      order by j.priority desc, j.queuedAt
      """)
  List<Fairer> alone(UUID sweep, short priority, long running, Limit limit);

  /** A worker has the job now. */
  @Modifying
  @Query(
      CHANGE
          + ", j.worker = :worker, j.phase = PREPARING, j.startedAt = coalesce(j.startedAt, :now),"
          + " j.startsWithoutCheckpoint = j.startsWithoutCheckpoint + 1"
          + SEEN)
  int take(UUID job, JobState seen, JobState next, String worker, Instant now);

  /** The owner of this job has had a turn. */
  @Modifying
  @Query(
      """
      update JobOwner o set o.turnAt = :now
      where o.owner = (select j.owner from Job j where j.id = :job)
      """)
  void turn(UUID job, Instant now);

  /** The worker that has the job is asked something. */
  @Modifying
  @Query(CHANGE + SEEN)
  int ask(UUID job, JobState seen, JobState next, Instant now);

  /** No worker has the job any more. */
  @Modifying
  @Query(CHANGE + ", j.phase = null, j.outcome = :outcome" + SEEN)
  int release(UUID job, JobState seen, JobState next, JobOutcome outcome, Instant now);

  /** A client wants the job to go on: it joins the queue at its end. */
  @Modifying
  @Query(CHANGE + ", j.phase = null, j.queuedAt = :now, j.startsWithoutCheckpoint = 0" + SEEN)
  int resume(UUID job, JobState seen, JobState next, Instant now);

  /** The first checkpoint of a start ends the count of those that left none. */
  @Modifying
  @Query(
      "update Job j set j.updatedAt = :now, j.phase = TRAINING, j.progress = :progress,"
          + " j.startsWithoutCheckpoint = 0"
          + HELD)
  int checkpoint(UUID job, int attempt, Progress progress, Instant now);

  @Modifying
  @Query("update Job j set j.updatedAt = :now, j.warnings = :warnings" + HELD)
  int warn(UUID job, int attempt, JsonNode warnings, Instant now);

  /** Makes room for a note among the job's events. */
  @Modifying
  @Query("update Job j set j.updatedAt = :now, j.statusSequence = j.statusSequence + 1" + HELD)
  int number(UUID job, int attempt, Instant now);

  /** The start does not count as one without a checkpoint. */
  @Modifying
  @Query(
      "update Job j set j.startsWithoutCheckpoint = j.startsWithoutCheckpoint - 1"
          + HELD
          + " and j.startsWithoutCheckpoint > 0")
  int forgiveStart(UUID job, int attempt);

  @Modifying
  @Query("update Job j set j.reproduction = :reproduction" + HELD)
  int reproduced(UUID job, int attempt, JsonNode reproduction);
}
