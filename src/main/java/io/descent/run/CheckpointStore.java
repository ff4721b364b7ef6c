package io.descent.run;

import io.descent.engine.Trainer;
import io.descent.job.Checkpoint;
import io.descent.job.EpochRow;
import io.descent.job.JobLeases;
import io.descent.job.Lease;
import io.descent.model.ModelMetrics;
import io.descent.run.Preparation.Prepared;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.Warning;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the states of trainings, and finds the newest sound one. */
@Component
class CheckpointStore {

  private static final Logger log = LoggerFactory.getLogger(CheckpointStore.class);

  private final JobLeases leases;
  private final Blobs blobs;
  private final TrainingMeters meters;
  private final NanoClock nanos;

  CheckpointStore(JobLeases leases, Blobs blobs, TrainingMeters meters, NanoClock nanos) {
    this.leases = leases;
    this.blobs = blobs;
    this.meters = meters;
    this.nanos = nanos;
  }

  /** Stores the state, then in one transaction refers to it and writes the epochs up to it. */
  void keep(Lease lease, Training training) {
    Timer.Sample began = meters.begin();
    Trainer trainer = training.trainer();
    List<EpochRow> epochs = training.pending();
    Blob state = write(trainer);
    Checkpoint checkpoint = training.checkpoint(state.id());
    List<Checkpoint> before = training.keeping();
    training.kept(
        epochs, leases.checkpoint(lease, checkpoint, training.progress(), epochs, before));
    meters.kept(began, state.size());
  }

  private Blob write(Trainer trainer) {
    try {
      return blobs.write(trainer::save);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The training where it was left: from its newest state, or one before where that is damaged. */
  Training load(Lease lease, Prepared job, ModelMetrics.Parts constantAnswer) {
    Optional<Restored> kept =
        newest(job, _ -> true, (damaged, why) -> discard(lease, damaged, why));
    List<Warning> warnings =
        kept.map(it -> warnings(job, it.trainer())).orElseGet(() -> job.parts().warnings());
    if (!warnings.isEmpty()) {
      leases.warn(lease, job.job(), warnings);
    }
    return kept.map(it -> resumed(job, it, constantAnswer))
        .orElseGet(() -> Training.start(job, constantAnswer, nanos));
  }

  private Training resumed(Prepared job, Restored from, ModelMetrics.Parts constantAnswer) {
    Training training = Training.resume(job, from, constantAnswer, nanos);
    training.goOn(leases.epochs(job.job().id()));
    return training;
  }

  /** What a client should know of how the job is trained. */
  private static List<Warning> warnings(Prepared job, Trainer trainer) {
    Stream<Warning> ofState =
        trainer.warnings().stream().map(it -> Warning.note("arithmetic_changed", it));
    return Stream.concat(job.parts().warnings().stream(), ofState).toList();
  }

  private void discard(Lease lease, Checkpoint damaged, IOException cause) {
    String why =
        "the state after %d updates is damaged (%s); going on from the one before"
            .formatted(damaged.updates(), cause.getMessage());
    log.warn("Job {}: {}", lease.job(), why);
    leases.discard(lease, damaged, why);
  }

  /** A trainer as it was kept. */
  record Restored(Trainer trainer, Checkpoint from) {}

  /** The newest sound one of the states that are wanted; of damaged ones it tells. */
  Optional<Restored> newest(
      Prepared job, Predicate<Checkpoint> wanted, BiConsumer<Checkpoint, IOException> damaged) {
    for (Checkpoint checkpoint : leases.checkpoints(job.job().id())) {
      if (wanted.test(checkpoint)) {
        Trainer trainer = job.trainer();
        try (InputStream state = blobs.open(checkpoint.blobId())) {
          trainer.restore(state);
          return Optional.of(new Restored(trainer, checkpoint));
        } catch (IOException e) {
          damaged.accept(checkpoint, e);
        }
      }
    }
    return Optional.empty();
  }
}
