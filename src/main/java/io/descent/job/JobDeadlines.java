package io.descent.job;

import io.descent.security.Owner;
import io.descent.web.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Cancels jobs and sweeps whose time is over, whether they wait, run or are paused. */
@Component
class JobDeadlines {

  private static final Logger log = LoggerFactory.getLogger(JobDeadlines.class);
  private static final Limit AT_ONCE = Limit.of(100);

  private final WorkerJobs jobs;
  private final JobCommands commands;
  private final TrialWatch sweeps;
  private final InstantSource clock;

  JobDeadlines(
      WorkerJobs jobs,
      JobCommands commands,
      TrialWatch sweeps,
      @Qualifier("databaseClock") InstantSource clock) {
    this.jobs = jobs;
    this.commands = commands;
    this.sweeps = sweeps;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void run() {
    try {
      List<WorkerJobs.Overdue> over = jobs.overdue(clock.instant(), AT_ONCE);
      over.stream().filter(it -> it.sweep() == null).forEach(this::cancel);
      over.stream()
          .flatMap(it -> Optional.ofNullable(it.sweep()).stream())
          .distinct()
          .forEach(sweeps::expire);
    } catch (DataAccessException | TransactionException e) {
      log.warn("Looking for jobs whose time is over failed, trying again: {}", e.getMessage());
    }
  }

  private void cancel(WorkerJobs.Overdue job) {
    try {
      commands.ask(new Owner(job.owner()), job.id(), JobAction.CANCEL);
    } catch (ProblemException e) {
      log.info("Job {} is over before its time was: {}", job.id(), e.getMessage());
    }
  }
}
