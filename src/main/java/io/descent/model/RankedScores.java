package io.descent.model;

import io.descent.model.ModelMetrics.CurvePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a part in the order of one class's score, of which the rows of that class should come
 * first. Exact up to 10⁵ rows; of more, scores lie in bins of floats that share their first bits,
 * and what their order within a bin could change is told as an error.
 */
final class RankedScores {

  /** Rows up to which the order is exact. */
  static final int EXACT = 100_000;

  /** Scores that are kept one by one for all classes together. */
  private static final long KEPT = 10_000_000;

  /** Bins of all classes together. */
  private static final int BINS = 1 << 21;

  private static final int MOST_BINS = 1 << 20;
  private static final int LEAST_BINS = 1 << 4;
  private static final int POINTS = 101;

  /** The bits of ½. */
  private static final int HALF = Float.floatToIntBits(0.5f);

  private final boolean probabilities;
  private final boolean exact;

  /** Exact: keys of the class from the front, of the others from the back. */
  private final int[] keys;

  private final Bins bins;
  private int positives;
  private int negatives;
  private boolean finite = true;

  /** Counts of scores that share their first bits, with the smallest and largest of them. */
  private record Bins(int shift, int[] positives, int[] negatives, int[] least, int[] most) {

    static Bins of(int count) {
      int shift = Integer.numberOfLeadingZeros(count) + 1;
      int[] least = new int[count];
      int[] most = new int[count];
      Arrays.fill(least, Integer.MAX_VALUE);
      Arrays.fill(most, Integer.MIN_VALUE);
      return new Bins(shift, new int[count], new int[count], least, most);
    }

    /**
     * @param place which tells the bin: unsigned, and in the order of the keys
     */
    void add(int place, int key, boolean positive) {
      int bin = place >>> shift;
      (positive ? positives : negatives)[bin]++;
      least[bin] = Math.min(least[bin], key);
      most[bin] = Math.max(most[bin], key);
    }
  }

  /** Takes scores from the largest down, those that are not told apart together. */
  private interface Groups {

    /**
     * @param tied whether all of them are equal
     */
    void take(int leastKey, long positives, long negatives, boolean tied);
  }

  /**
   * @param rows of the part
   * @param classes that are ranked
   * @param probabilities whether scores are from 0 to 1
   */
  RankedScores(int rows, int classes, boolean probabilities) {
    this.probabilities = probabilities;
    exact = rows <= EXACT && (long) rows * classes <= KEPT;
    keys = new int[exact ? rows : 0];
    int count = Math.clamp(Integer.highestOneBit(BINS / classes), LEAST_BINS, MOST_BINS);
    bins = Bins.of(exact ? 2 : count);
  }

  void add(float score, boolean positive) {
    finite &= Float.isFinite(score);
    int key = ordered(Float.floatToIntBits(score + 0f));
    if (exact) {
      keys[positive ? positives : keys.length - 1 - negatives] = key;
    } else {
      bins.add(place(score, key), key, positive);
    }
    positives += positive ? 1 : 0;
    negatives += positive ? 0 : 1;
  }

  /** Bins of probabilities are as narrow near 1 as near 0. */
  private int place(float score, int key) {
    if (!probabilities) {
      return key ^ Integer.MIN_VALUE;
    }
    int fromEnd = Float.floatToIntBits(score < 0.5f ? score + 0f : 1 - score);
    return 2 * (score < 0.5f ? fromEnd : 2 * HALF - fromEnd);
  }

  /** A float's bits, as a whole number of the same order; its own inverse. */
  private static int ordered(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private static float score(int key) {
    return Float.intBitsToFloat(ordered(key));
  }

  /** A measure, and by how much it may be wrong. */
  record Measured(double value, double error) {

    static final Measured NOT_FINITE = new Measured(Double.NaN, 0);
  }

  /** Whether both the class and others occur, without which nothing is ranked. */
  boolean isTwoSided() {
    return positives > 0 && negatives > 0;
  }

  /** Area under the curve of true over false positives; of equal scores half count. */
  Measured rocAuc() {
    double[] sums = new double[2];
    long[] seen = new long[1];
    descend(
        (_, p, n, tied) -> {
          sums[0] += n * (seen[0] + p / 2.0);
          sums[1] += tied ? 0 : p * (n / 2.0);
          seen[0] += p;
        });
    double pairs = (double) positives * negatives;
    return finite ? new Measured(sums[0] / pairs, sums[1] / pairs) : Measured.NOT_FINITE;
  }

  /** Average precision, Σ (recall − recall before) · precision. */
  Measured prAuc() {
    double[] sums = new double[2];
    long[] seen = new long[2];
    descend(
        (_, p, n, tied) -> {
          double together = p * share(seen[0] + p, seen[1] + n);
          double best = tied ? together : p * share(seen[0] + p, seen[1]);
          double worst = tied ? together : oneByOne(seen[0], p, seen[1] + n);
          sums[0] += (best + worst) / 2;
          sums[1] += (best - worst) / 2;
          seen[0] += p;
          seen[1] += n;
        });
    return finite ? new Measured(sums[0] / positives, sums[1] / positives) : Measured.NOT_FINITE;
  }

  private static double oneByOne(long before, long p, long negatives) {
    double sum = 0;
    for (long i = 1; i <= p; i++) {
      sum += share(before + i, negatives);
    }
    return sum;
  }

  private static double share(long positives, long negatives) {
    return positives == 0 ? 0 : (double) positives / (positives + negatives);
  }

  /**
   * What a threshold does, at most at 101 of the scores, ends included. Its numbers are exact: a
   * row counts as the class where its score is at least the threshold.
   */
  List<CurvePoint> curve() {
    List<CurvePoint> all = new ArrayList<>();
    int[] groups = new int[1];
    descend((_, _, _, _) -> groups[0]++);
    int between = Math.min(groups[0], POINTS - 2);
    int[] at = new int[1];
    long[] seen = new long[2];
    descend(
        (least, p, n, _) -> {
          if (at[0] == 0 && score(least) < 1) {
            all.add(point(1, 0, 0));
          }
          seen[0] += p;
          seen[1] += n;
          boolean chosen = (long) at[0] * between / groups[0] != (at[0] + 1L) * between / groups[0];
          if (chosen && score(least) > 0) {
            all.add(point(score(least), seen[0], seen[1]));
          }
          at[0]++;
        });
    all.add(point(0, positives, negatives));
    return all.reversed();
  }

  private CurvePoint point(float threshold, long right, long wrong) {
    return new CurvePoint(
        threshold,
        right + wrong == 0 ? 1 : (double) right / (right + wrong),
        (double) right / positives,
        (double) wrong / negatives);
  }

  private void descend(Groups groups) {
    if (exact) {
      descendKeys(groups);
      return;
    }
    for (int bin = bins.positives().length - 1; bin >= 0; bin--) {
      if (bins.positives()[bin] + bins.negatives()[bin] > 0) {
        int least = bins.least()[bin];
        boolean tied = least == bins.most()[bin];
        groups.take(least, bins.positives()[bin], bins.negatives()[bin], tied);
      }
    }
  }

  private void descendKeys(Groups groups) {
    Arrays.sort(keys, 0, positives);
    Arrays.sort(keys, positives, keys.length);
    int p = positives - 1;
    int n = keys.length - 1;
    while (p >= 0 || n >= positives) {
      int key = Math.max(p >= 0 ? keys[p] : Integer.MIN_VALUE, top(n));
      int pBefore = p;
      int nBefore = n;
      while (p >= 0 && keys[p] == key) {
        p--;
      }
      while (n >= positives && keys[n] == key) {
        n--;
      }
      groups.take(key, pBefore - p, nBefore - n, true);
    }
  }

  private int top(int n) {
    return n >= positives ? keys[n] : Integer.MIN_VALUE;
  }
}
