package io.descent.job;

import io.descent.storage.ListOrder;
import io.descent.storage.ListOrder.Key;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** By what lists of jobs are sorted. */
final class JobSort {

  private static final List<Key<Job>> KEYS =
      List.of(
          ListOrder.created(job -> job.id),
          Key.text("name", "name", job -> job.name),
          Key.moment("finished_at", "outcome.finishedAt", job -> job.outcome().finishedAt()),
          Key.number(
              "samples_per_second",
              "progress.samplesPerSecond",
              job -> job.progress.samplesPerSecond()),
          best("best.validation_loss", "validationLoss", Best::validationLoss),
          best("best.validation_accuracy", "validationAccuracy", Best::validationAccuracy),
          best("best.validation_r2", "validationR2", Best::validationR2),
          Key.number("lr", "lr", job -> job.lr),
          Key.whole("batch_size", "batchSize", job -> job.batchSize),
          Key.whole("epochs", "epochs", job -> job.epochs),
          Key.large("seed", "seed", job -> job.seed));

  private JobSort() {}

  private static Key<Job> best(
      String wire, String attribute, Function<Best, @Nullable Double> number) {
    return Key.number(
        wire,
        "progress.best." + attribute,
        job -> job.progress.best() == null ? null : number.apply(job.progress.best()));
  }

  /** Of a request; refused naming the set where it is none of them. */
  static ListOrder<Job> parse(Optional<String> asked) {
    return ListOrder.parse(asked, KEYS);
  }
}
