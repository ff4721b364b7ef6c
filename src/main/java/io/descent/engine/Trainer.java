package io.descent.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Trains one network, a step at a time. {@link #save} is legal after any step; {@link #restore}
 * into a trainer made from the same model, plan and data goes on with the same bits. Not shareable
 * between threads. A step allocates nothing.
 */
public final class Trainer {

  /** What a step did. */
  public enum Step {
    /** One mini-batch was learnt from. */
    BATCH,
    /** One batch of the validation part was measured. */
    EVALUATION,
    /** As the one before it, and an epoch is finished: see {@link #finishedEpoch()}. */
    EPOCH,
    /** As {@link #EPOCH}, and it was the last: {@link #earlyStopped()} says why. */
    DONE,
    /** The batch's loss is not finite; nothing of it was kept, and no further step is legal. */
    DIVERGED
  }

  private Trainer() {}

  /**
   * @param validation may have no rows
   * @throws IllegalArgumentException where model, plan and data do not fit
   */
  public static Trainer start(
      ModelSpec model, TrainingPlan plan, Samples train, Samples validation) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #start(ModelSpec, TrainingPlan, Samples, Samples)}, from given weights. */
  public static Trainer start(
      ModelSpec model, TrainingPlan plan, Samples train, Samples validation, Network from) {
    throw new UnsupportedOperationException();
  }

  public Step step() {
    throw new UnsupportedOperationException();
  }

  /** Finished epochs. */
  public int epoch() {
    throw new UnsupportedOperationException();
  }

  /** Mini-batches done in the current epoch. */
  public int batch() {
    throw new UnsupportedOperationException();
  }

  /** Mini-batches of one epoch. */
  public int batches() {
    throw new UnsupportedOperationException();
  }

  /** Updates since the start of the training. */
  public long updates() {
    throw new UnsupportedOperationException();
  }

  /** The loss of the last mini-batch. */
  public double lastLoss() {
    throw new UnsupportedOperationException();
  }

  /** Mean loss over the samples seen so far in the current epoch; NaN before the first. */
  public double runningLoss() {
    throw new UnsupportedOperationException();
  }

  /** Accuracy or R² over the samples seen so far in the current epoch; NaN before the first. */
  public double runningScore() {
    throw new UnsupportedOperationException();
  }

  /** The metrics of the epoch that the last step finished. */
  public EpochMetrics finishedEpoch() {
    throw new UnsupportedOperationException();
  }

  /** Whether training ended before its last epoch because its metric no longer improved. */
  public boolean earlyStopped() {
    throw new UnsupportedOperationException();
  }

  /** The epoch whose weights are kept by {@code keepBest}, from 1; 0 before the first. */
  public int bestEpoch() {
    throw new UnsupportedOperationException();
  }

  /** A copy of the weights to keep: the best, or the current. */
  public Network network() {
    throw new UnsupportedOperationException();
  }

  /** Bytes that {@link #save} writes. */
  public long stateSize() {
    throw new UnsupportedOperationException();
  }

  /** Bytes a trainer holds in its buffers, weights and optimizer slots. */
  public static long memory(ModelSpec model, TrainingPlan plan) {
    throw new UnsupportedOperationException();
  }

  public void save(OutputStream out) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** An IOException where the state is damaged or of another model, plan or data. */
  public void restore(InputStream in) throws IOException {
    throw new UnsupportedOperationException();
  }
}
