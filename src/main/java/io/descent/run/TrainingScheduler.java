package io.descent.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.descent.job.JobQueued;
import io.descent.job.TrainingQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Picks tasks for this process's training threads, from when the process is ready until it is told
 * to stop. Stopping, it takes nothing new, has every run keep its state and leave, and waits for
 * that.
 */
@Component
class TrainingScheduler implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(TrainingScheduler.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration LONGEST_LEAVE = Duration.ofSeconds(20);
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Worker worker;
  private final LocalRuns runs;
  private final InstantSource clock;
  private final int workers;
  private final Scheduler scheduler;
  private volatile boolean running;

  TrainingScheduler(
      Worker worker,
      LocalRuns runs,
      WorkerName name,
      WorkerSettings settings,
      DataSource database,
      @Qualifier("databaseClock") InstantSource clock) {
    this.worker = worker;
    this.runs = runs;
    this.clock = clock;
    this.workers = settings.workers();
    this.scheduler = scheduler(name, settings, database);
  }

  private Scheduler scheduler(WorkerName name, WorkerSettings settings, DataSource database) {
    int threads = Math.max(1, settings.workers());
    SchedulerBuilder builder =
        Scheduler.create(new TransactionAwareDataSourceProxy(database), task())
            .schedulerName(new SchedulerName.Fixed(name.value()))
            .serializer(TrainingQueue.IDS)
            .clock(clock::instant)
            .threads(threads)
            .executorService(
                Executors.newFixedThreadPool(
                    threads, Thread.ofPlatform().name("train-", 1).factory()))
            .pollingInterval(POLL)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(LONGEST_LEAVE)
            .enablePriority();
    // By default it would hoard three times its threads, and other replicas would stand idle
    return settings.lockAndFetch()
        ? builder.pollUsingLockAndFetch(0.99, 1.0).build()
        : builder.pollUsingFetch(0.5, 3.0).build();
  }

  private Task<UUID> task() {
    return Tasks.custom(TrainingQueue.TRAIN)
        .onDeadExecution(TrainingScheduler::revive)
        .onFailure(TrainingScheduler::again)
        .execute((task, _) -> execute(task));
  }

  private CompletionHandler<UUID> execute(TaskInstance<UUID> task) {
    try {
      return switch (worker.work(task.getData(), TrainingQueue.generation(task.getId()))) {
        case DONE, LOST -> (_, tasks) -> removeIfOurs(task, tasks);
        case LATER -> (done, tasks) -> tasks.reschedule(done, clock.instant().plus(LATER));
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an old run");
    }
  }

  /** After a standstill the task may have been revived, whatever became of the job. */
  private static void removeIfOurs(TaskInstance<UUID> task, ExecutionOperations<UUID> tasks) {
    try {
      tasks.remove();
    } catch (ExecutionException _) {
      log.info("Task {} is for another worker by now", task.getId());
    }
  }

  /** Where it was in the queue; by the database's time, whatever this process's clock says. */
  private static void revive(ExecutionComplete dead, ExecutionOperations<UUID> tasks) {
    log.warn("Task {} has lost its worker; it waits for another", dead.getExecution().getId());
    tasks.reschedule(dead, dead.getExecution().getExecutionTime());
  }

  private static void again(ExecutionComplete failed, ExecutionOperations<UUID> tasks) {
    tasks.reschedule(failed, failed.getTimeDone().plus(HEARTBEAT));
  }

  /** A job queued by this process is looked for at once, not only at the next poll. */
  @TransactionalEventListener
  void queued(JobQueued job) {
    if (running) {
      scheduler.triggerCheckForDueExecutions();
    }
  }

  @Override
  public void start() {
    if (workers > 0) {
      scheduler.start();
      running = true;
      log.info("Training with {} workers", workers);
    } else {
      log.info("No training in this process; jobs wait for other processes");
    }
  }

  @Override
  public void stop() {
    running = false;
    scheduler.pause();
    runs.stop();
    log.info("Stopping; {} runs keep their states and leave", runs.size());
    scheduler.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
