package io.descent.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Whether there is room for one more job of an owner, and for what a key lets it be. It is looked
 * for before work is done for the job, and again in the transaction that stores it, in which all
 * processes wait for one another.
 */
@Component
class JobRoom {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private static final int MOST_KNOWN = 10_000;

  private final JobCatalog jobs;
  private final JobOwners owners;
  private final Quota quota;
  private final Limits limits;

  /** Owners who have their row. */
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

  JobRoom(JobCatalog jobs, JobOwners owners, Quota quota, Limits limits) {
    this.jobs = jobs;
    this.owners = owners;
    this.quota = quota;
    this.limits = limits;
  }

  /** Refuses a job where too many are unfinished, or where its model could not be kept. */
  void require(Owner owner) {
    require(owner, 1);
  }

  /** The same for so many jobs at once. */
  void require(Owner owner, int wanted) {
    int most = most();
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
    if (known.getIfPresent(owner.name()) == null) {
      know(owner);
    }
  }

  private int most() {
    Integer ofKey = Caller.current().limits().unfinishedJobs();
    int ofAll = limits.unfinishedJobsPerOwner();
    return ofKey == null ? ofAll : Math.min(ofKey, ofAll);
  }

  /** In a transaction of its own: who is quicker does not matter. */
  private void know(Owner owner) {
    try {
      if (!owners.existsByOwner(owner.name())) {
        owners.insert(owner.name());
      }
    } catch (DataIntegrityViolationException _) {
      // Another request was quicker
    }
    known.put(owner.name(), true);
  }

  /**
   * In the transaction that has stored so many jobs: refuses them where others have come meanwhile.
   * Until that transaction ends, others of the owner's wait here.
   */
  void confirm(Owner owner, int stored) {
    owners.locked(owner.name()).orElseThrow();
    long unfinished = jobs.unfinished(owner);
    if (unfinished > most()) {
      throw ProblemException.tooMany(full(unfinished - stored, stored, most()), RETRY_AFTER);
    }
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
