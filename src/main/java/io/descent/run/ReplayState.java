package io.descent.run;

import io.descent.engine.Trainer;
import io.descent.job.EpochRow;
import io.descent.run.Preparation.Prepared;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A past training that is computed again: where it stands, and states on the way, so that steps
 * near one another are reached soon. Not shared between threads.
 */
final class ReplayState implements AutoCloseable {

  private static final int STATES = 32;
  private static final long BYTES_OF_STATES = 64 << 20;

  private final Prepared job;
  private final TreeMap<Long, byte[]> remembered = new TreeMap<>();
  private final Set<Integer> equal = new HashSet<>();
  private final long apart;
  private Trainer trainer;

  /**
   * @param updates of the whole training
   */
  ReplayState(Prepared job, long updates) {
    this.job = job;
    apart = Math.max(1, updates / STATES);
    trainer = job.trainer();
  }

  Prepared job() {
    return job;
  }

  Trainer trainer() {
    return trainer;
  }

  /** Bytes of the states; the training's own are the job's. */
  long bytes() {
    return remembered.values().stream().mapToLong(state -> state.length).sum();
  }

  /** Goes to the nearest state that is known before a step; gives the updates done there. */
  long seek(long step, CheckpointStore states) {
    long here = trainer.updates() < step ? trainer.updates() : -1;
    Map.Entry<Long, byte[]> near = remembered.floorEntry(step - 1);
    long best = near == null ? here : Math.max(here, near.getKey());
    Optional<Trainer> kept =
        states
            .newest(job, it -> it.updates() < step && it.updates() > best, (_, _) -> {})
            .map(CheckpointStore.Restored::trainer);
    if (kept.isPresent()) {
      trainer = kept.get();
    } else if (near != null && near.getKey() > here) {
      restore(near.getValue());
    } else if (here < 0) {
      trainer = job.trainer();
    }
    return trainer.updates();
  }

  /** One step; at equal distances its state is kept, so that no later step is far from one. */
  Trainer.Step step() {
    Trainer.Step step = trainer.step();
    boolean learnsNext =
        step == Trainer.Step.EPOCH
            || step == Trainer.Step.BATCH && trainer.batch() < trainer.batches();
    if (learnsNext && trainer.updates() % apart == 0) {
      remember();
    }
    return step;
  }

  private void restore(byte[] state) {
    try {
      trainer.restore(new ByteArrayInputStream(state));
    } catch (IOException e) {
      throw new UncheckedIOException("a state in memory is damaged", e);
    }
  }

  /** Keeps the present state; where there are too many, the one that is missed least goes. */
  void remember() {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    try {
      trainer.save(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    remembered.put(trainer.updates(), state.toByteArray());
    while (remembered.size() > Math.clamp(BYTES_OF_STATES / state.size(), 1, 2 * STATES)) {
      remembered.remove(leastMissed(trainer.updates()));
    }
  }

  /** The state, but for the newest, without which its neighbours are nearest to one another. */
  private long leastMissed(long newest) {
    return remembered.keySet().stream()
        .filter(at -> at != newest)
        .min(Comparator.comparingLong(this::gapWithout))
        .orElseThrow();
  }

  private long gapWithout(long at) {
    Long before = remembered.lowerKey(at);
    Long after = remembered.higherKey(at);
    return (after == null ? at + apart : after) - (before == null ? 0 : before);
  }

  /** Numbers in the data set of the rows that the next step learns from. */
  int[] rows() {
    return Arrays.stream(trainer.upcomingRows()).map(row -> job.parts().trainRows()[row]).toArray();
  }

  /**
   * Goes on to the end of the epoch, and tells whether its loss is the recorded one, bit for bit;
   * null where the epoch never ended, or is not reached in time.
   */
  @Nullable Boolean equalsRecorded(
      IntFunction<Optional<EpochRow>> recorded, long deadline, NanoClock nanos) {
    int epoch = trainer.epoch() + 1;
    if (equal.contains(epoch)) {
      return true;
    }
    Optional<EpochRow> row = recorded.apply(epoch);
    Trainer.Step step = Trainer.Step.BATCH;
    while (row.isPresent() && isWithin(step)) {
      if (nanos.nanos() > deadline) {
        return null;
      }
      step = step();
    }
    if (row.isEmpty() || step == Trainer.Step.DIVERGED) {
      return null;
    }
    double again = Training.inUnits(job, trainer.finishedEpoch().trainLoss());
    boolean same =
        Double.doubleToLongBits(again) == Double.doubleToLongBits(row.get().scores().trainLoss());
    if (same) {
      equal.add(epoch);
    }
    return same;
  }

  @Override
  public void close() {
    job.close();
  }

  private static boolean isWithin(Trainer.Step step) {
    return step == Trainer.Step.BATCH || step == Trainer.Step.EVALUATION;
  }
}
