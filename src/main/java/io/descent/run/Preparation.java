package io.descent.run;

import io.descent.dataset.Datasets;
import io.descent.dataset.EncodedParts;
import io.descent.engine.Network;
import io.descent.engine.Split;
import io.descent.job.Claim;
import io.descent.model.Models;
import io.descent.spec.JobSpec;
import io.descent.spec.Specs;
import io.descent.spec.TrainingMemory;
import io.descent.spec.TrainingSpec;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads what a job is to train, and loads what it trains on. */
@Component
class Preparation {

  private final Datasets datasets;
  private final Specs specs;
  private final Models models;

  Preparation(Datasets datasets, Specs specs, Models models) {
    this.datasets = datasets;
    this.specs = specs;
    this.models = models;
  }

  /** Bytes that the training will take; 0 where what it needs is gone, which ends it soon. */
  long memory(Claim claim) {
    return datasets
        .find(claim.owner(), claim.dataset())
        .map(dataset -> memory(spec(claim, dataset), dataset))
        .orElse(0L);
  }

  private static long memory(JobSpec spec, Datasets.Facts dataset) {
    return TrainingMemory.of(spec.model(), spec.training().plan(), dataset.schema());
  }

  /**
   * @throws InterruptibleReading.Interrupted where the run is asked to leave meanwhile
   * @throws JobFailure where what the job needs is gone
   */
  Prepared prepare(Claim claim, LocalRun run) {
    Datasets.Facts dataset =
        datasets
            .find(claim.owner(), claim.dataset())
            .orElseThrow(() -> new JobFailure("its data set " + claim.dataset() + " is gone"));
    JobSpec spec = spec(claim, dataset);
    Optional<Network> from = claim.warmStart().map(model -> network(claim, model));
    return new Prepared(claim, spec, dataset, load(spec, dataset, run), from);
  }

  private JobSpec spec(Claim claim, Datasets.Facts dataset) {
    return specs.stored(claim.model(), claim.training(), dataset);
  }

  private Network network(Claim claim, UUID model) {
    return models
        .network(claim.owner(), model)
        .orElseThrow(() -> new JobFailure("the model " + model + " it starts from is gone"));
  }

  private EncodedParts load(JobSpec spec, Datasets.Facts dataset, LocalRun run) {
    return EncodedParts.load(
        new InterruptibleReading(run).of(datasets),
        dataset,
        spec.training().numeric(),
        spec.model().loss(),
        labels -> split(spec.training(), dataset, labels));
  }

  private static Split split(TrainingSpec training, Datasets.Facts dataset, int[] labels) {
    TrainingSpec.SplitSpec split = training.split();
    return Split.of(
        Math.toIntExact(dataset.schema().rows()),
        split.stratify() ? labels : new int[0],
        split.validation(),
        split.test(),
        training.plan().seed());
  }
}
