package io.descent.job;

import io.descent.security.Caller;
import io.descent.security.Owner;
import io.descent.security.Quota;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether there is room for one more job of an owner, and for what a key lets it be. */
@Component
class JobRoom {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final JobCatalog jobs;
  private final Quota quota;
  private final Limits limits;

  JobRoom(JobCatalog jobs, Quota quota, Limits limits) {
    this.jobs = jobs;
    this.quota = quota;
    this.limits = limits;
  }

  /** Refuses a job where too many are unfinished, or where its model could not be kept. */
  void require(Owner owner) {
    require(owner, 1);
  }

  /** The same for so many jobs at once. */
  void require(Owner owner, int wanted) {
    Integer ofKey = Caller.current().limits().unfinishedJobs();
    int ofAll = limits.unfinishedJobsPerOwner();
    int most = ofKey == null ? ofAll : Math.min(ofKey, ofAll);
    if (wanted > most) {
      String detail = "gives " + wanted + " jobs, and at most " + most + " may be unfinished";
      throw ProblemException.fields(
          ProblemKind.INVALID, List.of(new FieldError("/strategy", detail)));
    }
    long unfinished = jobs.unfinished(owner);
    if (unfinished + wanted > most) {
      throw ProblemException.tooMany(full(unfinished, wanted, most), RETRY_AFTER);
    }
    quota.requireAny(owner);
  }

  private static String full(long unfinished, int wanted, int most) {
    return wanted == 1
        ? most + " jobs are unfinished, and no more are taken"
        : unfinished + " jobs are unfinished, and of " + wanted + " more some are beyond " + most;
  }

  /** Notes a priority that the key at hand does not allow. */
  static void checkPriority(int priority, Problems problems) {
    Integer most = Caller.current().limits().maxPriority();
    if (most != null && priority > most) {
      problems.invalid("/priority", "must be at most " + most + " with this key, is " + priority);
    }
  }
}
