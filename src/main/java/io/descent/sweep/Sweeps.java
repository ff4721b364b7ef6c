package io.descent.sweep;

import io.descent.job.JobStatus;
import io.descent.job.Trials;
import io.descent.security.Named;
import io.descent.security.Owner;
import io.descent.storage.DatabaseClock;
import io.descent.storage.LabelPatch;
import io.descent.storage.Labels;
import io.descent.storage.ListOrder;
import io.descent.storage.Listing;
import io.descent.storage.TagIndex;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.TagFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** An owner's sweeps: found, shown, paused, resumed, ended, deleted. */
@Component
class Sweeps implements Named {

  /** What a client may want of a sweep. */
  enum Action {
    PAUSE,
    RESUME,
    CANCEL
  }

  private static final List<ListOrder.Key<Sweep>> SORTS =
      List.of(ListOrder.created(it -> it.id), ListOrder.Key.text("name", "name", it -> it.name));

  private final SweepRepository sweeps;
  private final Trials trials;
  private final SweepDriver driver;
  private final TagIndex tags;
  private final DatabaseClock clock;
  private final TransactionOperations transactions;

  Sweeps(
      SweepRepository sweeps,
      Trials trials,
      SweepDriver driver,
      TagIndex tags,
      DatabaseClock clock,
      TransactionOperations transactions) {
    this.sweeps = sweeps;
    this.trials = trials;
    this.driver = driver;
    this.tags = tags;
    this.clock = clock;
    this.transactions = transactions;
  }

  @Override
  public String collection() {
    return "sweeps";
  }

  @Override
  public String thing() {
    return "sweep";
  }

  @Override
  public Optional<UUID> newest(Owner owner, String name) {
    return sweeps.named(owner.name(), name, Limit.of(1)).stream().findFirst();
  }

  SweepView view(Owner owner, UUID id) {
    return SweepView.of(find(owner, id), trials.of(id), clock.instant());
  }

  private Sweep find(Owner owner, UUID id) {
    return sweeps
        .findByIdAndOwner(id, owner.name())
        .orElseThrow(() -> ProblemException.notFound("sweep", id));
  }

  Page<SweepView> list(
      Owner owner, Optional<String> name, TagFilter tags, Optional<String> sort, PageRequest page) {
    ListOrder<Sweep> order = ListOrder.parse(sort, SORTS);
    List<Sweep> rows =
        Listing.sorted(
            (matching, query) -> sweeps.findBy(matching, query),
            Listing.of(this.tags.find(owner.name(), tags), name),
            order,
            page);
    Map<UUID, List<Trials.Standing>> standings =
        trials.of(rows.stream().limit(page.limit()).map(it -> it.id).toList());
    Instant now = clock.instant();
    return page.page(
        rows,
        it -> it.id,
        order::text,
        it -> SweepView.of(it, standings.getOrDefault(it.id, List.of()), now));
  }

  /** Gives the sweep another name, other tags, another description; its trials keep theirs. */
  SweepView label(Owner owner, UUID id, LabelPatch patch) {
    transactions.executeWithoutResult(
        _ -> {
          Sweep sweep =
              sweeps
                  .locked(id, owner.name())
                  .orElseThrow(() -> ProblemException.notFound("sweep", id));
          Labels labels = patch.labels(sweep.labels);
          sweeps.label(id, owner.name(), patch.name(sweep.name), labels, clock.now());
          tags.replace(owner.name(), id, labels.tags());
        });
    return view(owner, id);
  }

  /** Does what is asked, or finds it done or under way. */
  SweepView ask(Owner owner, UUID id, Action action) {
    while (!asked(owner, id, action)) {
      // another was quicker: look again
    }
    driver.drive(id);
    return view(owner, id);
  }

  private boolean asked(Owner owner, UUID id, Action action) {
    JobStatus seen = find(owner, id).status;
    Optional<JobStatus> to = next(seen, action);
    if (to.isEmpty()) {
      throw ProblemException.of(ProblemKind.CONFLICT, "the sweep is " + seen.wire());
    }
    return to.get() == seen
        || Boolean.TRUE.equals(
            transactions.execute(
                _ -> sweeps.ask(id, owner.name(), seen, to.get(), clock.now()) == 1));
  }

  /** Where it goes from a status; the same where it is there or on its way; empty: refused. */
  private static Optional<JobStatus> next(JobStatus seen, Action action) {
    return switch (seen) {
      case QUEUED, RUNNING ->
          Optional.of(
              switch (action) {
                case PAUSE -> JobStatus.PAUSING;
                case RESUME -> seen;
                case CANCEL -> JobStatus.CANCELLING;
              });
      case PAUSING, PAUSED ->
          Optional.of(
              switch (action) {
                case PAUSE -> seen;
                case RESUME -> JobStatus.RUNNING;
                case CANCEL -> JobStatus.CANCELLING;
              });
      case CANCELLING, CANCELLED -> action == Action.CANCEL ? Optional.of(seen) : Optional.empty();
      case SUCCEEDED, FAILED -> Optional.empty();
    };
  }

  /** Removes a sweep that has ended, with its trials. Their models stay. */
  void delete(Owner owner, UUID id) {
    JobStatus seen = find(owner, id).status;
    if (!seen.ended()) {
      throw ProblemException.of(
          ProblemKind.CONFLICT, "the sweep is " + seen.wire() + ", and not ended");
    }
    transactions.executeWithoutResult(
        _ -> {
          if (sweeps.deleteEnded(id, owner.name()) == 1) {
            trials.delete(owner, id);
            tags.remove(owner.name(), id);
          }
        });
  }
}
