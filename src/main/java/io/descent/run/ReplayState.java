package io.descent.run;

import io.descent.engine.Trainer;
import io.descent.job.EpochRow;
import io.descent.run.Preparation.Prepared;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
final class ReplayState {

  private static final int STATES = 16;
  private static final long BYTES_OF_STATES = 64 << 20;

  private final Prepared job;
  private final TreeMap<Long, byte[]> remembered = new TreeMap<>();
  private final Set<Integer> equal = new HashSet<>();
  private Trainer trainer;

  ReplayState(Prepared job) {
    this.job = job;
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

  /** Goes to the nearest state that is known before a step. */
  void seek(long step, CheckpointStore states) {
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
  }

  private void restore(byte[] state) {
    try {
      trainer.restore(new ByteArrayInputStream(state));
    } catch (IOException e) {
      throw new UncheckedIOException("a state in memory is damaged", e);
    }
  }

  /** Keeps the present state; the one that is farthest goes where there are too many. */
  void remember() {
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    try {
      trainer.save(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long here = trainer.updates();
    remembered.put(here, state.toByteArray());
    while (remembered.size() > Math.clamp(BYTES_OF_STATES / state.size(), 1, STATES)) {
      boolean first = here - remembered.firstKey() > remembered.lastKey() - here;
      remembered.remove(first ? remembered.firstKey() : remembered.lastKey());
    }
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
      step = trainer.step();
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

  private static boolean isWithin(Trainer.Step step) {
    return step == Trainer.Step.BATCH || step == Trainer.Step.EVALUATION;
  }
}
