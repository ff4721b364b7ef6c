package io.descent.run;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.descent.job.TrainingQueue;
import io.descent.web.RepeatedLines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
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
  private static final int MOST_TRIES = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Worker worker;
  private final HeldLeases held;
  private final TrainingQueue queue;
  private final InstantSource clock;
  private final int workers;
  private final Scheduler scheduler;
  private volatile boolean running;

  TrainingScheduler(
      Worker worker,
      HeldLeases held,
      TrainingQueue queue,
      WorkerName name,
      WorkerSettings settings,
      DataSource database,
      @Qualifier("databaseClock") InstantSource clock) {
    this.worker = worker;
    this.held = held;
    this.queue = queue;
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
            .failureLogging(LogLevel.OFF, false)
            .enablePriority();
    // By default it would hoard three times its threads, and other replicas would stand idle
    return settings.lockAndFetch()
        ? builder.pollUsingLockAndFetch(0.99, 1.0).build()
        : builder.pollUsingFetch(0.5, 3.0).build();
  }

  Task<UUID> task() {
    return Tasks.custom(TrainingQueue.TRAIN)
        .onDeadExecution(TrainingScheduler::revive)
        .onFailure(this::failed)
        .execute((task, now) -> execute(task, now.getExecution().getExecutionTime()));
  }

  private CompletionHandler<UUID> execute(TaskInstance<UUID> task, Instant time) {
    try {
      return switch (work(task.getId(), time)) {
        case DONE, LOST -> (_, tasks) -> removeIfOurs(task, tasks);
        case LATER -> this::later;
        case YIELDED -> TrainingScheduler::again;
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an old run");
    } catch (DataAccessException | TransactionException e) {
      if (!HeldLease.isOfDatabase(e)) {
        throw e;
      }
      log.warn(
          RepeatedLines.DATABASE,
          "Could not look at task {} ({}); trying again",
          task.getId(),
          e.getMessage());
      return this::later;
    }
  }

  private Worker.Outcome work(String task, Instant time) throws InterruptedException {
    return worker.work(
        TrainingQueue.job(task),
        TrainingQueue.generation(task),
        job -> queue.yields(job, time, clock.instant()));
  }

  /** At its own place in the queue: the other is before it now. */
  private static void again(ExecutionComplete done, ExecutionOperations<UUID> tasks) {
    tasks.reschedule(done, done.getExecution().getExecutionTime());
  }

  private void later(ExecutionComplete done, ExecutionOperations<UUID> tasks) {
    tasks.reschedule(done, clock.instant().plus(LATER));
  }

  /** After a standstill the task may have been revived, whatever became of the job. */
  private static void removeIfOurs(TaskInstance<?> task, ExecutionOperations<UUID> tasks) {
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

  /** Each try waits twice as long as the one before; after the last one the job ends. */
  private void failed(ExecutionComplete failure, ExecutionOperations<UUID> tasks) {
    String id = failure.getExecution().getId();
    int tries = failure.getExecution().consecutiveFailures + 1;
    if (tries == 1) {
      log.error("Task {} failed; trying again", id, failure.getCause().orElse(null));
    }
    if (tries < MOST_TRIES) {
      tasks.reschedule(failure, failure.getTimeDone().plus(pause(tries)));
    } else {
      log.error("Task {} failed {} times; its job ends", id, tries);
      worker.giveUp(TrainingQueue.job(id), TrainingQueue.generation(id));
      removeIfOurs(failure.getExecution().taskInstance, tasks);
    }
  }

  static Duration pause(int tries) {
    Duration doubled = HEARTBEAT.multipliedBy(1L << (tries - 1));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** A job queued by this process is looked for at once, not only at the next poll. */
  @TransactionalEventListener
  void queued(TrainingQueue.Queued job) {
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
    held.stop();
    log.info("Stopping; {} runs keep their states and leave", held.size());
    scheduler.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
