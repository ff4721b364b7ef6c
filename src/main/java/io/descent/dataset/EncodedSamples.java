package io.descent.dataset;

import io.descent.engine.LossSpec;
import io.descent.engine.Samples;
import io.descent.engine.Task;
import java.util.Arrays;

/** The encoded rows of one part, with their targets in the form that a loss takes. */
final class EncodedSamples implements Samples {

  private final String origin;
  private final boolean oneHot;
  private final int targets;
  private final int inputs;
  private final InputRows input;

  /** What {@link #prefetch} read, so that its reading is not left out as idle. */
  private float prefetched;

  EncodedSamples(Encoding encoding, LossSpec loss, String origin, InputRows input) {
    this.origin = origin;
    this.oneHot = loss == LossSpec.MSE && encoding.task() == Task.CLASSIFICATION;
    this.targets = oneHot ? encoding.classes().size() : 1;
    this.inputs = Math.toIntExact(encoding.encodedShape().size());
    this.input = input;
  }

  @Override
  public int rows() {
    return input.rows();
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public int targets() {
    return targets;
  }

  /** Reads of the inputs a value of each cache line; targets are few. */
  @Override
  public void prefetch(int[] rows, int from, int count) {
    prefetched = input.prefetch(rows, from, count);
  }

  @Override
  public void input(int row, float[] into, int at) {
    input.copy(row, into, at);
  }

  @Override
  public boolean arePixels() {
    return input.arePixels();
  }

  @Override
  public void pixels(int row, byte[] into, int at) {
    input.copyPixels(row, into, at);
  }

  @Override
  public void target(int row, float[] into, int at) {
    float target = input.target(row);
    if (oneHot) {
      Arrays.fill(into, at, at + targets, 0f);
      into[at + (int) target] = 1f;
    } else {
      into[at] = target;
    }
  }
}
