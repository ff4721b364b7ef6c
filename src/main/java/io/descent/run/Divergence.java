package io.descent.run;

import io.descent.engine.Trainer;
import io.descent.job.JobError;
import io.descent.job.StopReason;

/** Where a training left the finite numbers. */
final class Divergence {

  private static final String ADVICE = " not finite; a smaller learning rate or clip_norm may help";

  private Divergence() {}

  /** In the batch that comes next. */
  static JobError ofLoss(Trainer trainer) {
    int epoch = trainer.epoch() + 1;
    int batch = trainer.batch() + 1;
    return error("the loss of batch %d in epoch %d is", epoch, batch);
  }

  /** In the batch that came last, so that no loss shows it. */
  static JobError ofWeights(Trainer trainer) {
    boolean whole = trainer.batch() == 0;
    int epoch = whole ? trainer.epoch() : trainer.epoch() + 1;
    int batch = whole ? trainer.batches() : trainer.batch();
    return error(
        "the weights that training ended with, after batch %d of epoch %d, are", epoch, batch);
  }

  private static JobError error(String what, int epoch, int batch) {
    return new JobError(StopReason.DIVERGED, what.formatted(batch, epoch) + ADVICE, epoch, batch);
  }
}
