package io.descent.run;

import io.descent.job.JobCommandReceived;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/** Passes on to this process's runs what is asked of their jobs, twice a second and at once. */
@Component
class ControlLoop {

  private static final Logger log = LoggerFactory.getLogger(ControlLoop.class);

  private final LocalRuns runs;

  ControlLoop(LocalRuns runs) {
    this.runs = runs;
  }

  @Scheduled(fixedDelay = 500)
  void look() {
    try {
      runs.control();
    } catch (DataAccessException | TransactionException e) {
      log.warn("The database does not answer ({}); runs go on in memory", e.getMessage());
    }
  }

  @TransactionalEventListener
  void asked(JobCommandReceived job) {
    look();
  }
}
