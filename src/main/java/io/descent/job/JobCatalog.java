package io.descent.job;

import io.descent.dataset.DatasetUse;
import io.descent.model.ModelUse;
import io.descent.security.Holdings;
import io.descent.security.Named;
import io.descent.security.Owner;
import io.descent.storage.ListOrder;
import io.descent.storage.Listing;
import io.descent.storage.TagIndex;
import io.descent.storage.WriteCheck;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.TagFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/** Finds an owner's jobs, and shows them with their places in the queue. */
@Component
public class JobCatalog implements DatasetUse, ModelUse, Holdings, Named {

  /** Which jobs of an owner; an absent value lets all pass. */
  record Filter(
      Optional<JobStatus> status,
      Optional<UUID> dataset,
      Optional<UUID> sweep,
      Optional<String> name,
      TagFilter tags) {

    /** Whether it is of a sweep and of nothing else. */
    boolean passesAllOfASweep() {
      return status.isEmpty() && name.isEmpty() && tags.words().isEmpty() && dataset.isEmpty();
    }

    /** What has one value in all of them, and an index. Trials are numbered as they are created. */
    List<String> held() {
      return sweep
          .map(_ -> List.of("sweepId", "trial"))
          .or(() -> dataset.map(_ -> List.of(ListOrder.OWNER, "datasetId")))
          .or(() -> name.map(_ -> List.of(ListOrder.OWNER, "name")))
          .or(() -> status.map(_ -> List.of(ListOrder.OWNER, "state.status")))
          .orElse(List.of(ListOrder.OWNER));
    }
  }

  private final JobRepository jobs;
  private final WorkerJobs all;
  private final TagIndex tags;
  private final WriteCheck writes;

  JobCatalog(JobRepository jobs, WorkerJobs all, TagIndex tags, WriteCheck writes) {
    this.jobs = jobs;
    this.all = all;
    this.tags = tags;
    this.writes = writes;
  }

  /** A problem of kind NOT_FOUND where there is none, or where it is another owner's. */
  public Job find(Owner owner, UUID id) {
    return jobs.findByIdAndOwner(id, owner.name())
        .orElseThrow(() -> ProblemException.notFound("job", id));
  }

  /** As {@link #find}, without what was asked of it. */
  WatchedJob watched(Owner owner, UUID id) {
    return watched(owner, List.of(id)).getFirst();
  }

  /** The same of several, in their order. */
  List<WatchedJob> watched(Owner owner, List<UUID> ids) {
    Map<UUID, WatchedJob> found =
        jobs.watched(owner.name(), ids).stream()
            .collect(Collectors.toMap(WatchedJob::id, Function.identity()));
    return ids.stream()
        .map(
            id ->
                Optional.ofNullable(found.get(id))
                    .orElseThrow(() -> ProblemException.notFound("job", id)))
        .toList();
  }

  /** A job that a worker has. */
  public record Running(UUID id, String name, String owner, String worker) {}

  /** What all workers train, whoever owns it. */
  public List<Running> running() {
    return all.running();
  }

  @Override
  public String collection() {
    return "jobs";
  }

  @Override
  public String thing() {
    return "job";
  }

  @Override
  public Optional<UUID> newest(Owner owner, String name) {
    return jobs.named(owner.name(), name, Limit.of(1)).stream().findFirst();
  }

  long unfinished(Owner owner) {
    return jobs.count(owner.name(), JobStatus.UNFINISHED);
  }

  JobView view(Owner owner, UUID id) {
    Job job = find(owner, id);
    return JobView.of(job, places(owner, List.of(job)).get(id), writes.trouble());
  }

  Page<JobView> list(Owner owner, Filter filter, ListOrder<Job> sort, PageRequest page) {
    List<Job> rows =
        Listing.sorted(
            (matching, query) -> jobs.findBy(matching, query),
            matching(owner, filter),
            sort.of(filter.held()),
            page);
    return shown(owner, rows, sort::text, page);
  }

  /** Trials of one sweep, by a setting of its space. */
  Page<JobView> list(Owner owner, Filter filter, TrialOrder order, PageRequest page) {
    Specification<Job> all = matching(owner, filter).all();
    List<Job> rows = new ArrayList<>();
    List<Integer> left = order.after(page.at());
    while (!left.isEmpty() && rows.size() <= page.limit()) {
      List<Integer> some = left.subList(0, Math.min(left.size(), page.limit() + 1));
      Specification<Job> among = (job, _, _) -> job.get("trial").in(some);
      jobs.findBy(all.and(among), query -> query.all()).stream()
          .sorted(Comparator.comparing(job -> some.indexOf(job.trial)))
          .forEach(rows::add);
      left = left.subList(some.size(), left.size());
    }
    return shown(owner, rows, job -> String.valueOf(job.trial), page);
  }

  private Page<JobView> shown(
      Owner owner, List<Job> rows, Function<Job, String> value, PageRequest page) {
    Map<UUID, Long> places = places(owner, rows);
    return page.page(
        rows, job -> job.id, value, job -> JobView.of(job, places.get(job.id), writes.trouble()));
  }

  private Listing.Matching<Job> matching(Owner owner, Filter filter) {
    return Listing.<Job>of(tags.find(owner.name(), filter.tags()), filter.name())
        .and("state.status", filter.status())
        .and("datasetId", filter.dataset())
        .and("sweepId", filter.sweep());
  }

  private Map<UUID, Long> places(Owner owner, List<Job> jobs) {
    List<UUID> queued =
        jobs.stream()
            .filter(job -> job.state.status() == JobStatus.QUEUED)
            .map(job -> job.id)
            .toList();
    return queued.isEmpty()
        ? Map.of()
        : this.jobs.places(queued, owner.name()).stream()
            .collect(Collectors.toMap(JobRepository.Place::id, JobRepository.Place::position));
  }

  /** An unfinished job needs its data set. */
  @Override
  public Optional<String> userOf(UUID dataset) {
    return all.firstOf(dataset, JobStatus.UNFINISHED).map(id -> "job " + id);
  }

  @Override
  public Map<Kind, Held> of(Owner owner) {
    return Map.of(
        Kind.JOBS, new Held(jobs.countByOwner(owner.name()), 0),
        Kind.UNFINISHED_JOBS, new Held(unfinished(owner), 0));
  }

  /** A job that starts from a model needs it, and to be reproduced it needs it once more. */
  @Override
  public Optional<String> userOfModel(UUID model) {
    Set<JobStatus> statuses = EnumSet.copyOf(JobStatus.UNFINISHED);
    statuses.add(JobStatus.SUCCEEDED);
    return all.firstFrom(model, statuses).map(id -> "job " + id);
  }
}
