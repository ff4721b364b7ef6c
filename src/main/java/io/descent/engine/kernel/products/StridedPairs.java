package io.descent.engine.kernel.products;

/**
 * Terms that lie at equal distances: for each the pair of its offsets in the left and in the right
 * factor, kept and grown as long as the distances stay.
 */
public final class StridedPairs {

  private int[] pairs = new int[0];
  private int left;
  private int right;
  private int filled;

  public int[] of(int left, int right, int count) {
    if (left != this.left || right != this.right) {
      this.left = left;
      this.right = right;
      filled = 0;
    }
    if (filled < count) {
      fill(count);
    }
    return pairs;
  }

  private void fill(int count) {
    if (pairs.length < 2 * count) {
      pairs = new int[2 * count];
    }
    for (int i = 0; i < count; i++) {
      pairs[2 * i] = i * left;
      pairs[2 * i + 1] = i * right;
    }
    filled = count;
  }
}
