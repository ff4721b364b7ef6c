package io.descent.job;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.descent.web.RepeatedLines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The tasks by which jobs are handed to workers, on whatever replica. A task is {@code <job
 * id>:<generation>}, its primary key; one whose generation is no longer the job's does nothing.
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

  /** Published in the transaction that queues a job. */
  public record Queued(UUID job) {}

  private static final Logger log = LoggerFactory.getLogger(TrainingQueue.class);
  private static final Limit FAIRER = Limit.of(10);

  /** Longer than a worker that has nothing to do needs to take a job. */
  private static final Duration WAITS = Duration.ofSeconds(2);

  /** What takes room to be made, and the job to be taken. */
  private static final Duration ROOM = Duration.ofSeconds(15);

  /** Longer than a task for which there was no room rests. */
  private static final Duration REST = Duration.ofSeconds(2);

  private final SchedulerClient tasks;
  private final WorkerJobs jobs;
  private final JobOwners owners;
  private final ApplicationEventPublisher events;

  TrainingQueue(
      DataSource database, WorkerJobs jobs, JobOwners owners, ApplicationEventPublisher events) {
    this.tasks =
        SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
            .serializer(IDS)
            .enablePriority()
            .build();
    this.jobs = jobs;
    this.owners = owners;
    this.events = events;
  }

  /** Joins the caller's transaction, if there is one; false where the task exists already. */
  boolean add(UUID job) {
    return add(job, jobs.place(job));
  }

  /** As above, of a job whose place is known. */
  boolean add(UUID job, WorkerJobs.Place place) {
    events.publishEvent(new Queued(job));
    return tasks.scheduleIfNotExists(
        TRAIN
            .instance(job + ":" + place.generation())
            .data(job)
            .priority(place.priority())
            .scheduledTo(place.queuedAt()));
  }

  /**
   * Lets another waiting job of the same priority or a higher one go before this one: one of an
   * owner who has fewer jobs with workers, or as many and whose turn was longer ago, or before a
   * trial one that is none and has waited while another trial of the sweep started. Its task gets
   * the earlier time. False where there is none, or where its task is not due, because no worker
   * had room for it a moment ago and none is made.
   *
   * @param time of this job's task
   */
  public boolean yields(Job job, Instant time, Instant now) {
    WorkerJobs.Share own = jobs.share(job.owner);
    Instant turn = own.turnAt() == null ? Instant.EPOCH : own.turnAt();
    return fairer(job, own.running(), turn).anyMatch(other -> goesBefore(other, time, now))
        || job.sweepId != null
            && jobs.alone(job.sweepId, job.priority, own.running(), FAIRER).stream()
                .anyMatch(other -> goesBefore(other, time, now));
  }

  private Stream<WorkerJobs.Fairer> fairer(Job job, long running, Instant turn) {
    return running == 0 && turn.equals(Instant.EPOCH)
        ? Stream.empty()
        : jobs.fairer(job.owner, job.priority, running, turn, Instant.EPOCH, FAIRER).stream();
  }

  /**
   * A job that waits for a worker although its owner has fewer jobs with workers than the owner of
   * this one, which has had its turn. Its priority is no lower.
   */
  public Optional<Job> waitsFor(Job running, Instant now) {
    long own = jobs.share(running.owner).running();
    return fairer(running, own, Instant.EPOCH)
        .filter(other -> !other.queuedAt().isAfter(now.minus(WAITS)) && !isPicked(other))
        .findFirst()
        .flatMap(other -> jobs.find(other.id(), other.generation()));
  }

  private boolean isPicked(WorkerJobs.Fairer other) {
    return tasks
        .getScheduledExecution(TRAIN.instanceId(other.task()))
        .filter(task -> !task.isPicked())
        .isEmpty();
  }

  /**
   * Whether room is to be made for a waiting job; for one of an owner at a time, whoever makes it,
   * so that two processes do not.
   */
  public boolean askForRoom(Job waiting, Instant now) {
    return owners.askForRoom(waiting.owner, now, now.minus(ROOM)) > 0;
  }

  private boolean goesBefore(WorkerJobs.Fairer other, Instant time, Instant now) {
    boolean made = other.roomAt() != null && other.roomAt().isAfter(now.minus(ROOM));
    Instant latest = made ? now.plus(REST) : now;
    Optional<Instant> due =
        tasks
            .getScheduledExecution(TRAIN.instanceId(other.task()))
            .filter(task -> !task.isPicked())
            .map(ScheduledExecution::getExecutionTime)
            .filter(at -> !at.isAfter(latest));
    // One that has its place before this one already is not moved
    return due.isPresent()
        && (due.get().isBefore(time)
            || tasks.reschedule(TRAIN.instanceId(other.task()), time.minusMillis(1)));
  }

  /** The job in a task's name. */
  public static UUID job(String instance) {
    return UUID.fromString(instance.substring(0, instance.indexOf(':')));
  }

  /** The generation in a task's name. */
  public static int generation(String instance) {
    return Integer.parseInt(instance.substring(instance.indexOf(':') + 1));
  }

  /**
   * Puts back the task of each job that needs a worker and has none, whatever took it away. Every
   * replica does so, at its start and then every ten seconds.
   */
  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void repair() {
    try {
      for (Job job : jobs.withoutTask()) {
        if (add(job.id)) {
          log.warn("Job {} had no task; it has one again", job.id);
        }
      }
    } catch (DataAccessException e) {
      log.warn(
          RepeatedLines.DATABASE,
          "Could not look for lost tasks ({}); trying again in ten seconds",
          e.getMessage());
    }
  }
}
