package io.descent.run;

import io.descent.engine.Trainer;
import io.descent.job.Checkpoint;
import io.descent.job.EpochRow;
import io.descent.job.Turn;
import io.descent.job.Turns;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the states of trainings, and finds the newest sound one. */
@Component
class StateKeeper {

  private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

  private final Turns turns;
  private final Blobs blobs;
  private final NanoClock nanos;

  StateKeeper(Turns turns, Blobs blobs, NanoClock nanos) {
    this.turns = turns;
    this.blobs = blobs;
    this.nanos = nanos;
  }

  /** Stores the state, then in one transaction refers to it and writes the epochs up to it. */
  void keep(Turn turn, Training training) {
    Trainer trainer = training.trainer();
    List<EpochRow> epochs = training.pending();
    Blob state = write(trainer);
    turns.checkpoint(turn, training.checkpoint(state.id()), training.progress(), epochs);
    training.kept(epochs);
  }

  private Blob write(Trainer trainer) {
    try {
      return blobs.write(trainer::save);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The training where it was left: from its newest state, or one before where that is damaged. */
  Training load(Turn turn, Prepared job) {
    for (Checkpoint checkpoint : turns.checkpoints(turn)) {
      Optional<Training> restored = restore(turn, job, checkpoint);
      if (restored.isPresent()) {
        return restored.get();
      }
    }
    return Training.start(job, nanos);
  }

  private Optional<Training> restore(Turn turn, Prepared job, Checkpoint checkpoint) {
    try {
      return Optional.of(Training.resume(job, trainer(job, checkpoint), checkpoint, nanos));
    } catch (IOException e) {
      String why =
          "the state after %d updates is damaged (%s); going on from the one before"
              .formatted(checkpoint.updates(), e.getMessage());
      log.warn("Job {}: {}", turn.job(), why);
      turns.discard(turn, checkpoint, why);
      return Optional.empty();
    }
  }

  /**
   * The trainer as it was kept.
   *
   * @throws IOException where the state is damaged, and how
   */
  Trainer trainer(Prepared job, Checkpoint checkpoint) throws IOException {
    Trainer trainer = job.trainer();
    try (InputStream state = blobs.open(checkpoint.blob())) {
      trainer.restore(state);
    }
    return trainer;
  }
}
