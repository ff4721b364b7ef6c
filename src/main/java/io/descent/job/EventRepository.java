package io.descent.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What happened to jobs. */
interface EventRepository extends Repository<JobEventRow, JobEventRow.Key> {

  String NOTE =
      """
      insert into JobEventRow (id.jobId, id.sequence, event.status, event.stopReason,
        event.attempt, event.worker, event.modelId, event.error, event.detail, event.at,
        event.updates)
      select j.id, j.statusSequence, j.state.status, j.outcome.stopReason, j.state.attempt,
        j.worker, j.outcome.modelId, j.outcome.error, cast(:detail as string), j.updatedAt,
        j.progress.updates
      from Job j\
      """;

  /** Writes the event that belongs to the row's present sequence number. */
  @Modifying
  @Query(NOTE + " where j.id = :job")
  void note(UUID job, String detail);

  /** The same of all trials of a sweep that came to these statuses at a moment. */
  @Modifying
  @Query(
      NOTE + " where j.sweepId = :sweep and j.state.status in :statuses and j.updatedAt = :moment")
  void note(UUID sweep, Collection<JobStatus> statuses, Instant moment, String detail);

  /** Of jobs that ended before a time. */
  @Modifying
  @Query(
      """
      delete from JobEventRow e where e.id.jobId in
        (select j.id from Job j where j.outcome.finishedAt < :before)
      """)
  void deleteOfEnded(Instant before);

  /** Those after one, ascending, in the order of the index, or H2 would read and sort them all. */
  @Query(
      """
      select e.event from JobEventRow e where e.id.jobId = :job and e.id.sequence > :sequence
      order by e.id.jobId, e.id.sequence
      """)
  List<JobEvent> after(UUID job, long sequence, Limit most);

  /** All of those. */
  default List<JobEvent> after(UUID job, long sequence) {
    return after(job, sequence, Limit.unlimited());
  }
}
