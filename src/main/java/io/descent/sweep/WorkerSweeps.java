package io.descent.sweep;

import io.descent.job.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Sweeps as those see them who decide, whoever owns them. */
interface WorkerSweeps extends Repository<Sweep, UUID> {

  @Query("select s.id from Sweep s where s.finishedAt is null and s.status <> PAUSED")
  List<UUID> unfinished();

  /**
   * Begins a decision: others who would decide about this sweep wait until the end of this
   * transaction, and then see what came of it. No row where the sweep has ended.
   */
  @Modifying
  @Query(
      """
      update Sweep s set s.generation = s.generation + 1, s.updatedAt = :now
      where s.id = :id and s.finishedAt is null
      """)
  int begin(UUID id, Instant now);

  /** As a client cancels it, whatever it is doing; no row where it ended or is asked to. */
  @Modifying
  @Query(
      """
      update Sweep s set s.status = CANCELLING, s.generation = s.generation + 1, s.updatedAt = :now
      where s.id = :id and s.finishedAt is null and s.status <> CANCELLING
      """)
  int cancel(UUID id, Instant now);

  @Query("select s from Sweep s where s.id = :id")
  Optional<Sweep> find(UUID id);

  /** What was decided, if the row is still as it was when the decision began. */
  @Modifying
  @Query(
      """
      update Sweep s set s.status = :status, s.rung = :rung, s.finishedAt = :finished,
        s.updatedAt = :now
      where s.id = :id and s.generation = :generation
      """)
  int decide(
      UUID id, int generation, JobStatus status, int rung, @Nullable Instant finished, Instant now);
}
