package io.descent.job;

import io.descent.storage.ListOrder;
import io.descent.storage.ListOrder.Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** By what lists of jobs are sorted. */
final class JobSort {

  private static final List<Key<Job>> KEYS =
      List.of(
          ListOrder.created(job -> job.id),
          new Key<>("name", "name", text -> text, job -> job.name),
          new Key<>(
              "finished_at",
              "outcome.finishedAt",
              Instant::parse,
              job -> job.outcome().finishedAt()),
          new Key<>(
              "samples_per_second",
              "progress.samplesPerSecond",
              Double::valueOf,
              job -> job.progress.samplesPerSecond()),
          best("best.validation_loss", "validationLoss", Best::validationLoss),
          best("best.validation_accuracy", "validationAccuracy", Best::validationAccuracy),
          best("best.validation_r2", "validationR2", Best::validationR2),
          new Key<>("lr", "lr", Double::valueOf, job -> job.lr),
          new Key<>("batch_size", "batchSize", Integer::valueOf, job -> job.batchSize),
          new Key<>("epochs", "epochs", Integer::valueOf, job -> job.epochs),
          new Key<>("seed", "seed", Long::valueOf, job -> job.seed));

  private JobSort() {}

  private static Key<Job> best(
      String wire, String attribute, Function<Best, @Nullable Double> number) {
    return new Key<>(
        wire,
        "progress.best." + attribute,
        Double::valueOf,
        job -> job.progress.best() == null ? null : number.apply(job.progress.best()));
  }

  /** Of a request; refused naming the set where it is none of them. */
  static ListOrder<Job> parse(Optional<String> asked) {
    return ListOrder.parse(asked, KEYS);
  }
}
