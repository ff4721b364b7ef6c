package io.descent.job;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/**
 * The tasks by which jobs are handed to workers, on whatever replica. A task is {@code <job
 * id>:<generation>}; one whose generation is no longer the job's does nothing.
 */
@Component
public class TrainingQueue {

  public static final TaskDescriptor<UUID> TRAIN = TaskDescriptor.of("train", UUID.class);

  /** A task carries the job's id and nothing else. */
  public static final Serializer IDS =
      new Serializer() {
        @Override
        public byte[] serialize(Object data) {
          return data.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
          return type.cast(UUID.fromString(new String(data, StandardCharsets.US_ASCII)));
        }
      };

  private final SchedulerClient tasks;

  TrainingQueue(DataSource database) {
    this.tasks =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
            .serializer(IDS)
            .enablePriority()
            .build();
  }

  /** Joins the caller's transaction, if there is one; false where the task exists already. */
  boolean add(UUID job, int generation, int priority, Instant queuedAt) {
    return tasks.scheduleIfNotExists(
        TRAIN
            .instance(instance(job, generation))
            .data(job)
            .priority(priority)
            .scheduledTo(queuedAt));
  }

  private static String instance(UUID job, int generation) {
    return job + ":" + generation;
  }

  /** The generation in a task's name. */
  public static int generation(String instance) {
    return Integer.parseInt(instance.substring(instance.indexOf(':') + 1));
  }
}
