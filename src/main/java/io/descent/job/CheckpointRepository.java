package io.descent.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The kept states of jobs. */
interface CheckpointRepository extends Repository<CheckpointRow, UUID> {

  @Query(
      """
      select c.checkpoint from CheckpointRow c where c.jobId = :job
      order by c.checkpoint.updates desc, c.checkpoint.epoch desc, c.createdAt desc
      """)
  List<Checkpoint> newestFirst(UUID job);

  /** Of the trials of a sweep. */
  @Query(
      """
      select c.checkpoint from CheckpointRow c join Job j on j.id = c.jobId
      where j.sweepId = :sweep
      """)
  List<Checkpoint> ofTrials(UUID sweep);

  /** Of jobs that ended before a time. */
  @Query(
      """
      select c.checkpoint from CheckpointRow c join Job j on j.id = c.jobId
      where j.outcome.finishedAt < :before
      """)
  List<Checkpoint> ofEnded(Instant before, Limit limit);

  /** Of the id of its blob; done at each state, and therefore a statement. */
  String DELETE = "delete from job_checkpoint where blob_id = ?";
}
