package io.descent.run;

import io.descent.job.Job;
import io.descent.job.TrainingQueue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The head of the queue, as a worker comes to it. */
record NextJob(Worker worker, TrainingQueue queue, JdbcTemplate jdbc) {

  /** The job that a worker takes next, when the worker has let go of it. */
  UUID taken() throws InterruptedException {
    while (true) {
      Map<String, Object> task =
          jdbc.queryForMap(
              "select task_instance, execution_time from scheduled_tasks where task_name = 'train'"
                  + " order by priority desc, execution_time, task_instance limit 1");
      String name = String.valueOf(task.get("task_instance"));
      Instant time = ((OffsetDateTime) task.get("execution_time")).toInstant();
      UUID job = TrainingQueue.job(name);
      if (worker.work(job, TrainingQueue.generation(name), it -> yields(it, time))
          != Worker.Outcome.YIELDED) {
        jdbc.update("delete from scheduled_tasks where task_instance = ?", name);
        return job;
      }
    }
  }

  private boolean yields(Job job, Instant time) {
    return queue.yields(job, time, Instant.now().plusSeconds(1));
  }
}
