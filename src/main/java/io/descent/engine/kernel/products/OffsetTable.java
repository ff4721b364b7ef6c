package io.descent.engine.kernel.products;

/** A table of 0, step, 2 · step, … that is kept and grown as long as the step stays. */
public final class OffsetTable {

  private int[] values = new int[0];
  private int step;
  private int filled;

  public int[] of(int step, int count) {
    if (step != this.step) {
      this.step = step;
      filled = 0;
    }
    if (filled < count) {
      fill(count);
    }
    return values;
  }

  private void fill(int count) {
    if (values.length < count) {
      values = new int[count];
    }
    for (int i = 0; i < count; i++) {
      values[i] = i * step;
    }
    filled = count;
  }
}
