package io.descent.job;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts back the task of a job that needs a worker and has none, whatever took it away. Every
 * replica does so, at its start and then every ten seconds; a task's name is its primary key.
 */
@Component
class QueueRepair {

  private static final Logger log = LoggerFactory.getLogger(QueueRepair.class);
  private static final String WITHOUT_TASK =
      """
      select id, generation, priority, queued_at from job
      where status in ('QUEUED', 'RUNNING', 'PAUSING', 'CANCELLING') and not exists (
        select 1 from scheduled_tasks where task_name = 'train'
          and task_instance = cast(job.id as varchar(36)) || ':' || cast(job.generation as varchar(12)))
      """;

  private record Missing(UUID id, int generation, int priority, OffsetDateTime queuedAt) {}

  private final JdbcClient database;
  private final TrainingQueue queue;

  QueueRepair(JdbcClient database, TrainingQueue queue) {
    this.database = database;
    this.queue = queue;
  }

  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void repair() {
    try {
      missing().forEach(this::put);
    } catch (DataAccessException e) {
      log.warn("Could not look for lost tasks ({}); trying again in ten seconds", e.getMessage());
    }
  }

  private List<Missing> missing() {
    return database
        .sql(WITHOUT_TASK)
        .query(
            (row, _) ->
                new Missing(
                    row.getObject("id", UUID.class),
                    row.getInt("generation"),
                    row.getInt("priority"),
                    row.getObject("queued_at", OffsetDateTime.class)))
        .list();
  }

  private void put(Missing job) {
    if (queue.add(job.id, job.generation, job.priority, job.queuedAt.toInstant())) {
      log.warn("Job {} had no task in generation {}; it has one again", job.id, job.generation);
    }
  }
}
