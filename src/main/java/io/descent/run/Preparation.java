package io.descent.run;

import io.descent.dataset.CarriedEncoding;
import io.descent.dataset.Datasets;
import io.descent.dataset.EncodedParts;
import io.descent.dataset.SchemaMapping;
import io.descent.dataset.TrainingData;
import io.descent.engine.Network;
import io.descent.engine.Split;
import io.descent.engine.Trainer;
import io.descent.job.Job;
import io.descent.model.Models;
import io.descent.spec.DamagedSpec;
import io.descent.spec.JobSpec;
import io.descent.spec.Specs;
import io.descent.spec.TrainingMemory;
import io.descent.spec.TrainingSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads what a job is to train, and loads what it trains on. */
@Component
class Preparation {

  /** The job cannot be trained, and the client is told why. */
  static final class Impossible extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Impossible(String why) {
      super(why);
    }
  }

  /**
   * All that a run needs of its job.
   *
   * @param test the data set that is tested on, if it is another one
   * @param from the network whose weights training starts from
   * @param threads the most that a step may have
   */
  record Prepared(
      Job job,
      JobSpec spec,
      Datasets.Facts dataset,
      Optional<Datasets.Facts> test,
      EncodedParts parts,
      Optional<Network> from,
      int threads)
      implements AutoCloseable {

    /** A trainer before its first step. */
    Trainer trainer() {
      return Trainer.start(
          spec.model(),
          spec.training().plan(),
          parts.train(),
          parts.validation(),
          from,
          threads > 1);
    }

    /** Nobody reads the rows any more. */
    @Override
    public void close() {
      parts.close();
    }
  }

  private final Datasets datasets;
  private final TrainingData data;
  private final Specs specs;
  private final Models models;
  private final WorkerSettings settings;

  Preparation(
      Datasets datasets, TrainingData data, Specs specs, Models models, WorkerSettings settings) {
    this.settings = settings;
    this.datasets = datasets;
    this.data = data;
    this.specs = specs;
    this.models = models;
  }

  /**
   * What a training takes.
   *
   * @param memory bytes of the heap
   * @param rows those that it works on
   */
  record Needs(long memory, Optional<TrainingData.Wanted> rows) {

    /**
     * Of a job that cannot be told, because what it needs is gone or damaged, which ends it when it
     * is prepared.
     */
    static final Needs UNKNOWN = new Needs(0, Optional.empty());
  }

  Needs needs(Job job) {
    try {
      Asked asked = asked(job);
      return new Needs(memory(asked), Optional.of(wanted(asked)));
    } catch (RuntimeException e) {
      if (HeldLease.isOfDatabase(e)) {
        throw e;
      }
      return Needs.UNKNOWN;
    }
  }

  /** Bytes of the heap that the training will take; 0 where that cannot be told. */
  long memory(Job job) {
    return needs(job).memory();
  }

  private static long memory(Asked asked) {
    return TrainingMemory.of(
        asked.spec().model(),
        asked.spec().training(),
        asked.dataset().schema(),
        asked.test().map(Datasets.Facts::schema),
        asked.from().map(Models.Form::bytes).orElse(0L));
  }

  /**
   * Keeps room for the rows of a training until it is run; empty while other trainings have taken
   * it.
   */
  Optional<Runnable> room(Needs needs) {
    if (needs.rows().isEmpty() || !data.everFits(needs.rows().get())) {
      return Optional.of(() -> {});
    }
    return data.hold(needs.rows().get()).map(hold -> hold::close);
  }

  /**
   * @param look called again and again, to give up where it throws
   * @throws Impossible where what the job needs is gone
   */
  Prepared prepare(Job job, Runnable look) {
    Asked asked = asked(job);
    Optional<Network> from = asked.from().map(model -> start(job, asked, model));
    asked.test().ifPresent(test -> requireFit(asked.dataset(), test));
    EncodedParts parts = load(wanted(asked), look);
    EncodedParts told =
        asked.spec().training().split().emptied(parts).map(parts::with).orElse(parts);
    return new Prepared(
        job, asked.spec(), asked.dataset(), asked.test(), told, from, mostThreads(job));
  }

  private int mostThreads(Job job) {
    return Math.min(job.mostThreads(), settings.mostThreads());
  }

  private static void requireFit(Datasets.Facts dataset, Datasets.Facts test) {
    SchemaMapping.of(dataset.schema(), test.schema())
        .mismatch()
        .ifPresent(
            it -> {
              throw new Impossible("its test data set " + test.id() + " " + it);
            });
  }

  /**
   * What a job trains, on which data.
   *
   * @param dataset as it is encoded: with the categories that the model knows too
   * @param test what it is tested on, if that is another data set
   * @param from the model that it starts from
   * @param carried what is taken over of the model's encoding
   */
  record Asked(
      JobSpec spec,
      Datasets.Facts dataset,
      Optional<Datasets.Facts> test,
      Optional<Models.Form> from,
      Optional<CarriedEncoding> carried) {}

  /**
   * @throws Impossible where the data set or the model is gone
   */
  Asked asked(Job job) {
    Datasets.Facts own = dataset(job, job.dataset());
    Optional<Models.Form> from = job.warmStart().map(model -> form(job, model));
    Optional<CarriedEncoding> carried =
        from.filter(_ -> job.startsByName()).map(it -> it.carriedTo(own.schema()));
    Datasets.Facts dataset = carried.map(it -> own.as(it.schema())).orElse(own);
    return new Asked(
        spec(job, dataset),
        dataset,
        job.testDataset().map(test -> dataset(job, test)),
        from,
        carried);
  }

  private Datasets.Facts dataset(Job job, UUID id) {
    return datasets
        .find(job.owner(), id)
        .orElseThrow(() -> new Impossible("its data set " + id + " is gone"));
  }

  private JobSpec spec(Job job, Datasets.Facts dataset) {
    try {
      return specs.stored(job.model(), job.training(), dataset).freezing(job.frozen());
    } catch (DamagedSpec e) {
      throw new Impossible(String.valueOf(e.getMessage()));
    }
  }

  private Models.Form form(Job job, UUID model) {
    return models.form(job.owner(), model).orElseThrow(() -> withoutModel(model));
  }

  private static Impossible withoutModel(UUID model) {
    return new Impossible("the model " + model + " it starts from is gone");
  }

  /** By position where the job is of an earlier version. */
  private Network start(Job job, Asked asked, Models.Form model) {
    Network known =
        models.network(job.owner(), model.id()).orElseThrow(() -> withoutModel(model.id()));
    return asked
        .carried()
        .map(it -> model.startOf(asked.spec().model(), it))
        .map(it -> it.start(known, asked.spec().training().plan().seed()))
        .orElse(known);
  }

  private EncodedParts load(TrainingData.Wanted rows, Runnable look) {
    TrainingData.Hold hold =
        data.hold(rows)
            .orElseThrow(
                () ->
                    new Impossible(
                        "the trainings that run have filled descent.scratch up to"
                            + " descent.limits.scratch; try again when one of them has ended"));
    try {
      return hold.load(look);
    } catch (RuntimeException | Error e) {
      hold.close();
      throw e;
    }
  }

  private static TrainingData.Wanted wanted(Asked asked) {
    Datasets.Facts dataset = asked.dataset();
    TrainingSpec training = asked.spec().training();
    String column = training.split().column();
    return new TrainingData.Wanted(
        dataset,
        training.numeric(),
        asked.spec().model().loss(),
        origin(training, dataset) + encodedBy(asked),
        training.plan().seed(),
        column.isEmpty() ? Optional.empty() : Optional.of(column),
        (labels, rows) -> split(training, dataset, labels, rows),
        asked.test(),
        asked.carried());
  }

  private static String encodedBy(Asked asked) {
    return asked.carried().isEmpty()
        ? ""
        : asked.from().map(it -> ", encoded as by " + it.id()).orElse("");
  }

  /**
   * The data set's id stands for what was chosen at its upload, its hash for the content. Kept
   * states are recognised by this text, so it stays as it is for what there is today.
   */
  private static String origin(TrainingSpec training, Datasets.Facts dataset) {
    TrainingSpec.SplitSpec split = training.split();
    return "%s %s, validation %s test %s%s%s, numeric %s"
        .formatted(
            dataset.id(),
            dataset.sha256(),
            split.validation(),
            split.test(),
            split.stratify() ? " stratified" : "",
            split.column().isEmpty() ? "" : " by " + split.by() + " " + split.column(),
            training.numeric().name().toLowerCase(Locale.ROOT));
  }

  private static Split split(
      TrainingSpec training, Datasets.Facts dataset, int[] labels, Datasets.Rows rows) {
    long seed = training.plan().seed();
    return judged(training.split().of(dataset.schema(), () -> labels, rows::keys, seed), training);
  }

  /** Large groups may leave nothing to judge epochs by. */
  private static Split judged(Split split, TrainingSpec training) {
    if (split.validation().length == 0 && training.needsGroupsToJudge()) {
      throw new Impossible("its groups are so large that no row is left for validation");
    }
    return split;
  }
}
