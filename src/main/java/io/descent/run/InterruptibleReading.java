package io.descent.run;

import io.descent.dataset.Datasets;
import io.descent.dataset.RowBlock;
import io.descent.engine.Samples;
import io.descent.security.Owner;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads data so that a run that is asked to leave does not read on to the end. */
final class InterruptibleReading {

  private static final int ROWS_BETWEEN_LOOKS = 256;

  /** The run was asked to leave. */
  static final class Interrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("asked to leave", null, false, false);
    }
  }

  private final BooleanSupplier leave;

  InterruptibleReading(BooleanSupplier leave) {
    this.leave = leave;
  }

  private void look() {
    if (leave.getAsBoolean()) {
      throw new Interrupted();
    }
  }

  private void lookNowAndThen(int row) {
    if (row % ROWS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  Datasets of(Datasets datasets) {
    return new Datasets() {
      @Override
      public Optional<Facts> find(Owner owner, UUID id) {
        return datasets.find(owner, id);
      }

      @Override
      public void blocks(UUID id, Consumer<RowBlock> consumer) {
        datasets.blocks(
            id,
            block -> {
              look();
              consumer.accept(block);
            });
      }

      @Override
      public boolean claim(Owner owner, UUID id) {
        return datasets.claim(owner, id);
      }
    };
  }

  Samples of(Samples samples) {
    return new Samples() {
      @Override
      public int rows() {
        return samples.rows();
      }

      @Override
      public int inputs() {
        return samples.inputs();
      }

      @Override
      public int targets() {
        return samples.targets();
      }

      @Override
      public void input(int row, float[] into, int at) {
        lookNowAndThen(row);
        samples.input(row, into, at);
      }

      @Override
      public boolean arePixels() {
        return samples.arePixels();
      }

      @Override
      public void pixels(int row, byte[] into, int at) {
        lookNowAndThen(row);
        samples.pixels(row, into, at);
      }

      @Override
      public void target(int row, float[] into, int at) {
        samples.target(row, into, at);
      }
    };
  }
}
