package io.descent.job;

import io.descent.security.Owner;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.RequestMemory;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Lists of jobs, those of one sweep by the settings of its space too. */
@Component
class TrialList {

  private final JobCatalog jobs;
  private final TrialWatch sweeps;

  TrialList(JobCatalog jobs, TrialWatch sweeps) {
    this.jobs = jobs;
    this.sweeps = sweeps;
  }

  /**
   * @param sort as a client wrote it; refused where it is neither a name nor, in one sweep, a
   *     pointer
   * @param memory of the request, of which a page of large networks takes some
   */
  Page<JobView> list(
      Owner owner,
      JobCatalog.Filter filter,
      Optional<String> sort,
      PageRequest page,
      RequestMemory.Taken memory) {
    Page<JobView> found = list(owner, filter, sort, page);
    memory.take(found.items().stream().mapToLong(JobView::bytes).sum());
    return found;
  }

  private Page<JobView> list(
      Owner owner, JobCatalog.Filter filter, Optional<String> sort, PageRequest page) {
    Optional<UUID> sweep = filter.sweep();
    if (sweep.isEmpty() || !sort.orElse("").matches("-?/.*")) {
      return jobs.list(owner, filter, JobSort.parse(sort), page);
    }
    TrialOrder order = TrialOrder.of(sweeps.points(owner, sweep.get()), sort.orElseThrow());
    return jobs.list(owner, filter, order, page);
  }
}
