package io.descent.job;

import io.descent.security.Owner;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/** Finds an owner's jobs. */
@Component
class JobCatalog {

  /** Which jobs of an owner; an absent value lets all pass. */
  record Filter(Optional<JobStatus> status, Optional<UUID> dataset) {}

  private final JobRepository jobs;
  private final JobViews views;

  JobCatalog(JobRepository jobs, JobViews views) {
    this.jobs = jobs;
    this.views = views;
  }

  Job find(Owner owner, UUID id) {
    return jobs.findByIdAndOwner(id, owner.name())
        .orElseThrow(() -> ProblemException.notFound("job", id));
  }

  JobView view(Owner owner, UUID id) {
    return views.of(find(owner, id));
  }

  Page<JobView> list(Owner owner, Filter filter, PageRequest page) {
    List<Job> rows =
        jobs.findBy(
            matching(owner, filter, page),
            query -> query.sortBy(Sort.by("id").descending()).limit(page.limit() + 1).all());
    Iterator<JobView> shown = views.of(rows).iterator();
    return page.page(rows, job -> job.id, _ -> shown.next());
  }

  private static Specification<Job> matching(Owner owner, Filter filter, PageRequest page) {
    return Specification.allOf(
        (job, _, is) -> is.equal(job.get("owner"), owner.name()),
        (job, _, is) ->
            filter.status().map(it -> is.equal(job.get("status"), it)).orElseGet(is::conjunction),
        (job, _, is) ->
            filter
                .dataset()
                .map(it -> is.equal(job.get("datasetId"), it))
                .orElseGet(is::conjunction),
        (job, _, is) ->
            page.before()
                .map(it -> is.lessThan(job.<UUID>get("id"), it))
                .orElseGet(is::conjunction));
  }
}
