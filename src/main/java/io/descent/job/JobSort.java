package io.descent.job;

import io.descent.web.FieldError;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;

/**
 * By what a list of jobs is sorted. Of equal values the order is that of creation, in the same
 * direction; jobs without a value come last, the newest first. Each column has an index that starts
 * with the owner, so the order names the owner too.
 */
record JobSort(Key key, boolean descending) {

  static final JobSort NEWEST = new JobSort(Key.CREATED_AT, true);

  /** A column by its name in requests. */
  enum Key {
    // Ids are in the order of creation
    CREATED_AT("created_at", "id", UUID::fromString, job -> job.id),
    NAME("name", "name", text -> text, job -> job.name),
    FINISHED_AT(
        "finished_at", "outcome.finishedAt", Instant::parse, it -> it.outcome().finishedAt()),
    SPEED(
        "samples_per_second",
        "progress.samplesPerSecond",
        Double::valueOf,
        job -> job.progress.samplesPerSecond()),
    LOSS(
        "best.validation_loss",
        "progress.best.validationLoss",
        Double::valueOf,
        job -> of(job, Best::validationLoss)),
    ACCURACY(
        "best.validation_accuracy",
        "progress.best.validationAccuracy",
        Double::valueOf,
        job -> of(job, Best::validationAccuracy)),
    R2(
        "best.validation_r2",
        "progress.best.validationR2",
        Double::valueOf,
        job -> of(job, Best::validationR2)),
    LR("lr", "lr", Double::valueOf, job -> job.lr),
    BATCH_SIZE("batch_size", "batchSize", Integer::valueOf, job -> job.batchSize),
    EPOCHS("epochs", "epochs", Integer::valueOf, job -> job.epochs),
    SEED("seed", "seed", Long::valueOf, job -> job.seed);

    private final String wire;
    private final String attribute;
    private final Function<String, Comparable<?>> read;
    private final Function<Job, @Nullable Object> value;

    Key(
        String wire,
        String attribute,
        Function<String, Comparable<?>> read,
        Function<Job, @Nullable Object> value) {
      this.wire = wire;
      this.attribute = attribute;
      this.read = read;
      this.value = value;
    }

    private static @Nullable Double of(Job job, Function<Best, @Nullable Double> number) {
      Best best = job.progress.best();
      return best == null ? null : number.apply(best);
    }
  }

  /** Of a request; refused naming the set where it is none of them. */
  static JobSort parse(Optional<String> asked) {
    if (asked.isEmpty()) {
      return NEWEST;
    }
    boolean descending = asked.get().startsWith("-");
    String word = descending ? asked.get().substring(1) : asked.get();
    return Arrays.stream(Key.values())
        .filter(key -> key.wire.equals(word))
        .findFirst()
        .map(key -> new JobSort(key, descending))
        .orElseThrow(() -> unknown(asked.get()));
  }

  private static ProblemException unknown(String asked) {
    String set = Arrays.stream(Key.values()).map(key -> key.wire).collect(Collectors.joining(", "));
    String detail =
        "must be one of " + set + ", with - before it descending, is " + Spelling.quoted(asked);
    return ProblemException.fields(ProblemKind.UNREADABLE, List.of(new FieldError("sort", detail)));
  }

  boolean byCreation() {
    return key == Key.CREATED_AT;
  }

  Sort order() {
    Sort.Direction direction = descending ? Sort.Direction.DESC : Sort.Direction.ASC;
    return byCreation()
        ? Sort.by(direction, "id")
        : Sort.by(direction, "owner", key.attribute, "id");
  }

  /** The job's value, as a cursor keeps it; empty where it has none. */
  String text(Job job) {
    Object value = key.value.apply(job);
    return value == null ? "" : value.toString();
  }

  /** Those that have a value, behind the cursor. */
  Specification<Job> valued(PageRequest page) {
    return (job, _, is) -> {
      Predicate there = byCreation() ? is.conjunction() : is.isNotNull(path(job));
      return page.before().isEmpty() ? there : is.and(there, behind(page, job, is));
    };
  }

  private Predicate behind(PageRequest page, Root<Job> job, CriteriaBuilder is) {
    Expression<UUID> id = job.get("id");
    if (byCreation()) {
      return beyond(id, page.below(), is);
    }
    Comparable<?> last = read(page.at());
    return is.or(
        beyond(path(job), last, is),
        is.and(is.equal(path(job), last), beyond(id, page.below(), is)));
  }

  private Comparable<?> read(String text) {
    try {
      return key.read.apply(text);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw ProblemException.fields(
          ProblemKind.UNREADABLE,
          List.of(new FieldError("cursor", "must be a next_cursor of this list")));
    }
  }

  @SuppressWarnings("unchecked") // the value was read as the column's type
  private <T extends Comparable<? super T>> Predicate beyond(
      Expression<?> column, Comparable<?> last, CriteriaBuilder is) {
    Expression<T> typed = (Expression<T>) column;
    return descending ? is.lessThan(typed, (T) last) : is.greaterThan(typed, (T) last);
  }

  /** Those without a value, behind the cursor where that is among them. */
  Specification<Job> without(PageRequest page) {
    return (job, _, is) -> {
      Predicate none = is.isNull(path(job));
      boolean among = page.before().isPresent() && page.at().isEmpty();
      return among ? is.and(none, is.lessThan(job.<UUID>get("id"), page.below())) : none;
    };
  }

  private Path<?> path(Root<Job> job) {
    Path<?> path = job;
    for (String part : key.attribute.split("\\.")) {
      path = path.get(part);
    }
    return path;
  }
}
